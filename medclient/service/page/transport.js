// One generation of a call's transport: a peer connection that makes an offer. Nothing is renegotiated later.

import { leaveFrame, openFrame } from "/page/fresh_window.js";

const LABEL = "medclient";
const CHANNEL_ID = 0;
const SMALL_BPS = 200_000;
const FILE_LABEL = "medclient-files";
const FILE_CHANNEL_ID = 1;
const MOST_CHANNEL_CHARS = 1000;
/** By how much a picture that is shown small is made smaller before it is sent: the other end's ladder has the same. */
const STEPS = [4 / 3, 2, 4];
/** A picture that is shown a little larger than it was sent looks the same. */
const TOLERANCE = 1.05;

export class Transport {
  /**
   * `tracks`: null for a transport that is silent until `begin`. `onProgress` is called when there is something new to
   * report that should not wait. `onFileData` gets what the channel for files brings, and null first, when that is open.
   * `fresh`: the networks may be others than this window knows.
   */
  constructor(generation, certificate, iceServers, tracks, { onCandidate, onMessage, onProgress, onFileData }, fresh) {
    this.generation = generation;
    this.begun = tracks !== null;
    this.frame = fresh ? openFrame() : null;
    const { RTCPeerConnection } = this.frame?.contentWindow ?? window;
    this.peer = new RTCPeerConnection({ certificates: [certificate], iceServers, bundlePolicy: "max-bundle" });
    this.stream = new MediaStream();
    // Both are there even without a device: what is switched on later needs no new negotiation.
    this.audio = this.peer.addTransceiver(tracks?.audio ?? "audio", { direction: "sendrecv" });
    this.video = this.peer.addTransceiver(tracks?.video ?? "video", { direction: "sendrecv" });
    // The channel of heartbeats: a late one is worthless, so none is sent twice.
    const options = { negotiated: true, id: CHANNEL_ID, ordered: false, maxRetransmits: 0 };
    this.channel = this.peer.createDataChannel(LABEL, options);
    this.channel.onmessage = ({ data }) => {
      if (typeof data === "string" && data.length <= MOST_CHANNEL_CHARS) onMessage(data);
    };
    this.fileChannel = this.peer.createDataChannel(FILE_LABEL, { negotiated: true, id: FILE_CHANNEL_ID });
    this.fileChannel.binaryType = "arraybuffer";
    this.fileChannel.onopen = () => onFileData(generation, null);
    this.fileChannel.onmessage = ({ data }) => {
      onFileData(generation, typeof data === "string" ? data : new Uint8Array(data));
    };
    for (const { receiver } of [this.audio, this.video]) {
      this.stream.addTrack(receiver.track);
      receiver.track.onunmute = onProgress; // the first packet
    }
    this.peer.onicecandidate = ({ candidate }) => {
      if (!candidate) onCandidate(generation, "", "0");
      else if (candidate.candidate) onCandidate(generation, candidate.candidate, candidate.sdpMid ?? "0");
    };
  }

  #size = "full";
  #step = 1;
  #counts = {};
  #movedAt = {};
  #reportedAt = null;
  #waiting = [];
  #closed = new AbortController();

