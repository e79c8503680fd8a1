// What the patient sees and hears, and when: pictures by the element that paints them, sound by its level.
globalThis.watched = { pictures: [], sounds: [] };

const note = (times) => {
  times.push(Date.now());
  if (times.length > 20000) times.splice(0, 10000);
};
const LOUD = 0.01;
const followed = new WeakSet();
let context = null;
let heard = null;
let source = null;
let analyser = null;

function follow(video) {
  followed.add(video);
  const painted = () => {
    note(globalThis.watched.pictures);
    video.requestVideoFrameCallback(painted);
  };
  video.requestVideoFrameCallback(painted);
}

function listen(stream) {
  context ??= new AudioContext();
  context.resume();
  source?.disconnect(); // else the sound of all transports that ever were is followed on and on
  analyser = new AnalyserNode(context, { fftSize: 1024 });
  source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  heard = stream;
}

setInterval(() => {
  const videos = document.querySelectorAll("video:not(#preview, #self-video)");
  for (const video of videos) if (!followed.has(video)) follow(video);
  const stream = document.querySelector("#remote-video")?.srcObject;
  if (stream && stream !== heard && stream.getAudioTracks().length) listen(stream);
  if (!analyser) return;
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const level = Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length);
  if (level > LOUD) note(globalThis.watched.sounds);
}, 30);

// A connection may belong to a window of its own, in which this runs too. What carries the call: `host`, `srflx`, `prflx`, or `relay` with what leads there; null while that is not known.
globalThis.newest = null;
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...values) {
    super(...values);
    this.addEventListener("connectionstatechange", () => {
      if (this.connectionState === "connected") globalThis.top.newest = this;
    });
  }
};
globalThis.way = async () => {
  const stats = await globalThis.newest.getStats();
  const transport = [...stats.values()].find((each) => each.type === "transport");
  // A transport may name a pair that is not among the stats at that moment.
  const local = stats.get(stats.get(transport?.selectedCandidatePairId)?.localCandidateId);
  if (!local) return null;
  return local.candidateType === "relay" ? `relay ${local.relayProtocol}` : local.candidateType;
};

// What has been heard since the connection began, in samples; one that is new has to hear something first.
globalThis.heardSamples = async () => {
  for (;;) {
    const stats = [...(await globalThis.newest.getStats()).values()];
    const sound = stats.find((each) => each.type === "inbound-rtp" && each.kind === "audio");
    if (sound) return { sound: sound.totalSamplesReceived, concealed: sound.concealedSamples - sound.silentConcealedSamples };
    await new Promise((next) => setTimeout(next, 50));
  }
};

globalThis.firstSince = (since) => {
  const first = (times) => times.find((each) => each > since) ?? null;
  return { picture: first(globalThis.watched.pictures), sound: first(globalThis.watched.sounds) };
};
