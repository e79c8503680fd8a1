"""Transport-wide feedback: what is told is what came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medclient.session.rtp import feedback
from medclient.session.rtp.feedback import ArrivalLog, MalformedFeedback, TransportFeedback
from medclient.session.rtp.sequence import Unwrapper


@given(
    base=st.integers(0, 65535),
    start=st.integers(0, 2**33),
    gaps=st.lists(st.one_of(st.none(), st.integers(-2000, 200_000)), min_size=1, max_size=60),
)
def test_what_is_told_is_read(base: int, start: int, gaps: list[int | None]) -> None:
    arrivals: list[int | None] = [start]
    clock = start
    for gap in gaps:
        if gap is not None:
            clock = max(0, clock + gap)
        arrivals.append(None if gap is None else clock)
    data = bytes(TransportFeedback(1, 2, base, 3, tuple(arrivals)))
    assert len(data) % 4 == 0
    assert len(data) == 4 * (int.from_bytes(data[2:4]) + 1)
    told = feedback.parse(data)
    assert (told.sender_ssrc, told.media_ssrc, told.base, told.count) == (1, 2, base, 3)
    assert len(told.arrivals) == len(arrivals)
    begun = None
    for was, said in zip(arrivals, told.arrivals, strict=True):
        assert (was is None) == (said is None)
        if was is not None and said is not None:
            begun = was - said if begun is None else begun
            assert abs(was - said - begun) <= feedback.DELTA_US


@given(st.binary(max_size=80))
def test_anything_is_feedback_or_malformed(data: bytes) -> None:
    for each in (data, b"\x8f\xcd\x00\x05" + data):
        try:
            feedback.parse(each)
        except MalformedFeedback:
            continue


@pytest.mark.parametrize(("chunk", "symbols"), [(0x2003, [1, 1, 1]), (0x0002, [0, 0]), (0x9000, [0, 1, 0, 0])])
def test_the_other_kinds_of_chunks(chunk: int, symbols: list[int]) -> None:
    head = b"\x8f\xcd\x00\x06" + b"\x00" * 8 + b"\x00\x05" + len(symbols).to_bytes(2) + b"\x00" * 4
    told = feedback.parse(head + chunk.to_bytes(2) + b"\x04" * 4)
    assert [at is not None for at in told.arrivals] == [symbol > 0 for symbol in symbols]


def test_each_packet_is_told_once_and_a_late_one_again() -> None:
    log = ArrivalLog()
    assert list(log.take(1)) == []
    for number, at in ((65534, 1000), (65535, 2000), (1, 5000)):
        log.add(number, 2, at)
    (first,) = log.take(1)
    assert (first.base, first.arrivals) == (65534, (1000, 2000, None, 5000))
    assert list(log.take(1)) == []
    log.add(0, 2, 9000)
    log.add(2, 2, 9500)
    (second,) = log.take(1)
    assert (second.base, second.count, second.arrivals) == (0, 2, (9000, None, 9500))


def test_a_jump_does_not_make_it_endless() -> None:
    log = ArrivalLog()
    log.add(0, 2, 0)
    log.add(30000, 2, 1000)
    (told,) = log.take(1)
    assert len(told.arrivals) == feedback.MOST_PACKETS


def test_numbers_are_unwrapped() -> None:
    unwrap = Unwrapper()
    assert [unwrap(number) for number in (65530, 65535, 3, 65533, 4)] == [65530, 65535, 65539, 65533, 65540]
