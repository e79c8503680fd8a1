"""Sound over a line that loses, delays and reorders; the speaker asks every 10 ms and always gets something."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medclient.media import test_pattern
from medclient.session.rtp import opus, time_stretch
from medclient.session.rtp.audio_buffer import STUCK_S, AudioBuffer, Sound
from medclient.session.rtp.encoders import VoiceEncoder, voice_settings
from medclient.session.rtp.opus import PlainDecoder, open_decoder

FRAME_S = 0.02
TONE_HZ = 660.0
Packet = tuple[int, int, bytes]


@pytest.fixture(scope="module")
def packets() -> list[Packet]:
    """Ten seconds of a tone, as a browser with in-band FEC sends it."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format = 48000, "mono", "s16"
    encoder.bit_rate = 32000
    encoder.options = {"application": "voip", "fec": "1", "packet_loss": "15", "frame_duration": "20"}
    tone = test_pattern.Tone(TONE_HZ)
    made = []
    for number in range(500):
        frame = av.AudioFrame.from_ndarray(tone.block(960).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48000, number * 960
        made += [bytes(packet) for packet in encoder.encode(frame)]
    return [
        ((60000 + number) & 0xFFFF, (2**32 - 4800 + number * 960) & 0xFFFFFFFF, data)
        for number, data in enumerate(made)
    ]


def listen(buffer: AudioBuffer, arrivals: Iterable[tuple[float, Packet]], seconds: float) -> Sound:
    """What the speaker plays while packets come at these times."""
    coming = sorted(arrivals, key=lambda each: each[0])
    heard = []
    for tick in range(int(seconds * 100)):
        now = tick / 100
        while coming and coming[0][0] <= now:
            at, packet = coming.pop(0)
            buffer.add(*packet, at)
        heard.append(buffer.pull(480))
    return np.concatenate(heard)


def over(packets: list[Packet], delay: Callable[[int], float | None]) -> list[tuple[float, Packet]]:
    """Each packet with the time of its arrival; None is lost."""
    late = [(delay(number), packet) for number, packet in enumerate(packets)]
    return [(number * FRAME_S + by, packet) for number, (by, packet) in enumerate(late) if by is not None]


def heard_share(sound: Sound) -> float:
    """The share of 100 ms pieces in which the tone is heard."""
    pieces = sound[: sound.size // 4800 * 4800].reshape(-1, 4800)
    return float(np.mean([test_pattern.power(piece, TONE_HZ) > 1e-5 for piece in pieces]))


def test_a_good_line_is_played_whole_and_at_once(packets: list[Packet]) -> None:
    buffer = AudioBuffer()
    sound = listen(buffer, over(packets, lambda number: 0.03), 9.9)
    assert heard_share(sound[4800:]) == 1.0
    assert buffer.statistics.concealed_samples < 4800
    assert buffer.delay_s < 0.06


def test_jitter_raises_the_delay_and_no_more_than_it_must(packets: list[Packet]) -> None:
    dice = random.Random(4)
    buffer = AudioBuffer()
    sound = listen(buffer, over(packets, lambda number: 0.03 + dice.random() * 0.08), 9.9)
    assert heard_share(sound[9600:]) > 0.98
    assert buffer.statistics.concealed_samples < 0.05 * sound.size
    assert 0.03 < buffer.target_s < 0.14


@pytest.mark.parametrize(("loss", "concealed"), [(0.02, 0.01), (0.05, 0.02), (0.10, 0.04)])
def test_loss_is_repaired_from_the_next_packet(packets: list[Packet], loss: float, concealed: float) -> None:
    dice = random.Random(7)
    buffer = AudioBuffer()
    sound = listen(buffer, over(packets, lambda number: None if dice.random() < loss else 0.03), 9.9)
    assert heard_share(sound[4800:]) > 0.97
    assert buffer.statistics.concealed_samples < (concealed + 0.02) * sound.size
    assert buffer.statistics.recovered_samples > 0.5 * loss * sound.size
    assert buffer.delay_s < 0.1


def test_one_lost_packet_leaves_no_delay_behind(packets: list[Packet]) -> None:
    buffer = AudioBuffer()
    listen(buffer, over(packets, lambda number: None if number == 200 else 0.03), 9.9)
    assert buffer.delay_s < 0.06
    assert buffer.statistics.concealed_samples < 4800


def test_after_an_interruption_one_hears_the_present(packets: list[Packet]) -> None:
    """The line stands for three seconds and then brings everything at once."""

    def delay(number: int) -> float:
        at = number * FRAME_S
        return 5.0 - at if 2.0 <= at < 5.0 else 0.03

    buffer = AudioBuffer()
    sound = listen(buffer, over(packets, delay), 9.0)
    assert heard_share(sound[int(5.5 * 48000) :]) == 1.0
    assert buffer.delay_s < 0.3


def asleep(buffer: AudioBuffer, packets: list[Packet], *, at_s: float, for_s: float, kept: int) -> Sound:
    """What is heard where the computer stands still for a while: then all that its socket has kept comes at once."""
    heard: list[Sound] = []
    waiting = [(number * FRAME_S + 0.03, packet) for number, packet in enumerate(packets)]
    while waiting:
        now = len(heard) / 100 + (for_s if len(heard) / 100 >= at_s else 0)
        came = [each for each in waiting if each[0] <= now]
        waiting = waiting[len(came) :]
        for _, packet in came[:kept]:
            buffer.add(*packet, now)
        heard.append(buffer.pull(480))
    return np.concatenate(heard)


@pytest.mark.parametrize("kept", [20, 60, 99, 100, 101, 120, 1000])
@pytest.mark.parametrize("for_s", [1.0, 1.99, 2.0, 2.01, 3.0, 5.0])
def test_a_computer_that_slept_hears_the_present(packets: list[Packet], for_s: float, kept: int) -> None:
    """More came at once than is kept; each that came later pushed out the next to be played, and none ever was."""
    buffer = AudioBuffer()
    sound = asleep(buffer, packets, at_s=2.0, for_s=for_s, kept=kept)
    assert heard_share(sound[int(3.5 * 48000) :]) == 1.0
    assert buffer.delay_s < 0.3


class ToneOfAllPackets:
    """In place of Opus, for tests with many packets."""

    def decode(self, payload: bytes) -> Sound:
        return test_pattern.Tone(TONE_HZ).block(960)

    def recover(self, following: bytes, samples: int) -> Sound:
        return np.zeros(samples, np.int16)

    def conceal(self, samples: int) -> Sound:
        return np.zeros(samples, np.int16)


@dataclass
class Misfortune:
    """Something that befalls sender, line and computer one after the other, and how the stream goes on after it."""

    steady_s: float
    asleep_s: float
    kept: int
    lost: float
    numbers_leap: int
    time_leaps: int
    later_s: float


misfortunes = st.builds(
    Misfortune,
    steady_s=st.floats(0, 3),
    asleep_s=st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0, 10.0]),
    kept=st.integers(0, 200),
    lost=st.sampled_from([0.0, 0.0, 0.1, 0.5]),
    numbers_leap=st.one_of(st.just(0), st.integers(-32000, 32000), st.integers(-150, 150)),
    time_leaps=st.one_of(st.just(0), st.integers(-(2**31) + 1, 2**31 - 1), st.integers(-200_000, 200_000)),
    later_s=st.sampled_from([0.0, 0.0, 0.3, 1.5]),
)


