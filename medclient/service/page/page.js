// The page: builds the parts, leads through the steps, and draws what the call says.

import { AskingSocket, shouldAsk } from "/page/asking_socket.js";
import { capabilitiesOf, hearsLateOfNetworks, unsuitable } from "/page/browser.js";
import { Call } from "/page/call.js";
import { CheckView } from "/page/check_view.js";
import { DeliveryWatch } from "/page/delivery_watch.js";
import { DeviceCheck } from "/page/device_check.js";
import { patientToken } from "/page/envelope.js";
import { MOST_BYTES } from "/page/file_rules.js";
import { FileTransfers } from "/page/file_transfer.js";
import { IceServers } from "/page/ice_servers.js";
import { linkIdOf, secretOf, decode } from "/page/link.js";
import { MailboxClient, MailboxConnection } from "/page/mailbox.js";
import { LocalMedia } from "/page/media.js";
import * as memory from "/page/memory.js";
import { parse } from "/page/messages.js";
import { Verification } from "/page/security_code.js";
import { announce, playTest, setRinging } from "/page/sound.js";
import { takeStill } from "/page/still.js";
import { Transport } from "/page/transport.js";
import { View } from "/page/view.js";

const SAMPLE_MS = 250;
const SAMPLE_EAGERLY_MS = 80;
/** A browser that tells nothing of one transport for so long does not keep the page from looking after the others. */
const REPORTED_WITHIN_MS = 2000;
const LOOK_AGAIN_MS = 3000;
const PUMP_EVERY_MS = 20;
const STEP_OF = { waiting: "waiting", ringing: "ring", ended: "goodbye" };

const linkId = linkIdOf(location.pathname);
const view = new View();
const checkView = new CheckView(() => view.texts);
const state = { step: "link", link: "checking", info: null, clockAhead: 0, changing: false, cameraComesBack: false };

let media = null;
let call = null;
let mailbox = null;
let iceServers = null;
let verification = null;
let certificate = null;
let waitingSince = 0;
let pumping = 0;
/** The timer of the next look at the transports; 0 while one is being taken. */
let sampling = 0;
/** Something came up while one was being taken. */
let sampleAgain = false;
let check = null;
/** Why the service will not let us in again; followed only where no call flows. */
let refusal = "";
const deliveries = new DeliveryWatch();
const transports = new Map();

let latest = 0;

/** The service's time; it never goes back, so that no timer moves away when this device's clock is set. */
function serviceNow() {
  latest = Math.max(latest, Date.now() + state.clockAhead);
  return latest;
}

function draw() {
  if (call && state.link === "open") {
    const step = STEP_OF[call.state] ?? "call";
    state.step = step === "waiting" && state.changing ? "devices" : step;
  }
  if (state.step === "check") checkView.draw(check);
  view.draw({ ...state, now: serviceNow(), call, media, waitingSince });
  if (call?.chat.unread && view.chatShown && document.visibilityState === "visible") tell({ type: "chatSeen" });
}

// The link.

function readSecret() {
  const fresh = secretOf(location.hash);
  if (fresh) {
    if (fresh !== memory.read(linkId).secret) memory.forget(linkId);
    memory.keep(linkId, { secret: fresh });
  }
  if (location.hash) history.replaceState(null, "", location.pathname);
  return fresh || memory.read(linkId).secret || "";
}

async function checkLink() {
  // Who hung up without a connection has left, whatever is reachable: only the service does not know it yet.
  if (linkId && memory.read(linkId).leftAt && !location.hash) {
    state.link = "open";
    await enter();
    draw();
    return;
  }
  const problem = unsuitable(capabilitiesOf(window));
  // Where another browser is needed the address keeps its secret: it must be whole to be copied or opened there.
  const secret = linkId && !problem ? readSecret() : "";
  if (problem || !linkId) {
    state.link = problem || "malformed";
    draw();
    return;
  }
  state.link = "checking";
  draw();
  try {
    const answer = await fetch(`/api/v1/links/${linkId}`);
    if (answer.status === 404) {
      state.link = "unknown";
    } else if (!answer.ok) {
      throw new Error("no answer");
    } else {
      const info = await answer.json();
      state.clockAhead = Date.parse(info.now) - Date.now();
      state.info = { startsAt: Date.parse(info.starts_at), opensAt: Date.parse(info.opens_at) };
      state.link = { not_yet_open: "notYetOpen", superseded: "unauthorised" }[info.state] ?? info.state;
    }
  } catch {
    state.link = "unreachable";
    setTimeout(checkLink, LOOK_AGAIN_MS);
  }
  if (["open", "notYetOpen"].includes(state.link) && !secret) state.link = "malformed";
  if (state.link === "open") {
    const kept = memory.read(linkId);
    if (kept.consentAt) await enter();
    else state.step = "consent";
  }
  draw();
}

