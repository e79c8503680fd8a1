// The patient's system test: measures on this device, judges in plain words, tells nobody.

import { LocalMedia } from "/page/media.js";
import { playTest } from "/page/sound.js";

export const ITEMS = ["browser", "camera", "microphone", "speaker", "service", "line", "calls"];

const LISTEN_MS = 4000;
const LOOK_MS = 1800;
const PINGS = 8;
const DOWNLOAD_BYTES = 1024 * 1024;
const UPLOAD_BYTES = 200 * 1024;
const MOST_UPLOADS = 6;
const TRANSFER_MS = 2500;
const CONNECT_MS = 5000;

/** At least 2,000 kbit/s are asked for. */
const LEAST_KBPS = 2000;

// Judgements: what was measured in, [verdict, reason] out.

export function judgeCamera({ state, width = 0, height = 0, brightness = 255, spread = 255 }) {
  if (state !== "on") return ["bad", `camera_${state}`];
  if (brightness < 20 && spread < 8) return ["bad", "camera_black"];
  if (width * height < 640 * 480) return ["fair", "camera_small"];
  if (brightness < 45) return ["fair", "camera_dark"];
  return ["good", "camera_fine"];
}

export function judgeMicrophone({ state, loudest = 0 }) {
  if (state !== "on") return ["bad", `microphone_${state}`];
  if (loudest <= 0.02) return ["bad", "microphone_silent"];
  return loudest < 0.35 ? ["fair", "microphone_quiet"] : ["good", "microphone_fine"];
}

export function judgeService(times) {
  if (!times.length) return ["bad", "service_away"];
  return median(times) > 300 ? ["fair", "service_slow"] : ["good", "service_fine"];
}

export function judgeLine(downKbps, upKbps) {
  if (downKbps === null || upKbps === null) return ["unknown", "line_unknown"];
  const least = Math.min(downKbps, upKbps);
  if (least < LEAST_KBPS) return ["bad", "line_narrow"];
  return least < 2 * LEAST_KBPS ? ["fair", "line_tight"] : ["good", "line_fine"];
}

