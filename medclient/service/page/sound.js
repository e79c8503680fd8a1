// The page's own sounds: ringing, a new message, and the test tone.

const RING = [
  [659.25, 0, 0.35],
  [880, 0.4, 0.5],
];
const RING_EVERY_MS = 2500;
const TEST = [
  [523.25, 0, 0.4],
  [659.25, 0.4, 0.4],
  [783.99, 0.8, 0.6],
];

const MESSAGE = [
  [783.99, 0, 0.18],
  [1046.5, 0.14, 0.3],
];
const MESSAGE_VIBRATION_MS = [120, 80, 120];

let context = null;
let timer = 0;

function play(notes, level) {
  context ??= new AudioContext();
  context.resume();
  for (const [frequency, start, length] of notes) {
    const at = context.currentTime + 0.05 + start;
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(level, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(gain).connect(context.destination);
    tone.start(at);
    tone.stop(at + length);
  }
}

export function playTest() {
  play(TEST, 0.25);
}

/** A message has come that nobody is looking at. */
export function announce() {
  play(MESSAGE, 0.2);
  navigator.vibrate?.(MESSAGE_VIBRATION_MS);
}

/** Ring until told to stop. */
export function setRinging(ringing) {
  if (ringing === timer > 0) return;
  clearInterval(timer);
  timer = 0;
  if (!ringing) return;
  play(RING, 0.3);
  timer = setInterval(() => play(RING, 0.3), RING_EVERY_MS);
}