function watchOpening() {
  if (state.step === "check") return;
  if (state.link !== "notYetOpen" || serviceNow() < state.info.opensAt) return;
  state.link = "checking";
  checkLink();
}

/** The whole link, for a browser that can do more than this one. */
async function copyLink() {
  await navigator.clipboard.writeText(location.href);
  state.copied = true;
  draw();
}

// The check of the device, which may come long before the appointment.

async function openCheck() {
  const { secret } = memory.read(linkId);
  if (!secret) return;
  check = new DeviceCheck(linkId, await patientToken(decode(secret), linkId), draw);
  state.step = "check";
  draw();
}

function closeCheck() {
  check?.close();
  check = null;
  state.step = state.link === "open" ? "consent" : "link";
  draw();
}

// From consent to the waiting room.

async function openMedia() {
  const kept = memory.read(linkId);
  media = new LocalMedia(mediaChanged);
  media.cameraOn = kept.camera ?? true;
  media.microphoneOn = kept.microphone ?? true;
  await media.open();
}

async function consented(name) {
  memory.keep(linkId, { name, consentAt: new Date().toISOString() });
  state.step = "devices";
  draw();
  await openMedia();
}

async function enter() {
  state.changing = false;
  if (call) {
    draw();
    return;
  }
  const kept = memory.read(linkId);
  if (kept.leftAt) media = new LocalMedia(mediaChanged);
  else if (!media) await openMedia();
  const secret = decode(kept.secret);
  const token = await patientToken(secret, linkId);
  const client = await MailboxClient.create(linkId, secret, token, kept.unsent);
  iceServers = new IceServers(linkId, token, serviceNow);
  verification = new Verification(secret, linkId);
  // One for all transports of this page, so that another one in mid-call shows.
  certificate = await RTCPeerConnection.generateCertificate({ name: "ECDSA", namedCurve: "P-256" });
  waitingSince = kept.waitingSince ?? serviceNow();
  memory.keep(linkId, { waitingSince });
  call = new Call({
    instance: client.instance,
    name: kept.name,
    consentAt: kept.consentAt,
    call: kept.call,
    ...media.sends,
  });
  for (const { id, message } of client.restored) {
    if (message.type === "chat") call.handle({ type: "chatTyped", id, text: message.text }, serviceNow());
  }
  const url = `${location.origin.replace(/^http/, "ws")}/api/v1/consultations/${linkId}/mailbox`;
  const heard = (event) => {
    if (event.type === "joined") state.clockAhead = event.now - Date.now();
    tell(event);
    if (event.type === "serviceEnded" || event.endedAt || event.reason === "over") farewellTaken();
  };
  const keepUnsent = (unsent) => {
    if (call.state !== "ended" || memory.read(linkId).leftAt) memory.keep(linkId, { unsent });
  };
  const Socket = shouldAsk(window) ? AskingSocket : WebSocket;
  mailbox = new MailboxConnection(client, url, heard, keepUnsent, () => call.flows(serviceNow()), Socket);
  if (kept.leftAt) {
    tell({ type: "leftBefore", at: kept.leftAt });
    if (!client.restored.some(({ message }) => message.type === "hang-up")) mailbox.post({ type: "hang-up" });
    mailbox.end();
    return;
  }
  await iceServers.renew();
  draw();
}

// The call.

function tell(event) {
  const before = call.state;
  const effects = call.handle(event, serviceNow());
  for (const effect of effects) perform(effect);
  if (call.state !== before || effects.length) stateChanged(before);
  if (event.type === "refused" && event.reason !== "over") refusal = event.reason;
  if (refusal && !call.flows(serviceNow())) refused(refusal);
  // What was said before this page was loaded comes in one go, and is drawn so.
  if (event.type !== "received" || call.caughtUp) draw();
}

function perform(effect) {
  const transport = transports.get(effect.generation);
  switch (effect.type) {
    case "send":
      mailbox.post(effect.message);
      break;
    case "end":
      mailbox.end();
      break;
    case "announce":
      if (document.visibilityState !== "visible") announce();
      break;
    case "openTransport":
      openTransport(effect.generation);
      break;
    case "setAnswer":
      if (transport) takeAnswer(transport, effect).catch(() => console.info("an answer was passed over"));
      break;
    case "addCandidate":
      transport?.addCandidate(effect.candidate, effect.mid);
      break;
    case "beginMedia":
      // Not made yet: it will be made with picture and sound.
      transport?.begin(media.tracks).catch((error) => console.info("closed meanwhile:", error.name));
      transport?.tell(JSON.stringify(effect.accept));
      sampleSoon();
      break;
    case "useTransport":
      view.showRemote(transport.stream);
      break;
    case "takeStill":
      answerStill(effect);
      break;
    case "limitPicture":
      limitPicture(effect.size);
      break;
    case "fileData":
      transport?.sendFileData(effect.data);
      break;
    case "digest":
      sha256(effect.content).then((hash) => tell({ type: "fileChecked", id: effect.id, sha256: hash }));
      break;
    case "beat":
      transport?.tell(JSON.stringify({ ...effect.beat, posted: mailbox.posted, ...view.remoteArea() }));
      break;
    case "closeTransport":
      transport?.close();
      transports.delete(effect.generation);
      break;
  }
}