  /** What an operation gives, or undefined once this is closed: with its window the browser's answer goes, too. */
  #whileOpen(operate) {
    const { signal } = this.#closed;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return resolve();
      const end = () => resolve();
      signal.addEventListener("abort", end);
      operate()
        .then(resolve, reject)
        .finally(() => signal.removeEventListener("abort", end));
    });
  }

  async offer() {
    await this.peer.setLocalDescription();
  }

  /** The offer, with the candidates that have been found so far. */
  get sdp() {
    return this.peer.localDescription?.sdp ?? "";
  }

  async setAnswer(sdp) {
    if (this.peer.signalingState !== "have-local-offer") return;
    await this.peer.setRemoteDescription({ type: "answer", sdp });
    for (const [candidate, mid] of this.#waiting.splice(0)) await this.addCandidate(candidate, mid);
  }

  async addCandidate(candidate, mid) {
    if (this.peer.signalingState === "closed") return;
    if (!this.peer.remoteDescription) {
      this.#waiting.push([candidate, mid]);
      return;
    }
    try {
      await this.peer.addIceCandidate({ candidate, sdpMid: mid });
    } catch (error) {
      // A candidate of a kind that this browser does not know is of no use to it.
      console.info("a candidate was passed over:", error.name);
    }
  }

  /** The patient has accepted: what was silent until now sends. */
  begin(tracks) {
    this.begun = true;
    return this.setTracks(tracks);
  }

  async setTracks({ audio, video }) {
    if (!this.begun || this.peer.signalingState === "closed") return;
    const replace = () =>
      Promise.all([this.audio.sender.replaceTrack(audio), this.video.sender.replaceTrack(video)]);
    await this.#whileOpen(replace);
  }

  /** `small`: enough to see a face, on a line that is weak. */
  async limitPicture(size) {
    this.#size = size;
    await this.#limit();
  }

  /** The other end shows the picture in an area of so many device pixels; 0: not known. */
  async shownIn(width, height) {
    const { width: own = 0, height: ownHeight = 0 } = this.video.sender.track?.getSettings() ?? {};
    const needless = width && height ? Math.min(own / width, ownHeight / height) : 1;
    this.#step = Math.max(1, ...STEPS.filter((step) => step <= needless * TOLERANCE));
    await this.#limit();
  }

  async #limit() {
    const parameters = this.video.sender.getParameters();
    if (!parameters.encodings?.length) return;
    const small = this.#size !== "full";
    const wanted = { scaleResolutionDownBy: small ? Math.max(2, this.#step) : this.#step };
    if (small) wanted.maxBitrate = SMALL_BPS;
    const { maxBitrate, scaleResolutionDownBy = 1, ...others } = parameters.encodings[0];
    if (maxBitrate === wanted.maxBitrate && scaleResolutionDownBy === wanted.scaleResolutionDownBy) return;
    parameters.encodings[0] = { ...others, ...wanted };
    try {
      await this.video.sender.setParameters(parameters);
    } catch (error) {
      // Closed meanwhile, or a browser that has no say in it: its own control follows the line.
      console.info("the picture was not limited:", error.name);
    }
  }

  /** What has been heard since the last report; for `Call`. A busy browser takes its time for it: what counts is the end. */
  async report(clock) {
    const counts = { rtp: 0, heard: 0, audio: 0, video: 0, audioSent: 0, videoSent: 0 };
    const all = await this.#whileOpen(() => this.peer.getStats());
    const now = clock();
    const longest = this.#reportedAt === null ? 0 : now - this.#reportedAt;
    this.#reportedAt = now;
    // How long ago the newest packet came, where the browser tells it; else it came just now.
    const ages = { rtp: longest, heard: longest };
    const came = (name, { timestamp, lastPacketReceivedTimestamp: at = timestamp }) => {
      ages[name] = Math.min(ages[name], Math.max(0, timestamp - at));
    };
    for (const stats of all?.values() ?? []) {
      if (stats.type === "inbound-rtp") {
        came("rtp", stats);
        counts.rtp += stats.packetsReceived ?? 0;
        counts[stats.kind] += (stats.kind === "audio" ? stats.packetsReceived : stats.framesDecoded) ?? 0;
      } else if (stats.type === "outbound-rtp") {
        counts[`${stats.kind}Sent`] += stats.packetsSent ?? 0;
      } else if (stats.type === "candidate-pair") {
        came("heard", stats);
        counts.heard += (stats.bytesReceived ?? 0) + (stats.responsesReceived ?? 0);
      }
    }
    for (const [name, count] of Object.entries(counts)) {
      if (count > (this.#counts[name] ?? 0)) this.#movedAt[name] = now - (ages[name] ?? 0);
    }
    this.#counts = counts;
    const moved = (name) => this.#movedAt[name] ?? null;
    const state = this.peer.connectionState;
    return {
      type: "transportReport",
      generation: this.generation,
      connected: state === "connected",
      failed: state === "failed" || state === "closed",
      rtpAt: moved("rtp"),
      heardAt: moved("heard"),
      flow: {
        audioAt: moved("audio"),
        // On a hidden page pictures may arrive and not be decoded.
        videoAt: moved(document.hidden ? "rtp" : "video"),
        audioSentAt: moved("audioSent"),
        videoSentAt: moved("videoSent"),
      },
    };
  }

  /** Send a word over the data channel; it is dropped where that is not open. */
  tell(text) {
    if (this.channel.readyState === "open") this.channel.send(text);
  }

  /** The same over the channel for files, where nothing is lost or put out of order. */
  sendFileData(data) {
    if (this.fileChannel.readyState === "open") this.fileChannel.send(data);
  }

  close() {
    this.peer.onicecandidate = null;
    this.peer.close();
    this.#closed.abort();
    if (this.frame) leaveFrame(this.frame);
  }
}
