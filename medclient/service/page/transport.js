// One generation of a call's transport: a peer connection that makes an offer. Nothing is renegotiated later.

const LABEL = "medclient";
const CHANNEL_ID = 0;

export class Transport {
  constructor(generation, iceServers, tracks, onCandidate) {
    this.generation = generation;
    this.peer = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.stream = new MediaStream();
    this.#rtpPackets = 0;
    this.#bytes = 0;
    // Both are there even without a device: what is switched on later needs no new negotiation.
    this.audio = this.peer.addTransceiver(tracks.audio ?? "audio", { direction: "sendrecv" });
    this.video = this.peer.addTransceiver(tracks.video ?? "video", { direction: "sendrecv" });
    this.channel = this.peer.createDataChannel(LABEL, { negotiated: true, id: CHANNEL_ID });
    for (const { receiver } of [this.audio, this.video]) this.stream.addTrack(receiver.track);
    this.peer.onicecandidate = ({ candidate }) => {
      if (!candidate) onCandidate(generation, "", "0");
      else if (candidate.candidate) onCandidate(generation, candidate.candidate, candidate.sdpMid ?? "0");
    };
  }

  #rtpPackets;
  #bytes;
  #rtpAt = null;
  #heardAt = null;
  #waiting = [];

  async offer() {
    await this.peer.setLocalDescription();
    return this.peer.localDescription.sdp;
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

  async setTracks({ audio, video }) {
    if (this.peer.signalingState === "closed") return;
    await Promise.all([this.audio.sender.replaceTrack(audio), this.video.sender.replaceTrack(video)]);
  }

  /** What has been heard since the last report; for `Call`. */
  async report(now) {
    let rtp = 0;
    let bytes = 0;
    for (const stats of (await this.peer.getStats()).values()) {
      if (stats.type === "inbound-rtp") rtp += stats.packetsReceived ?? 0;
      else if (stats.type === "candidate-pair") bytes += stats.bytesReceived ?? 0;
      if (stats.type === "candidate-pair") bytes += stats.responsesReceived ?? 0;
    }
    if (rtp > this.#rtpPackets) this.#rtpAt = now;
    if (bytes > this.#bytes) this.#heardAt = now;
    this.#rtpPackets = rtp;
    this.#bytes = bytes;
    const state = this.peer.connectionState;
    return {
      type: "transportReport",
      generation: this.generation,
      connected: state === "connected",
      failed: state === "failed" || state === "closed",
      rtpAt: this.#rtpAt,
      heardAt: this.#heardAt,
    };
  }

  close() {
    this.peer.onicecandidate = null;
    this.peer.close();
  }
}
