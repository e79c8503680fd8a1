"""A transport against a real peer connection, in whatever order its messages come."""

import asyncio
import itertools
import threading
import time
from collections.abc import AsyncIterator, Callable

import av
import numpy as np
import pytest
from aiortc import RTCSessionDescription

from medclient.media import test_pattern
from medclient.protocol.access_link import AccessLink
from medclient.session import aiortc_seam, call_effects
from medclient.session.ice import consent
from medclient.session.tracks import BLOCK_SAMPLES, AudioFeed, VideoFeed
from medclient.session.transport import DATA_CHANNEL_ID, DATA_CHANNEL_LABEL, OfferError, Transport
from tests.relay.no_servers import no_servers
from tests.unit.session.test_own_keys import consultation


@pytest.fixture
async def patient() -> AsyncIterator[aiortc_seam.PeerConnection]:
    """A patient's connection whose offer is made."""
    loop = asyncio.get_running_loop()
    peer = aiortc_seam.create_peer_connection(aiortc_seam.new_certificate())
    peer.addTransceiver(AudioFeed(loop), "sendrecv")
    peer.addTransceiver(VideoFeed(loop), "sendrecv")
    peer.createDataChannel(DATA_CHANNEL_LABEL, negotiated=True, id=DATA_CHANNEL_ID)
    await peer.setLocalDescription(await peer.createOffer())
    yield peer
    await peer.close()


def split(sdp: str) -> tuple[str, list[str]]:
    """An offer without its candidates, and these."""
    lines = sdp.split("\r\n")
    candidates = [line.removeprefix("a=") for line in lines if line.startswith("a=candidate")]
    rest = [line for line in lines if not line.startswith(("a=candidate", "a=end-of-candidates"))]
    return "\r\n".join(rest), candidates