/** The practice asks for a sharp still; the patient sees that. */
async function answerStill({ id, to }) {
  let content = null;
  const { camera } = media.sends;
  try {
    if (camera) content = await takeStill(media.tracks.video);
  } catch (error) {
    console.info("no still:", error.name);
  }
  const hash = content ? await sha256(content) : "";
  tell({ type: "stillTaken", id, to, content, sha256: hash, reason: camera ? "failed" : "camera-off" });
}

/** On a weak line the practice may ask for a smaller picture, or for none; a camera that went for it comes back. */
async function limitPicture(size) {
  for (const transport of transports.values()) transport.limitPicture(size);
  if (size === "off" && media.cameraOn) {
    state.cameraComesBack = true;
    await media.switchCamera(false);
  } else if (size !== "off" && state.cameraComesBack) {
    state.cameraComesBack = false;
    await media.switchCamera(true);
  }
}

async function openTransport(generation) {
  const found = (each, candidate, mid) => tell({ type: "candidateFound", generation: each, candidate, mid });
  const servers = await iceServers.usable();
  if (!call.opened.has(generation)) return; // no longer wanted
  const practitioner = call.practitioner;
  // While it rings, nothing is sent.
  const tracks = call.accepted ? media.tracks : null;
  const heard = { onCandidate: found, onMessage: channelMessage, onProgress: sampleSoon, onFileData: fileData };
  const fresh = hearsLateOfNetworks(window) && call.silent(serviceNow());
  const transport = new Transport(generation, certificate, servers, tracks, heard, fresh);
  transports.set(generation, transport);
  try {
    const [, commitment] = await Promise.all([transport.offer(), verification.commitment(practitioner)]);
    transport.limitPicture(call.picture);
    // With the candidates that have been found meanwhile: nobody keeps those that come before their offer.
    tell({ type: "offerMade", generation, practitioner, sdp: transport.sdp, commitment });
  } catch (error) {
    // Closed while it was made: a newer one has taken its place.
    if (transports.get(generation) === transport) throw error;
  }
}

/** Take an answer, unless its certificate is another than this run of the practitioner's program has shown before. */
async function takeAnswer(transport, { sdp, nonce, practitioner }) {
  if (!verification.take(practitioner, sdp, nonce)) {
    tell({ type: "keyChanged" });
    return;
  }
  await transport.setAnswer(sdp);
  const revealed = await verification.reveal(practitioner, transport.sdp);
  if (revealed) tell({ type: "codeKnown", practitioner, ...revealed });
}

function channelMessage(text) {
  let beat = null;
  try {
    beat = parse(JSON.parse(text));
  } catch {
    // Not ours.
  }
  if (beat?.type !== "heartbeat") return;
  tell({ type: "heartbeat", beat });
  transports.get(beat.generation)?.shownIn(beat.shown_width, beat.shown_height);
  const peer = call.practitioner;
  if (deliveries.look(peer, beat.posted, mailbox.cameFrom(peer), call.caughtUp, serviceNow())) tell({ type: "missing" });
}

// Files.

/** What comes hundreds of times a second is carried out at once, and drawn with the next tick. */
function fileData(generation, data) {
  if (data === null) tell({ type: "fileChannelOpened", generation });
  else for (const effect of call.files.heard(generation, data, serviceNow())) perform(effect);
  pumpFiles();
}

function pumpFiles() {
  for (const effect of call.files.pump(serviceNow())) perform(effect);
  if (!call.files.busy || pumping) return;
  pumping = setTimeout(() => {
    pumping = 0;
    pumpFiles();
  }, PUMP_EVERY_MS);
}

async function sha256(content) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Offer files to the practice; returns the names of those that are not sent. */
async function sendFiles(files) {
  const refused = [];
  for (const file of files) {
    // What is too large is not even read.
    const content = file.size > MOST_BYTES ? null : new Uint8Array(await file.arrayBuffer());
    const hash = content ? await sha256(content) : "";
    const offer = FileTransfers.describe(file.name, file.type, file.size, hash);
    if (offer) tell({ type: "fileChosen", id: mailbox.post(offer), offer, content });
    else refused.push(file.name);
  }
  return refused;
}

