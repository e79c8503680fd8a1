// What travels sealed in the mailbox: the same messages, limits and checks as protocol/messages.py.

const text = (longest = 64) => (value) => typeof value === "string" && value.length <= longest;
const flag = (value) => typeof value === "boolean";
const number = (value) => Number.isInteger(value) && value >= 0 && value < 2 ** 31;

export const NAME_CHARS = 120;
export const TEXT_CHARS = 8000;

const TYPES = {
  hello: { name: text(NAME_CHARS), consent_at: text(), call: text(), camera: flag, microphone: flag },
  ring: { to: text(), call: text(), generation: number, prepare: flag },
  accept: { to: text(), call: text() },
  decline: { to: text(), call: text() },
  connect: { to: text(), call: text(), generation: number },
  reconnect: { to: text(), generation: number },
  offer: { to: text(), generation: number, sdp: text(40000), commitment: text() },
  answer: { to: text(), generation: number, sdp: text(40000), nonce: text() },
  reveal: { to: text(), nonce: text() },
  candidate: { to: text(), generation: number, candidate: text(400), mid: text() },
  media: { camera: flag, microphone: flag },
  heartbeat: {
    to: text(),
    generation: number,
    audio_ms: number,
    video_ms: number,
    posted: number,
    shown_width: number,
    shown_height: number,
  },
  chat: { text: text(TEXT_CHARS) },
  hint: { to: text(), hint: text() },
  receipt: { delivered: number, read: number },
  delay: { minutes: number },
  picture: { to: text(), size: text() },
  still: { to: text(), id: text() },
  "still-ready": { to: text(), id: text(), size: number, sha256: text() },
  "still-refused": { to: text(), id: text(), reason: text() },
  practice: { telephone: text() },
  file: { name: text(255), kind: text(127), size: number, sha256: text() },
  "file-end": { file: text(), how: text() },
  "hang-up": {},
};

/** Fields that an older version of the other end does not know, and what they are then. */
const DEFAULTS = {
  ring: { prepare: false },
  heartbeat: { posted: 0, shown_width: 0, shown_height: 0 },
  offer: { commitment: "" },
  answer: { nonce: "" },
};

/** Whether a newer version of the other end sent it: genuine, and of no use here. */
export function isUnknown(content) {
  return typeof content.type !== "string" || !Object.hasOwn(TYPES, content.type);
}

/** The message in an opened content, without unknown fields; null where it is none. */
export function parse(content) {
  if (isUnknown(content)) return null;
  const checks = TYPES[content.type];
  const message = { type: content.type };
  content = { ...DEFAULTS[content.type], ...content };
  for (const [name, fits] of Object.entries(checks)) {
    if (!fits(content[name])) return null;
    message[name] = content[name];
  }
  return message;
}
