// Runs in a page before its own scripts: camera and microphone are the benchmark's scene (scene.py), and what
// #remote-video shows and plays is written down with the time at which it came.

(() => {
  /** From now on `follow` gets each connection that is made in a window. */
  function hand(room, follow) {
    const Peer = room.RTCPeerConnection;
    room.RTCPeerConnection = class extends Peer {
      constructor(...values) {
        super(...values);
        follow(this);
      }
    };
  }

  const scene = globalThis.benchScene;
  const options = globalThis.benchOptions;
  if (window !== window.top) {
    // A connection may belong to a window of its own.
    hand(globalThis, (peer) => window.top.bench?.follow(peer));
    return;
  }
  if (!scene || globalThis.bench) return;
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const ground = bytesOf(scene.ground);
  const patch = bytesOf(scene.patch);
  const grain = new Int8Array(bytesOf(scene.grain).buffer);
  const { width, height } = scene;
  const stripTop = height - Math.floor(height / scene.strip);
  const now = () => performance.timeOrigin + performance.now();
  const DATA_BITS = 32;
  const CHECK_BITS = 8;
  const CELLS = scene.sync.length + DATA_BITS + CHECK_BITS;

  function bitsOf(code) {
    let check = scene.checkSeed;
    for (const shift of [0, 8, 16, 24]) check ^= (code >>> shift) & 0xff;
    const bits = [...scene.sync];
    for (let bit = DATA_BITS - 1; bit >= 0; bit--) bits.push((code >>> bit) & 1);
    for (let bit = CHECK_BITS - 1; bit >= 0; bit--) bits.push((check >>> bit) & 1);
    return bits;
  }

  function readCode(row, columns) {
    const levels = [];
    const cell = columns / CELLS;
    for (let i = 0; i < CELLS; i++) {
      let sum = 0;
      const from = Math.floor((i + 0.3) * cell);
      const to = Math.floor((i + 0.7) * cell) + 1;
      for (let x = from; x < to; x++) sum += row[x];
      levels.push(sum / (to - from));
    }
    const white = (levels[0] + levels[2]) / 2;
    const black = (levels[1] + levels[3]) / 2;
    if (white - black < scene.leastContrast) return null;
    const bits = levels.map((level) => (level > (white + black) / 2 ? 1 : 0));
    let code = 0;
    for (const bit of bits.slice(scene.sync.length, scene.sync.length + DATA_BITS)) code = code * 2 + bit;
    return bitsOf(code).every((bit, index) => bit === bits[index]) ? code : null;
  }

  function draw(code) {
    const picture = new Uint8Array((width * height * 3) / 2);
    picture.set(ground);
    const left =
      Math.floor((width - scene.patchWidth) / 2) + Math.round(scene.sway * Math.sin(((code % 4000) / 4000) * 2 * Math.PI));
    for (let y = 0; y < scene.patchHeight; y++) {
      const from = y * scene.patchWidth;
      picture.set(patch.subarray(from, from + scene.patchWidth), (scene.patchTop + y) * width + left);
    }
    const grainX = (code * 13) % scene.grainMargin;
    const grainY = (code * 29) % scene.grainMargin;
    for (let y = 0; y < stripTop; y++) {
      let at = (y + grainY) * (width + scene.grainMargin) + grainX;
      for (let i = y * width, end = i + width; i < end; i++) picture[i] += grain[at++];
    }
    const row = new Uint8Array(width);
    bitsOf(code).forEach((bit, index) => {
      row.fill(bit ? scene.white : scene.black, Math.floor((index * width) / CELLS), Math.floor(((index + 1) * width) / CELLS));
    });
    for (let y = stripTop; y < height; y++) picture.set(row, y * width);
    const chroma = (width * height) / 4;
    picture.fill(scene.chroma[0], width * height, width * height + chroma);
    picture.fill(scene.chroma[1], width * height + chroma);
    return picture;
  }

  function newCamera() {
    const track = new MediaStreamTrackGenerator({ kind: "video" });
    const writer = track.writable.getWriter();
    const ring = options.light ? Array.from({ length: 8 }, (_, index) => draw(index * 33)) : null;
    const period = 1000 / scene.rate;
    const began = performance.now();
    let number = 0;
    const next = () => {
      if (track.readyState === "ended") return;
      const picture = ring ? ring[number % ring.length] : draw(Math.floor(now()) % 2 ** 32);
      const frame = new VideoFrame(picture, {
        format: "I420", codedWidth: width, codedHeight: height, timestamp: Math.round(performance.now() * 1000),
        colorSpace: { matrix: "bt709", primaries: "bt709", transfer: "bt709", fullRange: false },
      });
      writer.write(frame).catch(() => {});
      number = Math.max(number + 1, Math.floor((performance.now() - began) / period));
      setTimeout(next, began + number * period - performance.now());
    };
    next();
    return track;
  }

  let context;
  function newMicrophone() {
    context ??= new AudioContext({ sampleRate: 48000 });
    context.resume();
    const samples = new Int16Array(bytesOf(scene.sound).buffer);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: 48000 });
    buffer.copyToChannel(Float32Array.from(samples, (sample) => sample / 32768), 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    source.connect(out);
    const ahead = scene.periodMs - (now() % scene.periodMs);
    source.start(context.currentTime + ahead / 1000);
    return out.stream.getAudioTracks()[0];
  }

  const seen = { pictures: [], samples: [], sound: [], peers: [], shownFrames: 0 };
  let sampleAt = 0;

  async function look(video, at) {
    if (video.videoWidth === 0) return;
    const frame = new VideoFrame(video, { timestamp: 0 });
    try {
      const { width: columns, height: rows } = frame.visibleRect;
      const y = 2 * Math.floor((rows * (1 - 0.5 / scene.strip)) / 2);
      const rect = { x: frame.visibleRect.x, y: frame.visibleRect.y + y, width: columns, height: 2 };
      const strip = new Uint8Array(frame.allocationSize({ rect }));
      const [plane] = await frame.copyTo(strip, { rect });
      const code = readCode(strip.subarray(plane.offset, plane.offset + columns), columns);
      if (code === null) return;
      seen.pictures.push([at, code, columns, rows]);
      if (at >= sampleAt) {
        sampleAt = at + options.sampleMs;
        const whole = new Uint8Array(frame.allocationSize());
        const [luma] = await frame.copyTo(whole);
        seen.samples.push({ at, code, width: columns, height: rows, stride: luma.stride, luma: whole.subarray(luma.offset, luma.offset + luma.stride * rows) });
      }
    } finally {
      frame.close();
    }
  }

  function watch(video) {
    const shown = () => {
      const at = now();
      video.requestVideoFrameCallback(shown);
      look(video, at).catch((error) => seen.peers.push(String(error)));
    };
    video.requestVideoFrameCallback(shown);
  }

  async function listen(track) {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const at = now();
      const samples = new Float32Array(value.numberOfFrames);
      value.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
      seen.sound.push([at, value.sampleRate, Int16Array.from(samples, (each) => Math.max(-1, Math.min(1, each)) * 32767)]);
      value.close();
    }
  }

  navigator.mediaDevices.getUserMedia = async ({ video, audio }) => {
    const stream = new MediaStream();
    if (video) stream.addTrack(newCamera());
    if (audio) stream.addTrack(newMicrophone());
    return stream;
  };

  const peers = [];
  function follow(peer) {
    peers.push(peer);
    if (!options.light) peer.addEventListener("track", ({ track }) => track.kind === "audio" && listen(track));
  }
  hand(globalThis, follow);

  const base64 = (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    let text = "";
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  };

  globalThis.bench = {
    acceptedAt: 0,
    follow,
    pictures: () => seen.pictures.length,
    async report() {
      const stats = [];
      for (const peer of peers) {
        if (peer.connectionState === "closed") continue;
        for (const each of (await peer.getStats()).values()) {
          if (["inbound-rtp", "outbound-rtp", "candidate-pair", "codec"].includes(each.type)) stats.push(each);
        }
      }
      return {
        pictures: seen.pictures,
        samples: seen.samples.map(({ luma, ...rest }) => ({ ...rest, luma: base64(luma) })),
        sound: seen.sound.map(([at, rate, samples]) => [at, rate, base64(samples)]),
        acceptedAt: this.acceptedAt,
        problems: seen.peers,
        stats,
      };
    },
  };

  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("#accept")) globalThis.bench.acceptedAt = now();
  }, true);
  document.addEventListener("DOMContentLoaded", () => {
    if (options.light) return;
    // A page may show another transport in another element, beside the first until it has a picture.
    const watched = new WeakSet();
    const find = () => {
      const video = document.querySelector("#remote-video");
      if (video && !watched.has(video)) {
        watched.add(video);
        watch(video);
      }
      setTimeout(find, 50);
    };
    find();
  });
})();