async def test_candidates_that_come_in_the_same_breath_as_their_offer_are_not_lost(
    patient: aiortc_seam.PeerConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service sends what has come together in one go, and without candidates a relay lets nobody through."""
    taken: asyncio.Queue[str] = asyncio.Queue()

    async def take(self: Transport, candidate: str, mid: str) -> None:
        taken.put_nowait(candidate)

    monkeypatch.setattr(Transport, "add_candidate", take)
    offer, candidates = split(patient.localDescription.sdp)
    call = consultation(AccessLink.new("http://127.0.0.1:1"))
    call._perform(call_effects.OpenTransport(1, offer))
    for each in candidates:
        call._perform(call_effects.AddCandidate(1, each, "0"))
    async with asyncio.timeout(10):
        assert [await taken.get() for _ in candidates] == candidates
    await call._close()


async def test_a_transport_that_is_closed_in_the_same_breath_leaves_nothing_behind(
    patient: aiortc_seam.PeerConnection,
) -> None:
    call = consultation(AccessLink.new("http://127.0.0.1:1"))
    call._perform(call_effects.OpenTransport(1, patient.localDescription.sdp))
    call._perform(call_effects.CloseTransport(1))
    await asyncio.gather(*call._tasks, return_exceptions=True)
    assert not call._transports
    await call._close()


async def test_candidates_that_come_before_the_offer_is_read_are_not_lost(patient: aiortc_seam.PeerConnection) -> None:
    """The mailbox brings them one right after the other, and reading an offer takes its time."""
    progress = asyncio.Event()
    transport = Transport(
        1, no_servers(), aiortc_seam.new_certificate(), lambda frame: None, progress.set, print, print
    )
    offer, candidates = split(patient.localDescription.sdp)
    early = [asyncio.create_task(transport.add_candidate(each, "0")) for each in [*candidates, ""]]
    await asyncio.sleep(0)
    answer = await transport.answer(offer)
    await asyncio.gather(*early)
    await patient.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    picture = test_pattern.TestPicture(320, 180)
    stop = threading.Event()

    def feed() -> None:
        number = 0
        while not stop.wait(1 / 30):
            number += 1
            transport.video.put(picture.draw(number / 30, number), number / 30)

    feeding = asyncio.create_task(asyncio.to_thread(feed))
    shown = asyncio.Event()
    loop = asyncio.get_running_loop()

    def note(frame: av.VideoFrame) -> None:
        loop.call_soon_threadsafe(shown.set)

    patient.media_receivers["video"].on_frame = note
    try:
        async with asyncio.timeout(10):
            await shown.wait()
            await progress.wait()
    finally:
        stop.set()
        await feeding
    sample = transport.sample()
    assert sample.generation == 1
    assert sample.video_out.frames_encoded > 0
    assert sample.video_out.bytes_sent > 0
    assert (sample.dtls_cipher, sample.srtp_cipher) == ("ECDHE-ECDSA-AES256-GCM-SHA384", "SRTP_AEAD_AES_256_GCM")
    await transport.close()


async def test_what_nobody_gets_is_not_sent_and_not_numbered(
    patient: aiortc_seam.PeerConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After half a minute without an answer. The next one lets it go on where it was: SRTP bears no great gap."""
    monkeypatch.setattr(consent, "EVERY_S", 0.05)
    ahead_s = 0.0
    monkeypatch.setattr(consent.Consent.__init__, "__defaults__", (lambda: time.monotonic() + ahead_s,))
    progress = asyncio.Event()
    transport = Transport(
        1, no_servers(), aiortc_seam.new_certificate(), lambda frame: None, progress.set, print, print
    )
    answer = await transport.answer(patient.localDescription.sdp)
    await patient.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    block = np.zeros(BLOCK_SAMPLES, np.int16)

    def sent() -> int:
        return transport.sample().audio_out.packets_sent

    def received() -> int:
        return patient.media_receivers["audio"].statistics().packets_received

    async def speak(enough: Callable[[], bool]) -> None:
        while True:
            transport.audio.put(block)
            if enough():
                return
            await asyncio.sleep(0.02)  # the microphone's clock

    theirs = aiortc_seam.ice_connection(patient)
    answer_questions, asked = theirs.request_received, asyncio.Semaphore(0)
    try:
        async with asyncio.timeout(15):
            await speak(lambda: received() >= 10)
            vars(theirs)["request_received"] = lambda *request: asked.release()
            for _ in range(2):  # what was answered before has come by then
                await asked.acquire()
            ahead_s = 31.0
            said, blocks = sent(), itertools.count(1)
            await speak(lambda: next(blocks) > 10)
            assert sent() <= said + 1, "one was on its way"
            vars(theirs)["request_received"] = answer_questions
            await speak(lambda: received() >= said + 10)
            assert patient.media_receivers["audio"].statistics().packets_lost <= 1
    finally:
        await transport.close()


@pytest.mark.parametrize("offer", ["", "nonsense", "v=0\r\nm=audio 9 X 1\r\n"])
async def test_a_malformed_offer_is_refused_and_what_waits_for_it_ends(offer: str) -> None:
    transport = Transport(
        1, no_servers(), aiortc_seam.new_certificate(), lambda frame: None, lambda: None, print, print
    )
    waiting = asyncio.create_task(transport.add_candidate("candidate:1 1 udp 1 127.0.0.1 9 typ host", "0"))
    with pytest.raises(OfferError):
        await transport.answer(offer)
    await transport.close()
    async with asyncio.timeout(5):
        await waiting


async def test_malformed_candidates_are_passed_over(patient: aiortc_seam.PeerConnection) -> None:
    transport = Transport(
        1, no_servers(), aiortc_seam.new_certificate(), lambda frame: None, lambda: None, print, print
    )
    await transport.answer(split(patient.localDescription.sdp)[0])
    for each in (
        "candidate:",
        "x",
        "candidate:1 1 udp x 1.2.3.4 5 typ host",
        "candidate:1 1 udp 1 host.local 5 typ host",
    ):
        await transport.add_candidate(each, "0")
    await transport.close()


def test_the_start_bitrate_reaches_the_first_codec() -> None:
    vp8 = "v=0\r\nm=video 9 UDP 96 97\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n"
    assert "a=rtpmap:96 VP8/90000\r\na=fmtp:96 x-google-start-bitrate=900\r\n" in aiortc_seam.with_start_bitrate(
        vp8, 900
    )
    h264 = "v=0\r\nm=video 9 UDP 102\r\na=rtpmap:102 H264/90000\r\na=fmtp:102 packetization-mode=1\r\n"
    assert "packetization-mode=1;x-google-start-bitrate=900\r\n" in aiortc_seam.with_start_bitrate(h264, 900)
    assert aiortc_seam.with_start_bitrate("v=0\r\nm=audio 9 UDP 0\r\n", 900) == "v=0\r\nm=audio 9 UDP 0\r\n"
