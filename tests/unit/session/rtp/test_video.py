"""Missing packets and whole pictures."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medclient.session.rtp.nack import MOST_MISSING, SILENCE_S, NackList
from medclient.session.rtp.video_frames import EncodedFrame, VideoFrames, VideoPacket, begins_key_frame


def picture(number: int, first: int, size: int, *, key: bool = False) -> list[VideoPacket]:
    """The packets of the `number`-th picture."""
    return [
        VideoPacket(
            first + part,
            number * 3000,
            part == size - 1,
            f"{number}.{part} ".encode(),
            key and part == 0,
        )
        for part in range(size)
    ]


def stream(sizes: list[int], keys: tuple[int, ...] = (0,)) -> list[VideoPacket]:
    packets: list[VideoPacket] = []
    for number, size in enumerate(sizes):
        packets += picture(number, len(packets) + 100, size, key=number in keys)
    return packets


def taken(frames: VideoFrames, now: float = 0.0) -> list[int]:
    return [frame.timestamp // 3000 for frame in frames.take(now)]


def test_a_picture_is_there_with_its_last_packet() -> None:
    frames = VideoFrames()
    *most, last = picture(0, 100, 3, key=True)
    for packet in most:
        frames.add(packet, 0)
    assert taken(frames) == []
    frames.add(last, 0)
    assert list(frames.take(0)) == [EncodedFrame(0, b"0.0 0.1 0.2 ", True, 100, 102)]


def test_nothing_before_a_key_frame_and_one_is_asked_for() -> None:
    frames = VideoFrames()
    assert not frames.key_frame_due(0), "nobody sends yet"
    for packet in picture(1, 103, 2):
        frames.add(packet, 0)
    assert taken(frames) == []
    assert frames.key_frame_due(0.0)
    asked = [at / 100 for at in range(1, 300) if frames.key_frame_due(at / 100)]
    assert asked[0] >= 0.25
    gaps = [after - before for before, after in itertools.pairwise(asked)]
    assert gaps == sorted(gaps), "the requests become rarer"
    for packet in picture(2, 105, 2, key=True):
        frames.add(packet, 3)
    assert taken(frames, 3) == [2]
    assert not frames.key_frame_due(9)


def test_what_follows_a_gap_waits_for_it() -> None:
    packets = stream([2, 2, 2, 2])
    frames = VideoFrames()
    missing = packets.pop(2)
    for packet in packets:
        frames.add(packet, 0)
    assert taken(frames) == [0]
    assert taken(frames, 0.4) == []
    assert not frames.key_frame_due(0.4)
    frames.add(missing, 0.45)
    assert taken(frames, 0.45) == [1, 2, 3]


def test_a_gap_that_stays_ends_with_a_key_frame() -> None:
    packets = stream([2, 2, 2, 3, 1], keys=(0, 3))
    frames = VideoFrames()
    for packet in packets[:2] + packets[3:6]:
        frames.add(packet, 0)
    assert taken(frames) == [0]
    assert taken(frames, 0.6) == []
    assert frames.key_frame_due(0.6)
    for packet in packets[6:]:
        frames.add(packet, 0.7)
    assert taken(frames, 0.7) == [3, 4]


def test_padding_between_pictures_is_passed_over() -> None:
    frames = VideoFrames()
    for packet in picture(0, 100, 1, key=True):
        frames.add(packet, 0)
    frames.add(VideoPacket(101, 0, False, b""), 0)
    for packet in picture(1, 102, 1):
        frames.add(packet, 0)
    assert taken(frames) == [0, 1]


def test_after_a_decoding_error_only_a_key_frame_helps() -> None:
    packets = stream([1, 1, 1, 1], keys=(0, 3))
    frames = VideoFrames()
    frames.add(packets[0], 0)
    assert taken(frames) == [0]
    frames.lost()
    frames.add(packets[1], 0)
    assert taken(frames) == []
    assert frames.key_frame_due(0)
    frames.add(packets[3], 0)
    assert taken(frames) == [3]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=15), st.randoms(use_true_random=False))
def test_any_order_gives_the_same_pictures(sizes: list[int], random: object) -> None:
    packets = stream(sizes)
    first, rest = packets[: sizes[0]], packets[sizes[0] :]
    random.shuffle(rest)  # type: ignore[attr-defined]
    frames = VideoFrames()
    result = []
    for packet in first + rest + rest[:3]:
        frames.add(packet, 0)
        result += taken(frames)
    assert result == list(range(len(sizes)))


@given(
    st.lists(
        st.builds(
            VideoPacket,
            number=st.integers(0, 60),
            timestamp=st.integers(0, 5),
            marker=st.booleans(),
            data=st.binary(max_size=3),
            begins_key_frame=st.booleans(),
        ),
        max_size=80,
    )
)
def test_garbage_does_no_harm(packets: list[VideoPacket]) -> None:
    frames = VideoFrames()
    last = -1
    for at, packet in enumerate(packets):
        frames.add(packet, at / 100)
        for frame in frames.take(at / 100):
            assert frame.first > last or frame.key
            last = frame.last
        frames.key_frame_due(at / 100)


def test_what_is_missing_is_asked_for_in_time_with_the_line() -> None:
    nack = NackList()
    for number in (10, 11, 14):
        nack.add(number, 0.0)
    assert nack.due(0.0, 0.1) == []
    assert nack.due(0.005, 0.1) == [12, 13]
    assert nack.due(0.03, 0.1) == []
    assert nack.due(0.04, 0.1) == [12, 13], "the request itself may have been lost"
    nack.add(12, 0.1)
    assert nack.due(0.13, 0.1) == [13]
    nack.forget_before(14)
    assert nack.due(1.0, 0.1) == []


def test_what_never_comes_is_given_up() -> None:
    nack = NackList()
    nack.add(1, 0)
    nack.add(3, 0)
    asked = [at / 100 for at in range(300) if nack.due(at / 100, 0.05) == [2]]
    assert 0.6 < asked[-1] < 0.8
    assert len(asked) < 45
    assert nack.gave_up
    assert len(nack) == 0


@pytest.mark.parametrize(("number", "at"), [(3 + MOST_MISSING, 0.1), (5, SILENCE_S + 0.1)], ids=["much", "long ago"])
def test_what_is_too_much_or_too_old_is_not_asked_for(number: int, at: float) -> None:
    nack = NackList()
    nack.add(1, 0)
    nack.add(number, at)
    assert nack.hopeless
    assert len(nack) == 0


@given(st.binary(max_size=12))
def test_any_payload_begins_a_key_frame_or_not(payload: bytes) -> None:
    for codec in ("VP8", "H264"):
        assert begins_key_frame(codec, payload) in (True, False)


def test_key_frames_are_recognised() -> None:
    assert begins_key_frame("VP8", b"\x90\x80\x80\x05\x00data")
    assert begins_key_frame("VP8", b"\x10\x00")
    assert not begins_key_frame("VP8", b"\x10\x01")
    assert not begins_key_frame("VP8", b"\x00\x00")
    assert begins_key_frame("H264", b"\x67\x42")
    assert begins_key_frame("H264", b"\x78\x00\x10\x67")
    assert not begins_key_frame("H264", b"\x7c\x85")
