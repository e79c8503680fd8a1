"""The probes on real parts: our own camera thread, encoder and sound thread; files and test sources for hardware."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import av
import numpy as np
import pytest

from medclient.diagnostics.system_test import echo, kept, run
from medclient.diagnostics.system_test.camera_probe import measure_camera
from medclient.diagnostics.system_test.devices import judge_camera
from medclient.diagnostics.system_test.machine_probe import measure_machine
from medclient.diagnostics.system_test.processor_probe import measure_processor
from medclient.diagnostics.system_test.relay_probe import servers_of
from medclient.diagnostics.system_test.service_probe import ServiceAccess
from medclient.diagnostics.system_test.verdict import Item, Reason, Result, Verdict
from medclient.media.local_media import LocalMedia, MediaChoice
from medclient.media.test_pattern import SAMPLE_RATE, Sound

pytestmark = pytest.mark.alone

Open = Callable[[str], LocalMedia]


@pytest.fixture
def media() -> Iterator[Open]:
    """Opens this camera, and no real microphone."""
    opened: list[LocalMedia] = []

    def open_(camera: str) -> LocalMedia:
        opened.append(LocalMedia(MediaChoice(camera=camera, microphone="test-tone"), lambda state: None))
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


def black_film(file: Path) -> Path:
    """A camera with its cover closed: black, with a sensor's noise."""
    noise = np.random.default_rng(1)
    with av.open(str(file), "w") as out:
        stream = out.add_stream("mjpeg", rate=30)
        stream.width, stream.height, stream.pix_fmt = 640, 480, "yuvj420p"
        for _ in range(30):
            picture = noise.integers(0, 5, (480, 640, 3), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return file


def test_camera_is_measured_by_its_pictures(media: Open) -> None:
    """Camera on.

    Requirements: guide 4.
    """
    measured = measure_camera(media("test-pattern"), threading.Event())
    assert (measured.width, measured.height) == (1280, 720)
    assert 10 < measured.frames_per_second < 40
    assert measured.change > 0
    assert judge_camera(measured).reason in (Reason.CAMERA_FINE, Reason.CAMERA_SLOW, Reason.CAMERA_VERY_SLOW)


def test_covered_lens(media: Open, tmp_path: Path) -> None:
    """Requirements: guide 4."""
    film = black_film(tmp_path / "covered.mkv")
    measured = measure_camera(media(f"file:{film}"), threading.Event())
    assert judge_camera(measured).reason is Reason.CAMERA_BLACK


def test_missing_camera_and_release(media: Open, tmp_path: Path) -> None:
    devices = media(f"file:{tmp_path / 'none.mkv'}")
    assert judge_camera(measure_camera(devices, threading.Event())).reason is Reason.CAMERA_MISSING
    assert devices._camera.wait_closed(5), "the camera is let go of"


def test_processor_is_measured_with_our_own_codec() -> None:
    """Requirements: guide 3."""
    measured = measure_processor(threading.Event())
    assert measured.encode_fps > 1
    assert measured.decode_fps > measured.encode_fps / 20
    assert 0 < measured.both_fps < min(measured.encode_fps, measured.decode_fps)


def test_this_computer_tells_what_it_is() -> None:
    measured = measure_machine(((1280, 800),))
    assert measured.cores >= 1
    assert measured.memory_bytes is not None
    assert measured.memory_bytes > 2**28
    assert measured.system


@pytest.mark.parametrize("delay_s", [0.012, 0.18, 0.65])
@pytest.mark.parametrize("gain_db", [-3.0, -38.0])
def test_the_sweep_is_found_with_its_delay_and_level(delay_s: float, gain_db: float) -> None:
    """In the noise of a room; the quiet one lies below it.

    Requirements: guide 4.
    """
    heard = room(2.8)
    for at in (0.1, 1.5):
        add(heard, echo.sweep(), at + delay_s, gain_db)
    found = echo.find(heard.astype(np.int16), [0.1, 1.5])
    assert found is not None
    assert found.delay_s == pytest.approx(delay_s, abs=0.002)
    assert found.gain_db == pytest.approx(gain_db, abs=1.5)


def test_what_was_not_played_is_not_found() -> None:
    """Neither in noise, nor in a voice-like sound, nor where it came once only."""
    assert echo.find(room(2.8).astype(np.int16), [0.1, 1.5]) is None
    at = np.arange(int(2.8 * SAMPLE_RATE)) / SAMPLE_RATE
    voice = sum(np.sin(2 * np.pi * 140 * n * at + n) / n for n in range(1, 12)) * (1 + np.sin(at * 14)) * 3000
    assert echo.find(np.asarray(voice).astype(np.int16), [0.1, 1.5]) is None
    once = room(2.8)
    add(once, echo.sweep(), 0.2, -3.0)
    assert echo.find(once.astype(np.int16), [0.1, 1.5]) is None
    assert echo.find(np.zeros(0, np.int16), [0.1]) is None


def room(seconds: float) -> "np.ndarray":
    return np.random.default_rng(7).normal(0, 120, int(seconds * SAMPLE_RATE))


def add(heard: "np.ndarray", sound: Sound, at: float, gain_db: float) -> None:
    start = int(at * SAMPLE_RATE)
    heard[start : start + sound.size] += sound * 10 ** (gain_db / 20)


def test_servers_of_a_list() -> None:
    found = servers_of(
        [
            {"urls": ["stun:a.example", "turn:a.example:3479?transport=udp"], "username": "u", "credential": "c"},
            {"urls": "turns:[2001:db8::1]:443?transport=tcp"},
            {"urls": ["turn:b.example?transport=tcp", "turns:b.example", 5, "http://x", "turn:"]},
        ]
    )
    assert [(each.relays, each.transport.value, each.host, each.port) for each in found] == [
        (False, "udp", "a.example", 3478),
        (True, "udp", "a.example", 3479),
        (True, "tls", "2001:db8::1", 443),
        (True, "tcp", "b.example", 3478),
        (True, "tls", "b.example", 5349),
    ]
    assert "c" not in repr(found[1]).removeprefix("Server"), "credentials are not shown"


def test_the_whole_test_ends_in_time_and_tells_as_it_goes(media: Open) -> None:
    """A few seconds, a verdict for each item.

    Requirements: guide 5.
    """
    events: list[run.Event] = []
    tracks, last = run.plan(media("test-pattern"), ServiceAccess("http://127.0.0.1:9"), ((1280, 800),), events.append)
    began = time.monotonic()
    report = run.run(tracks, last, events.append, threading.Event())
    assert time.monotonic() - began < 20
    assert [each.item for each in report.results] == list(Item)
    told = [each.result.item for each in events if isinstance(each, run.Finished)]
    assert sorted(told) == sorted(Item)
    assert [each.now for each in events if isinstance(each, run.Speak)] == [True, False]
    by_item = {each.item: each for each in report.results}
    assert by_item[Item.SERVICE].reason is Reason.SERVICE_UNREACHABLE
    assert float(by_item[Item.MICROPHONE].figures["speech_dbfs"]) > -30
    assert json.loads(json.dumps(report.to_json()))


def step(items: Sequence[Item], measure: Callable[[threading.Event], Sequence[Result]]) -> run.Step:
    return run.Step(tuple(items), measure)


def test_a_probe_that_breaks_takes_nobody_with_it() -> None:
    def breaks(stop: threading.Event) -> Sequence[Result]:
        raise RuntimeError("secret")

    def works(stop: threading.Event) -> Sequence[Result]:
        return [Result(Item.SCREEN, Verdict.GOOD, Reason.SCREEN_FINE)]

    tracks = [[step([Item.CAMERA], breaks), step([Item.SCREEN], works)]]
    report = run.run(tracks, [], lambda event: None, threading.Event())
    assert [(each.item, each.reason) for each in report.results] == [
        (Item.CAMERA, Reason.FAILED),
        (Item.SCREEN, Reason.SCREEN_FINE),
    ]


def test_cancelling_ends_what_runs_and_begins_nothing_more(media: Open) -> None:
    stop = threading.Event()
    begun = threading.Event()

    def waits(stopped: threading.Event) -> Sequence[Result]:
        begun.set()
        stopped.wait(30)
        return [Result(Item.CAMERA, Verdict.GOOD, Reason.CAMERA_FINE)]

    def never(stopped: threading.Event) -> Sequence[Result]:
        raise AssertionError

    def cancel() -> None:
        begun.wait(10)
        stop.set()

    threading.Thread(target=cancel).start()
    report = run.run([[step([Item.CAMERA], waits)]], [step([Item.PROCESSOR], never)], lambda event: None, stop)
    assert {each.reason for each in report.results} == {Reason.CANCELLED}


def test_the_last_test_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "diagnostics" / "system-test.json"
    assert kept.last(file) is None
    report = run.run([[]], [], lambda event: None, threading.Event())
    kept.keep(file, report)
    assert kept.last(file) is not None
    file.write_text("{}", encoding="utf-8")
    assert kept.last(file) is None
