"""How a line is shared between sound, pictures, and pictures that are sent twice."""

import av
import numpy as np
from aiortc.mediastreams import VIDEO_TIME_BASE
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from aiortc.rtp import RtpPacket, unwrap_rtx

from medclient.session.aiortc_seam import create_peer_connection, new_certificate
from medclient.session.rtp.encoders import LiveVideoEncoder
from medclient.session.rtp.outgoing import FULL_SIZE_BPS, OutgoingPackets
from medclient.session.rtp.pacer import Urgency

H264, RTX = 102, 103


def shares(target_bps: int, *, lossy: bool) -> tuple[int, float]:
    outgoing = OutgoingPackets()
    outgoing.control.lossy, outgoing.control.target_bps = lossy, target_bps
    return outgoing.picture_bps, outgoing.twice


def test_a_good_line_is_the_pictures_own() -> None:
    picture_bps, twice = shares(2_000_000, lossy=False)
    assert picture_bps > 1_800_000
    assert twice == 0


def test_on_a_line_that_loses_pictures_are_sent_twice_as_far_as_it_bears_that() -> None:
    wide, once_more = shares(4_000_000, lossy=True)
    assert 1_700_000 < wide < 2_000_000
    assert once_more == 1
    middle, part = shares(1_200_000, lossy=True)
    assert middle == FULL_SIZE_BPS, "the size of the picture comes first"
    assert 0 < part < 1
    narrow, nothing = shares(500_000, lossy=True)
    assert (narrow, nothing) == shares(500_000, lossy=False)


async def test_the_second_of_each_packet_follows_its_picture_as_a_retransmission() -> None:
    peer = create_peer_connection(new_certificate())
    peer.addTransceiver("video")
    sender = peer.media_senders["video"]
    sender._media_encoder, sender._rtx_type = LiveVideoEncoder("H264"), RTX
    peer.outgoing.control.lossy, peer.outgoing.control.target_bps = True, 4_000_000
    put: list[tuple[Urgency, RtpPacket]] = []
    peer.outgoing.put = lambda urgency, packet, extensions: put.append((urgency, packet))  # type: ignore[method-assign]
    codec = RTCRtpCodecParameters(mimeType="video/H264", clockRate=90000, payloadType=H264)
    noise = np.random.default_rng(3).integers(0, 255, (540, 640), np.uint8)
    frame = av.VideoFrame.from_ndarray(noise, format="yuv420p")
    frame.pts, frame.time_base = 0, VIDEO_TIME_BASE
    await sender._encode_and_send(codec, frame)
    half = len(put) // 2
    assert half > 1
    assert {urgency for urgency, _ in put} == {Urgency.PICTURE}
    first, second = ([packet for _, packet in part] for part in (put[:half], put[half:]))
    assert {packet.payload_type for packet in first} == {H264}
    again = [unwrap_rtx(packet, payload_type=H264, ssrc=sender._ssrc) for packet in second]
    assert [(each.sequence_number, each.payload) for each in again] == [
        (each.sequence_number, each.payload) for each in first
    ]
    put.clear()
    peer.outgoing.control.lossy = False
    await sender._encode_and_send(codec, frame)
    assert {packet.payload_type for _, packet in put} == {H264}, "not on a line that loses nothing"
    await peer.close()