@settings(max_examples=60)
@given(st.lists(misfortunes, min_size=1, max_size=4), st.integers(0, 65535), st.integers(0, 2**32 - 1), st.randoms())
def test_whatever_befell_a_steady_stream_is_heard_again(
    befalls: list[Misfortune], number: int, time: int, dice: random.Random
) -> None:
    """Stream and computer stop, leap and stumble; a few seconds later it is as if nothing had been."""
    buffer = AudioBuffer(ToneOfAllPackets)
    now, later_s = 0.0, 0.0
    underway: list[tuple[float, int, int]] = []
    """When each packet comes, its number and its time."""

    def run(seconds: float, lost: float = 0.0) -> Sound:
        nonlocal now, number, time, underway
        heard = []
        for _ in range(int(seconds / FRAME_S)):
            now += FRAME_S
            number, time = (number + 1) & 0xFFFF, (time + 960) & 0xFFFFFFFF
            if dice.random() >= lost:
                underway.append((now + later_s, number, time))
            for at, its_number, its_time in underway:
                if at <= now:
                    buffer.add(its_number, its_time, b"tone", now)
            underway = [each for each in underway if each[0] > now]
            heard += [buffer.pull(480, now), buffer.pull(480, now + 0.01)]
        return np.concatenate(heard) if heard else np.zeros(0, np.int16)

    for each in befalls:
        run(each.steady_s, each.lost)
        for _ in range(int(each.asleep_s / FRAME_S)):
            now += FRAME_S
            number, time = (number + 1) & 0xFFFF, (time + 960) & 0xFFFFFFFF
            if len(underway) < each.kept:
                underway.append((now, number, time))
        number, time = (number + each.numbers_leap) & 0xFFFF, (time + each.time_leaps) & 0xFFFFFFFF
        later_s = each.later_s
    run(STUCK_S + 3)
    assert heard_share(run(2)) == 1.0
    assert buffer.delay_s < 1.0


