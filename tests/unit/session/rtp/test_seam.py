"""What the seam touches inside aiortc is still there, and two of our peers reach each other through it."""

import asyncio
import queue
import threading
import time
from collections.abc import Callable

import aiortc
import av
import numpy as np
import pytest
from aiortc import (
    RTCConfiguration,
    RTCDtlsTransport,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.mediastreams import VIDEO_TIME_BASE

from medclient.media import test_pattern
from medclient.session import aiortc_seam
from medclient.session.rtp.encoders import LiveVideoEncoder
from medclient.session.rtp.extensions import TRANSPORT_CC_URI
from medclient.session.rtp.receiver import MediaReceiver
from medclient.session.rtp.sender import MediaSender
from medclient.session.rtp.video_frames import begins_key_frame
from medclient.session.tracks import AudioFeed, VideoFeed

pytestmark = pytest.mark.alone

SOUND_SAMPLES = 24_000
"""Half a second."""


def test_the_version_is_the_one_that_was_read() -> None:
    assert aiortc.__version__.startswith("1.16.")


async def test_the_names_that_are_touched_exist() -> None:
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    assert "_RTCPeerConnection__certificates" in vars(peer)
    assert vars(peer)["_RTCPeerConnection__transceivers"] == []
    transceiver = peer.addTransceiver("video")
    assert isinstance(vars(transceiver)["_RTCRtpTransceiver__sender"], RTCRtpSender)
    assert isinstance(vars(transceiver)["_RTCRtpTransceiver__receiver"], RTCRtpReceiver)
    assert callable(RTCDtlsTransport._handle_rtcp_data)
    assert callable(RTCDtlsTransport._do_handshake)
    assert "_send" in vars(transceiver.sender.transport.transport)
    await peer.close()


async def test_our_own_classes_are_built() -> None:
    peer = aiortc_seam.create_peer_connection(aiortc_seam.new_certificate())
    for kind in ("audio", "video"):
        transceiver = peer.addTransceiver(kind)
        assert isinstance(transceiver.sender, MediaSender)
        assert isinstance(transceiver.receiver, MediaReceiver)
    offer = await peer.createOffer()
    assert offer.sdp.count("transport-cc") == 3 + 1
    assert offer.sdp.count(TRANSPORT_CC_URI) == 2
    await peer.close()


async def test_picture_and_sound_both_ways() -> None:
    """The practitioner's end answers an offer with H.264 and Opus; content is checked at both ends."""
    loop = asyncio.get_running_loop()
    patient, practitioner = (aiortc_seam.create_peer_connection(aiortc_seam.new_certificate()) for _ in range(2))
    feeds = [(AudioFeed(loop), VideoFeed(loop)) for _ in range(2)]
    for track in feeds[0]:
        patient.addTransceiver(track, "sendrecv")
    await patient.setLocalDescription(await patient.createOffer())
    await practitioner.setRemoteDescription(patient.localDescription)
    for transceiver, feed in zip(practitioner.getTransceivers(), feeds[1], strict=True):
        transceiver.sender.replaceTrack(feed)
        transceiver.direction = "sendrecv"
    await practitioner.setLocalDescription(await practitioner.createAnswer())
    await patient.setRemoteDescription(
        RTCSessionDescription(practitioner.localDescription.sdp, practitioner.localDescription.type)
    )
    video_lines = practitioner.localDescription.sdp.partition("m=video")[2]
    assert video_lines.index("H264/90000") < video_lines.index("VP8/90000")
    codes: list[queue.Queue[int | None]] = [queue.Queue(), queue.Queue()]
    buffers = []
    for peer, seen in zip((patient, practitioner), codes, strict=True):
        audio, video = (each.receiver for each in peer.getTransceivers())
        assert isinstance(audio, MediaReceiver)
        assert isinstance(video, MediaReceiver)
        buffers.append(audio.buffer)
        video.on_frame = _reader(seen)
    stop = threading.Event()
    feeding = asyncio.create_task(asyncio.to_thread(_feed, feeds, stop))
    try:
        for seen in codes:
            first = await asyncio.to_thread(seen.get, timeout=15)
            later = [await asyncio.to_thread(seen.get, timeout=15) for _ in range(20)]
            assert first is not None
            assert None not in later
            assert len(set(later)) == 20
        for buffer in buffers:
            assert buffer is not None
            heard = np.zeros(SOUND_SAMPLES, np.int16)
            async with asyncio.timeout(15):  # a busy machine stretches the sound at first
                while not test_pattern.hears(heard, test_pattern.MICROPHONE_HZ):
                    heard = np.concatenate([heard, buffer.pull(480)])[-SOUND_SAMPLES:]
                    await asyncio.sleep(0.01)  # the speaker's clock
        await _until_together(practitioner)
    finally:
        stop.set()
        await feeding
        await patient.close()
        await practitioner.close()


async def _until_together(peer: aiortc_seam.PeerConnection) -> None:
    """Wait until picture and sound are less than 0.2 s apart; what has waited unheard is caught up first."""
    picture, sound = (peer.media_receivers[kind] for kind in ("video", "audio"))
    assert sound.buffer
    async with asyncio.timeout(15):
        while True:
            sound.buffer.pull(480)
            picture_s, sound_s = picture.behind_s(), sound.behind_s()
            if picture_s is not None and sound_s is not None and abs(picture_s - sound_s) < 0.2:
                return
            await asyncio.sleep(0.01)  # the speaker's clock


def _reader(seen: "queue.Queue[int | None]") -> Callable[[av.VideoFrame], None]:
    return lambda frame: seen.put(test_pattern.read_bar_code(test_pattern.luma_of(frame)))


def _feed(feeds: list[tuple[AudioFeed, VideoFeed]], stop: threading.Event) -> None:
    """Cameras and microphones: up to 50 pictures, and always 50 blocks a second."""
    picture = test_pattern.TestPicture(640, 360)
    tone = test_pattern.Tone()
    begun, blocks, number = time.monotonic(), 0, 0
    while not stop.wait(0.01):
        now = time.monotonic()
        while blocks * 0.02 < now - begun:
            blocks += 1
            block = tone.block(960)
            for audio, _ in feeds:
                audio.put(block)
        number += 1
        for _, video in feeds:
            video.put(picture.draw(now, number), now)


@pytest.mark.parametrize("codec", ["H264", "VP8"])
def test_the_encoder_follows_the_line_without_key_frames(codec: str) -> None:
    encoder = LiveVideoEncoder(codec)
    vars(encoder.ladder)["judge_load"] = lambda load: None  # a busy machine would make it smaller
    rng = np.random.default_rng(1)
    picture = test_pattern.TestPicture()
    rates = {}
    number = 0
    for target in (1_500_000, 1_100_000, 1_800_000, 1_000_000):
        encoder.target_bitrate = target
        sizes = []
        for _ in range(60):
            number += 1
            frame = picture.draw(number / 30, number)
            noise = rng.integers(-6, 7, (720, 1280))
            luma = frame.to_ndarray()
            luma[:720] = np.clip(luma[:720].astype(int) + noise, 0, 255)
            frame = av.VideoFrame.from_ndarray(luma, format="yuv420p")
            frame.pts, frame.time_base = number * 3000, VIDEO_TIME_BASE
            payloads, _ = encoder.encode(frame, number == 1)
            sizes.append(sum(map(len, payloads)))
            begins = any(begins_key_frame(codec, payload) for payload in payloads)
            assert begins == (number == 1), "a key frame that nobody asked for"
        rates[target] = sum(sizes[30:]) * 8
    for target, bits_per_second in rates.items():
        assert 0.8 * target < bits_per_second < 1.2 * target


def test_a_narrow_line_is_used_up() -> None:
    """libx264 by itself stays 10 to 20 % below what it may take; that is a picture's worth of clearness."""
    encoder = LiveVideoEncoder("H264")
    vars(encoder.ladder)["judge_load"] = lambda load: None
    encoder.target_bitrate = target = 400_000
    rng = np.random.default_rng(1)
    ground = rng.integers(60, 190, (48, 90), np.uint8).repeat(20, axis=0).repeat(16, axis=1)[:540, :960]
    sizes = []
    for number in range(150):
        luma = np.roll(ground, number * 3, axis=1) + rng.integers(0, 12, ground.shape, np.uint8)
        picture = np.concatenate([luma, np.full((270, 960), 128, np.uint8)])
        frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
        frame.pts, frame.time_base = number * 3000, VIDEO_TIME_BASE
        payloads, _ = encoder.encode(frame, number == 0)
        sizes.append(sum(map(len, payloads)))
    assert 0.9 * target < sum(sizes[90:]) * 8 / 2 < 1.1 * target
