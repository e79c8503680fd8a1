// One end of a call between two browsers. The benchmark carries the messages (`benchSend`), with the line's delay.

const stream = await navigator.mediaDevices.getUserMedia({
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  audio: true,
});
for (const track of stream.getVideoTracks()) track.contentHint = "motion";
document.querySelector("#self-video").srcObject = stream;

const peer = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
const waiting = [];
peer.onicecandidate = ({ candidate }) => candidate && globalThis.benchSend({ candidate: candidate.toJSON() });
const remote = new MediaStream();
peer.ontrack = ({ track }) => {
  remote.addTrack(track);
  document.querySelector("#remote-video").srcObject = remote;
};
peer.createDataChannel("medclient", { negotiated: true, id: 0 });

globalThis.benchEnd = {
  async offer() {
    for (const kind of ["audio", "video"]) {
      peer.addTransceiver(stream.getTracks().find((track) => track.kind === kind), { direction: "sendrecv" });
    }
    globalThis.bench.acceptedAt = performance.timeOrigin + performance.now();
    await peer.setLocalDescription();
    globalThis.benchSend({ description: peer.localDescription.toJSON() });
  },
  async take({ description, candidate }) {
    if (candidate) {
      if (peer.remoteDescription) await peer.addIceCandidate(candidate);
      else waiting.push(candidate);
      return;
    }
    await peer.setRemoteDescription(description);
    for (const each of waiting.splice(0)) await peer.addIceCandidate(each);
    if (description.type === "offer") {
      for (const transceiver of peer.getTransceivers()) {
        const { kind } = transceiver.receiver.track;
        await transceiver.sender.replaceTrack(stream.getTracks().find((track) => track.kind === kind));
        transceiver.direction = "sendrecv";
      }
      await peer.setLocalDescription();
      globalThis.benchSend({ description: peer.localDescription.toJSON() });
    }
  },
};
document.body.dataset.ready = "yes";