function stateChanged(before) {
  if (call.state !== "ended") memory.keep(linkId, { call: call.call });
  setRinging(call.state === "ringing");
  if (call.state === "ended" && before !== "ended") {
    media.close();
    // What the patient's own hang-up needs to reach the service stays until it has.
    if (call.endedBy === "patient" && !call.claimedEnd) memory.keep(linkId, { leftAt: call.endedAt });
    else memory.forget(linkId);
  }
}

/** The service knows that it is over. */
function farewellTaken() {
  if (call.state === "ended") memory.forget(linkId);
}

function refused(reason) {
  state.link = { not_yet_open: "notYetOpen", unknown_link: "unknown" }[reason] ?? reason;
  state.step = "link";
  setRinging(false);
  for (const transport of transports.values()) transport.close();
  transports.clear();
  media.close();
}

async function sample(due = performance.now()) {
  sampling = 0;
  // A hidden page is called late on purpose.
  const lateMs = document.hidden ? 0 : performance.now() - due;
  try {
    if (!call || call.state === "ended") return;
    for (const transport of [...transports.values()]) {
      const late = new Promise((done) => setTimeout(done, REPORTED_WITHIN_MS));
      const report = await Promise.race([transport.report(serviceNow), late]);
      if (report) tell(report);
    }
    tell({ type: "tick", lateMs });
    if (call.suspicious(serviceNow())) mailbox?.hurry();
  } finally {
    const connecting = transports.size && call.accepted && call.state !== "in_call";
    const eagerly = connecting || (transports.size && call.suspicious(serviceNow()));
    sampleIn(sampleAgain ? 0 : eagerly ? SAMPLE_EAGERLY_MS : SAMPLE_MS);
    sampleAgain = false;
  }
}

function sampleIn(pause) {
  clearTimeout(sampling);
  sampling = setTimeout(sample, pause, performance.now() + pause);
}

/** Something has begun that should not wait for the next look. */
function sampleSoon() {
  if (sampling) sampleIn(0);
  else sampleAgain = true;
}

async function mediaChanged() {
  const sends = media.sends;
  memory.keep(linkId, { camera: media.cameraOn, microphone: media.microphoneOn });
  await Promise.all([...transports.values()].map((transport) => transport.setTracks(media.tracks)));
  if (call && (call.camera !== sends.camera || call.microphone !== sends.microphone)) {
    tell({ type: "mediaSwitched", ...sends });
  }
  draw();
}

/** The network or the page came back: whatever waits for a timer need not. */
function hurry(networkChanged) {
  mailbox?.hurry(networkChanged);
  if (call) tell({ type: "networkChanged" });
}

checkView.connect({
  open: openCheck,
  close: closeCheck,
  start: () => check?.run(),
  tone: () => check?.playTone(),
  answer: (heard) => check?.answer(heard),
  level: () => check?.media?.level() ?? 0,
});
view.connect({
  linkAction: () => {
    if (["unsuitable", "inApp"].includes(state.link)) copyLink();
    else if (state.link === "replaced") location.reload();
    else checkLink();
  },
  consented,
  enter,
  changeDevices: () => {
    state.changing = true;
    draw();
  },
  testSound: playTest,
  cameraChosen: (id) => media.chooseCamera(id),
  microphoneChosen: (id) => media.chooseMicrophone(id),
  camera: () => {
    state.cameraComesBack = false;
    media.switchCamera(!media.cameraOn);
  },
  microphone: () => media.switchMicrophone(!media.microphoneOn),
  accept: () => tell({ type: "acceptPressed" }),
  decline: () => tell({ type: "declinePressed" }),
  reconnect: () => {
    mailbox.hurry();
    tell({ type: "reconnectPressed" });
  },
  hangUp: () => tell({ type: "hangUpPressed" }),
  hintSeen: () => tell({ type: "hintSeen" }),
  sendFiles,
  acceptFile: (id) => tell({ type: "fileAccepted", id }),
  cancelFile: (id) => tell({ type: "fileCancelled", id }),
  chat: (text) => tell({ type: "chatTyped", id: mailbox.post({ type: "chat", text }), text }),
  draw,
});
window.addEventListener("online", () => hurry(true));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") hurry(false);
  draw();
});
navigator.connection?.addEventListener("change", () => hurry(true));
window.addEventListener("hashchange", () => location.reload());
sample();
setInterval(() => {
  watchOpening();
  if (call?.reachable && call.state !== "ended") iceServers.renew();
  draw();
}, 1000);
document.body.dataset.started = "yes";
checkLink();
