// What the patient's page opens when a device is plugged in: prints one JSON object. Only the devices are not real.
// node media.mjs MEDIA.JS

import { readFile } from "node:fs/promises";

let asked = 0;
let open = 0;
const plugged = new EventTarget();

function track(kind) {
  open += 1;
  return { kind, stop: () => (open -= 1), enabled: true };
}

class Stream {
  constructor(tracks = []) {
    this.tracks = tracks;
  }
  getTracks = () => this.tracks;
  getVideoTracks = () => this.tracks.filter((each) => each.kind === "video");
  getAudioTracks = () => this.tracks.filter((each) => each.kind === "audio");
  addTrack() {}
  removeTrack() {}
}

plugged.enumerateDevices = async () => [];
plugged.getUserMedia = async ({ video, audio }) => {
  asked += 1;
  return new Stream([...(video ? [track("video")] : []), ...(audio ? [track("audio")] : [])]);
};
Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: plugged } });
globalThis.MediaStream = Stream;
globalThis.AudioContext = class {
  resume() {}
  close() {}
  createMediaStreamSource = () => ({ connect() {} });
};
globalThis.AnalyserNode = class {};

const source = await readFile(process.argv[2], "utf8");
const { LocalMedia } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

/** Plug a device in, let everything that it begins come to its end, and say what is open. */
async function plug() {
  plugged.dispatchEvent(new Event("devicechange"));
  await new Promise((resolve) => setImmediate(resolve));
  return { asked, open };
}

const seen = {};
const media = new LocalMedia(() => {});
seen.before = await plug();
await media.open();
seen.opened = { asked, open };
seen.inCall = await plug();
media.tracks.audio.onended();
seen.replaced = await plug();
media.close();
seen.closed = { asked, open };
seen.after = await plug();
const late = media.open();
media.close();
await late;
seen.late = { asked, open };
seen.afterLate = await plug();
console.log(JSON.stringify(seen));
