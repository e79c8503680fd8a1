"""One generation of a call's transport: a peer connection that answers the patient's offer.

The offer has one audio and one video m-line and a negotiated data channel; nothing is renegotiated later. Several
transports may live at once: the one in use is read and shown, a newer one is made beside it.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from datetime import datetime

import av
from aioice import Candidate
from aiortc import RTCCertificate, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import candidate_from_sdp

from medclient.protocol.messages import PictureSize
from medclient.session import aiortc_seam, dtls, tasks
from medclient.session.call_events import TransportReport
from medclient.session.flow_meter import FlowMeter
from medclient.session.ice import seam
from medclient.session.ice.consent import Consent
from medclient.session.ice.ways import Ways
from medclient.session.rtp.audio_buffer import AudioBuffer
from medclient.session.statistics import Sample
from medclient.session.tracks import AudioFeed, VideoFeed

log = logging.getLogger("medclient.session.transport")

DATA_CHANNEL_LABEL = "medclient"
DATA_CHANNEL_ID = 0
FILE_CHANNEL_LABEL = "medclient-files"
FILE_CHANNEL_ID = 1
MOST_CHANNEL_CHARS = 1000
START_KBPS = 900
SMALL_PICTURE_BPS = 200_000
"""A quarter of the picture's area: enough to see a face."""


class OfferError(ValueError):
    """The offer cannot be answered; its text is not repeated."""