def test_what_cannot_be_played_makes_it_begin_anew(packets: list[Packet], caplog: pytest.LogCaptureFixture) -> None:
    """A sender that goes on with numbers of the past: they would count as late for as long as there are."""
    buffer = AudioBuffer()
    back = [((number - 400) & 0xFFFF, time, data) for number, time, data in packets[100:]]
    sound = listen(buffer, over(packets[:100] + back, lambda number: 0.03), 9.9)
    assert heard_share(sound[int((2 + STUCK_S + 0.3) * 48000) :]) == 1.0
    assert len([record for record in caplog.records if "begins anew" in record.message]) == 1


def test_nobody_who_only_pauses_begins_anew(packets: list[Packet], caplog: pytest.LogCaptureFixture) -> None:
    """A packet each 0.4 s (DTX), none for 3 s, a speaker that does not ask for 3 s: that is how calls are."""
    buffer = AudioBuffer()
    listen(buffer, over(packets, lambda number: None if number % 20 else 0.03), 5)
    listen(buffer, over(packets, lambda number: None if number < 300 or 320 < number < 480 else 0.03), 9.9)
    for each in packets[:150]:
        buffer.add(*each, 10.0)
    assert not caplog.records


def test_a_sender_that_pauses_is_no_trouble(packets: list[Packet]) -> None:
    """DTX: nothing is sent in silence."""
    buffer = AudioBuffer()
    sound = listen(buffer, over(packets, lambda number: None if number % 100 >= 50 else 0.03), 9.9)
    assert heard_share(sound[int(4.2 * 48000) : int(4.9 * 48000)]) > 0.8
    assert buffer.delay_s < 0.1


def test_too_much_waiting_is_shortened_unheard(packets: list[Packet]) -> None:
    """The line becomes 200 ms quicker in the middle."""
    buffer = AudioBuffer()
    sound = listen(buffer, over(packets, lambda number: 0.23 if number < 200 else 0.03), 9.9)
    assert heard_share(sound[24000:]) > 0.98
    assert buffer.statistics.removed_samples_for_acceleration > 2000
    assert buffer.delay_s < 0.25


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 65535), st.integers(0, 2**32 - 1), st.binary(max_size=30), st.floats(0, 100, allow_nan=False)
        ),
        max_size=60,
    )
)
def test_garbage_does_no_harm(garbage: list[tuple[int, int, bytes, float]]) -> None:
    buffer = AudioBuffer()
    for packet in garbage:
        buffer.add(*packet)
        assert buffer.pull(480).size == 480
    for _ in range(200):
        assert buffer.pull(480).size == 480


def test_the_wheel_brings_libopus() -> None:
    assert opus.find_library() is not None