/** `loop`: two ends in this browser found each other; `relays`: how many were named, `reached` whether one answered. */
export function judgeCalls({ loop, relays, reached }) {
  if (!loop) return ["bad", "calls_blocked"];
  if (relays && !reached) return ["fair", "calls_no_relay"];
  return ["good", "calls_fine"];
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** One check. `onChange` is called with every step; `state` holds a result for each item. */
export class DeviceCheck {
  constructor(linkId, token, onChange) {
    this.onChange = onChange;
    this.running = false;
    this.speaking = false;
    this.results = {};
    this.media = null;
    this.#headers = { Authorization: `Bearer ${token}`, "Medclient-Link": linkId };
  }

  #headers;
  #stopped = false;

  get done() {
    return ITEMS.every((item) => this.results[item]);
  }

  get worst() {
    const verdicts = ITEMS.map((item) => this.results[item]?.verdict);
    return ["bad", "fair"].find((verdict) => verdicts.includes(verdict)) ?? "good";
  }

  async run() {
    if (this.running) return;
    this.running = true;
    this.#stopped = false;
    this.results = {};
    this.#say("browser", "good", "browser_fine");
    try {
      await Promise.all([this.#devices(), this.#network()]);
    } finally {
      this.running = false;
      this.speaking = false;
      this.#changed();
    }
  }

  /** Whether the tone was heard. */
  answer(heard) {
    this.#say("speaker", heard ? "good" : "bad", heard ? "speaker_fine" : "speaker_unheard");
  }

  playTone() {
    playTest();
  }

  close() {
    this.#stopped = true;
    this.media?.close();
    this.media = null;
  }

  #say(item, verdict, reason, figures = {}) {
    if (this.#stopped) return;
    this.results = { ...this.results, [item]: { verdict, reason, figures } };
    this.#changed();
  }

  #changed() {
    if (!this.#stopped) this.onChange();
  }

  // Camera, microphone, loudspeaker.

  async #devices() {
    this.media?.close();
    const media = new LocalMedia(() => this.#changed());
    this.media = media;
    await media.open();
    if (this.#stopped) {
      media.close();
      return;
    }
    this.speaking = media.microphone === "on";
    this.#changed();
    const [picture, loudest] = await Promise.all([look(media), this.#listen(media)]);
    this.speaking = false;
    const size = picture.width ? { width: picture.width, height: picture.height } : {};
    this.#say("camera", ...judgeCamera({ state: media.camera, ...picture }), size);
    this.#say("microphone", ...judgeMicrophone({ state: media.microphone, loudest }));
    if (this.#stopped) return;
    playTest();
    this.#say("speaker", "ask", "speaker_ask");
  }

  async #listen(media) {
    let loudest = 0;
    const end = performance.now() + (media.microphone === "on" ? LISTEN_MS : 0);
    while (performance.now() < end && !this.#stopped) {
      loudest = Math.max(loudest, media.level());
      await pause(40);
    }
    return loudest;
  }

  // Service, line, ways for a call.

  async #network() {
    const times = await this.#pings();
    this.#say("service", ...judgeService(times), times.length ? { ms: Math.round(median(times)) } : {});
    if (!times.length) {
      this.#say("line", "unknown", "line_unknown");
    } else {
      const [down, up] = [await this.#download(), await this.#upload()];
      const figures = down === null || up === null ? {} : { down: Math.round(down), up: Math.round(up) };
      this.#say("line", ...judgeLine(down, up), figures);
    }
    const servers = await this.#iceServers();
    const relays = servers.filter((server) => [server.urls].flat().some((url) => url.startsWith("turn"))).length;
    const [loop, reached] = await Promise.all([connects(), relays ? reaches(servers) : false]);
    this.#say("calls", ...judgeCalls({ loop, relays, reached }));
  }

  #fetch(path, options = {}) {
    const headers = { ...this.#headers, ...options.headers };
    return fetch(`/api/v1/system-test${path}`, { ...options, headers, cache: "no-store" });
  }

  async #pings() {
    const times = [];
    try {
      for (let number = 0; number <= PINGS && !this.#stopped; number++) {
        const began = performance.now();
        const answer = await this.#fetch("/ping", { signal: AbortSignal.timeout(4000) });
        if (!answer.ok) return times;
        await answer.arrayBuffer();
        if (number) times.push(performance.now() - began);
      }
    } catch {
      // What came until then counts.
    }
    return times;
  }

  async #download() {
    try {
      const began = performance.now();
      const answer = await this.#fetch(`/download?bytes=${DOWNLOAD_BYTES}`, { signal: AbortSignal.timeout(8000) });
      if (!answer.ok) return null;
      const reader = answer.body.getReader();
      let taken = 0;
      for (;;) {
        const { done, value } = await reader.read();
        taken += value?.length ?? 0;
        if (done || this.#stopped || performance.now() - began > TRANSFER_MS) break;
      }
      reader.cancel().catch(() => {});
      return kbps(taken, performance.now() - began);
    } catch {
      return null;
    }
  }

  async #upload() {
    const body = new Uint8Array(UPLOAD_BYTES);
    for (let at = 0; at < body.length; at += 65536) crypto.getRandomValues(body.subarray(at, at + 65536));
    let sent = 0;
    const began = performance.now();
    try {
      for (let number = 0; number < MOST_UPLOADS && !this.#stopped; number++) {
        const answer = await this.#fetch("/upload", { method: "POST", body, signal: AbortSignal.timeout(8000) });
        if (!answer.ok) return null;
        sent += body.length;
        if (performance.now() - began > TRANSFER_MS) break;
      }
    } catch {
      return null;
    }
    return kbps(sent, performance.now() - began);
  }

  async #iceServers() {
    try {
      const answer = await this.#fetch("/ice-servers", { method: "POST", signal: AbortSignal.timeout(4000) });
      return answer.ok ? (await answer.json()).ice_servers : [];
    } catch {
      return [];
    }
  }
}

function kbps(bytes, ms) {
  return (bytes * 8) / Math.max(ms, 0.01);
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/** How bright and how even the camera's picture is. */
async function look(media) {
  if (!media.tracks.video) return {};
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
  video.srcObject = new MediaStream([media.tracks.video]);
  await video.play().catch(() => {});
  await pause(LOOK_MS);
  const [width, height] = [video.videoWidth, video.videoHeight];
  if (!width) return {};
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 36 });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(video, 0, 0, 64, 36);
  video.srcObject = null;
  const pixels = context.getImageData(0, 0, 64, 36).data;
  const lights = [];
  for (let at = 0; at < pixels.length; at += 4) {
    lights.push(0.3 * pixels[at] + 0.59 * pixels[at + 1] + 0.11 * pixels[at + 2]);
  }
  const brightness = lights.reduce((sum, light) => sum + light, 0) / lights.length;
  const spread = Math.sqrt(lights.reduce((sum, light) => sum + (light - brightness) ** 2, 0) / lights.length);
  return { width, height, brightness, spread };
}

/** Whether two ends in this browser find each other: an extension or a rule may forbid it. */
async function connects() {
  const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
  a.onicecandidate = ({ candidate }) => candidate && b.addIceCandidate(candidate).catch(() => {});
  b.onicecandidate = ({ candidate }) => candidate && a.addIceCandidate(candidate).catch(() => {});
  try {
    const opened = new Promise((done) => (a.createDataChannel("check").onopen = () => done(true)));
    await a.setLocalDescription();
    await b.setRemoteDescription(a.localDescription);
    await b.setLocalDescription();
    await a.setRemoteDescription(b.localDescription);
    return await Promise.race([opened, pause(CONNECT_MS).then(() => false)]);
  } catch {
    return false;
  } finally {
    a.close();
    b.close();
  }
}

/** Whether any of the relays gives a way. */
async function reaches(iceServers) {
  let peer;
  try {
    peer = new RTCPeerConnection({ iceServers, iceTransportPolicy: "relay" });
    const found = new Promise((done) => {
      peer.onicecandidate = ({ candidate }) => candidate?.type === "relay" && done(true);
    });
    peer.createDataChannel("check");
    await peer.setLocalDescription();
    return await Promise.race([found, pause(CONNECT_MS).then(() => false)]);
  } catch {
    return false;
  } finally {
    peer?.close();
  }
}