class Transport:
    """Belongs to the engine's loop."""

    def __init__(
        self,
        generation: int,
        ways: Ways,
        certificate: RTCCertificate,
        on_video: Callable[[av.VideoFrame], None],
        on_progress: Callable[[], None],
        on_message: Callable[[str], None],
        on_candidate: Callable[[str], None],
        on_file_data: Callable[[str | bytes | None], None] = lambda data: None,
    ) -> None:
        """`on_file_data` gets what the channel for files brings, and None first, when that is open."""
        loop = asyncio.get_running_loop()
        self.generation = generation
        self.video = VideoFeed(loop)
        self.audio = AudioFeed(loop)
        self.in_use = False
        """Whether the pictures that arrive are shown."""
        self.sound: AudioBuffer | None = None
        """What arrives to be heard, once the offer is answered."""
        self._on_video = on_video
        self._on_progress = on_progress
        self._on_message = on_message
        self._on_candidate = on_candidate
        self._ways = ways
        self._finding: asyncio.Task[None] | None = None
        """Looks for what STUN and TURN servers give."""
        self._on_file_data = on_file_data
        self._loop = loop
        self._channel: RTCDataChannel | None = None
        self._file_channel: RTCDataChannel | None = None
        """Called when there is something new to report that should not wait."""
        self._peer = aiortc_seam.create_peer_connection(certificate)
        self._peer.on("connectionstatechange", self._state_changed)
        self._described = asyncio.Event()
        """The offer is known, or never will be."""
        self._consent = Consent()
        self._peer.outgoing.may_send = lambda: self._consent.given
        self._meter = FlowMeter(self._peer)
        self._pictured = False

    async def answer(self, offer_sdp: str, *, in_need: bool = False) -> str:
        """Take the offer; returns the answer with the candidates of this computer in it.

        Those that servers give follow one by one: a server that does not answer delays nothing. `in_need`: nothing
        else carries the call.

        Raises:
            OfferError: The offer is malformed, or offers nothing that we can use.
        """
        peer = self._peer
        try:
            await peer.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
            self._described.set()
            kinds = [transceiver.kind for transceiver in peer.getTransceivers()]
            if kinds != ["audio", "video"]:
                raise OfferError("not one audio and one video m-line")
            for transceiver, track in zip(peer.getTransceivers(), (self.audio, self.video), strict=True):
                transceiver.sender.replaceTrack(track)
                transceiver.direction = "sendrecv"
            self.sound = peer.media_receivers["audio"].buffer
            peer.media_receivers["video"].on_frame = self._frame_arrived
            for receiver in peer.media_receivers.values():
                receiver.on_first_packet = self._on_progress
            self._channel = open_channel(peer, self._on_message)
            self._file_channel = open_file_channel(peer, self._on_file_data)
            await peer.setLocalDescription(await peer.createAnswer())
            ice = aiortc_seam.ice_connection(peer)
            seam.ask_on(ice, self._consent)
        except OfferError:
            raise
        except Exception as error:  # The SDP parser raises whatever its reading of a foreign text runs into.
            log.warning("offer refused: %s", type(error).__name__)
            raise OfferError("malformed offer") from None
        self._finding = asyncio.create_task(self._ways.find(ice, self._found, in_need=in_need))
        self._finding.add_done_callback(tasks.log_failure)
        sdp = aiortc_seam.with_candidates_to_follow(peer.localDescription.sdp)
        return aiortc_seam.with_start_bitrate(sdp, START_KBPS)

    async def add_candidate(self, candidate: str, mid: str) -> None:
        """Take a trickled candidate. What cannot be used is passed over.

        One that comes before the offer has been read waits for that: aiortc would drop it, and find no way. That no
        more will come (an empty one) is not passed on: a browser that has not read our answer yet may refuse our first
        check, and the connection would fail at once instead of waiting for the browser's own. The call's patience ends
        what is hopeless.
        """
        await self._described.wait()
        if not candidate:
            return
        try:
            parsed = candidate_from_sdp(candidate.removeprefix("candidate:"))
        except (ValueError, IndexError, AssertionError, KeyError):
            log.info("a candidate was malformed and passed over")
            return
        parsed.sdpMid = mid
        try:
            await self._peer.addIceCandidate(parsed)
        except (ValueError, OSError) as error:
            log.info("a candidate was passed over: %s", type(error).__name__)

    async def report(self, now: datetime) -> TransportReport:
        """What has been heard since the last report."""
        meter = self._meter
        await meter.look(now)
        state = self._peer.connectionState
        failed = state in ("failed", "closed")
        return TransportReport(self.generation, state == "connected", failed, meter.rtp_at, meter.heard_at, meter.flow)

    def tell(self, text: str) -> None:
        """Send a word over the data channel; it is dropped where that is not open."""
        if self._channel and self._channel.readyState == "open":
            self._channel.send(text)

    def limit_picture(self, size: PictureSize) -> None:
        """Send pictures no larger than this; without any, the camera is switched off elsewhere."""
        self._peer.outgoing.most_picture_bps = None if size is PictureSize.FULL else SMALL_PICTURE_BPS

    def send_file_data(self, data: str | bytes) -> None:
        """The same over the channel for files, where nothing is lost or put out of order."""
        if self._file_channel and self._file_channel.readyState == "open":
            self._file_channel.send(data)

    def shown_there(self, width: int, height: int) -> None:
        """The other side shows our picture in an area of so many device pixels; 0: not known."""
        self._peer.media_senders["video"].shown_there = (width, height)

    def sample(self) -> Sample:
        """What it has carried so far."""
        senders, receivers = self._peer.media_senders, self._peer.media_receivers
        outgoing = self._peer.outgoing.control
        dtls_cipher, srtp_cipher = dtls.negotiated(senders["audio"].transport)
        return Sample(
            at=time.monotonic(),
            generation=self.generation,
            audio_in=receivers["audio"].statistics(),
            video_in=receivers["video"].statistics(),
            audio_out=senders["audio"].statistics(),
            video_out=senders["video"].statistics(),
            round_trip_time=senders["audio"].measured_rtt_s or senders["video"].measured_rtt_s,
            fraction_lost=outgoing.loss,
            available_outgoing_bitrate=outgoing.target_bps,
            dtls_cipher=dtls_cipher,
            srtp_cipher=srtp_cipher,
        )

    async def close(self) -> None:
        self.in_use = False
        self._described.set()
        if self._finding:
            self._finding.cancel()
            await asyncio.gather(self._finding, return_exceptions=True)
        await self._peer.close()
        self.video.stop()
        self.audio.stop()

    def _state_changed(self) -> None:
        log.info("transport %d is %s", self.generation, self._peer.connectionState)
        if self._peer.connectionState == "connected" and self._finding:
            self._finding.cancel()  # there is a way: no server need hold another one ready
        self._on_progress()

    def _found(self, candidate: Candidate) -> None:
        self._on_candidate(f"candidate:{candidate.to_sdp()}")

    def _frame_arrived(self, frame: av.VideoFrame) -> None:
        """Called on the decoding thread."""
        if not self._pictured:
            self._pictured = True
            with contextlib.suppress(RuntimeError):  # the engine has ended
                self._loop.call_soon_threadsafe(self._on_progress)
        if self.in_use:
            self._on_video(frame)


def open_channel(peer: RTCPeerConnection, on_message: Callable[[str], None]) -> RTCDataChannel:
    """The channel of heartbeats: a late one is worthless, so none is sent twice."""
    channel = peer.createDataChannel(
        DATA_CHANNEL_LABEL, negotiated=True, id=DATA_CHANNEL_ID, ordered=False, maxRetransmits=0
    )

    def arrived(message: object) -> None:
        if isinstance(message, str) and len(message) <= MOST_CHANNEL_CHARS:
            on_message(message)

    channel.on("message", arrived)
    return channel


def open_file_channel(peer: RTCPeerConnection, on_data: Callable[[str | bytes | None], None]) -> RTCDataChannel:
    """The channel of files: ordered and whole."""
    channel = peer.createDataChannel(FILE_CHANNEL_LABEL, negotiated=True, id=FILE_CHANNEL_ID)
    channel.on("open", lambda: on_data(None))
    channel.on("message", on_data)
    return channel