def test_without_libopus_it_plays_all_the_same(packets: list[Packet]) -> None:
    buffer = AudioBuffer(PlainDecoder)
    sound = listen(buffer, over(packets, lambda number: None if number % 20 == 7 else 0.03), 5)
    assert heard_share(sound[9600:]) > 0.85


def test_fec_beats_concealment(packets: list[Packet]) -> None:
    reference, recovering, concealing = open_decoder(), open_decoder(), open_decoder()
    errors = {"fec": 0.0, "concealed": 0.0}
    for number in range(1, 200):
        right = reference.decode(packets[number][2]).astype(np.float64)
        if number % 10 == 5:
            fec = recovering.recover(packets[number + 1][2], 960)
            concealed = concealing.conceal(960)
            errors["fec"] += float(np.mean((fec - right) ** 2))
            errors["concealed"] += float(np.mean((concealed - right) ** 2))
        else:
            recovering.decode(packets[number][2])
            concealing.decode(packets[number][2])
    assert errors["fec"] < errors["concealed"]


@pytest.mark.parametrize("hz", [110.0, 220.0, 330.0])
def test_stretching_keeps_the_pitch(hz: float) -> None:
    sound = test_pattern.Tone(hz).block(960)
    for stretched in (time_stretch.shorter(sound), time_stretch.longer(sound)):
        assert stretched.size != sound.size
        assert abs(stretched.size - sound.size) <= time_stretch.MOST_LAG
        steps = np.abs(np.diff(stretched.astype(np.int32)))
        assert steps.max() < 2.5 * np.abs(np.diff(sound.astype(np.int32))).max(), "no click"
    noise = np.random.default_rng(1).normal(0, 4000, 960).astype(np.int16)
    assert time_stretch.shorter(noise).size == noise.size, "what does not repeat is left alone"
    assert time_stretch.longer(sound[:100]).size == 100


def encoded(encoder: VoiceEncoder, sound: Sound) -> list[bytes]:
    """For each 20 ms its packet, or nothing."""
    result = []
    for start in range(0, sound.size, 960):
        frame = av.AudioFrame.from_ndarray(sound[start : start + 960].reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48000, start
        payloads, pts = encoder.encode(frame)
        assert pts == start
        result.append(payloads[0] if payloads else b"")
    return result


def test_the_voice_follows_the_line() -> None:
    """Less on a narrow line, and next to nothing for silence there."""
    tone = test_pattern.Tone(440).block(48000)
    noisy = (tone + np.random.default_rng(1).normal(0, 600, tone.size)).astype(np.int16)
    encoder = VoiceEncoder()
    sizes = {}
    for name, target in (("wide", 2_000_000), ("narrow", 90_000)):
        encoder.configure(voice_settings(target, 0.0))
        sizes[name] = sum(map(len, encoded(encoder, noisy)))
    assert sizes["narrow"] < 0.7 * sizes["wide"]
    assert 0.7 * 20_000 < sizes["narrow"] * 8 < 1.3 * 20_000
    silent = encoded(encoder, np.zeros(48000, np.int16))
    assert sum(map(bool, silent[20:])) < 5


def test_the_copy_restores_what_is_lost_once_loss_is_known() -> None:
    tone = test_pattern.Tone(440).block(2 * 48000)
    encoder, decoder, whole = VoiceEncoder(), open_decoder(), open_decoder()
    encoder.configure(voice_settings(2_000_000, 0.2))
    packets = encoded(encoder, tone)
    repaired, clean = [], []
    for index, packet in enumerate(packets):
        clean.append(whole.decode(packet))
        lost = index % 5 == 4 and index + 1 < len(packets)
        repaired.append(decoder.recover(packets[index + 1], 960) if lost else decoder.decode(packet))
    difference = np.concatenate(repaired).astype(float) - np.concatenate(clean)
    loudness = np.sqrt(np.mean(np.concatenate(clean).astype(float) ** 2))
    assert np.sqrt(np.mean(difference[9600:] ** 2)) < 0.4 * loudness, "silence in its place would be 0.45"
