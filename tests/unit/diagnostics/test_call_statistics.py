"""What is kept of a call: one row a second, bounded, readable after a crash, and nothing of whom it was with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from medclient.diagnostics.call_statistics import (
    MOST_CALLS,
    MOST_SECONDS,
    CallRecorder,
    Second,
    recorded_calls,
    second_between,
)
from medclient.session.statistics import Inbound, Outbound, Sample

BEGAN = datetime(2026, 11, 26, 9, 1, 37, tzinfo=UTC)


def sample(at: float, generation: int = 1, **more: object) -> Sample:
    """One second later everything has grown by a second."""
    count = int(at)
    values: dict[str, object] = {
        "audio_in": Inbound(packets_received=50 * count, bytes_received=4_000 * count),
        "video_in": Inbound(
            packets_received=100 * count,
            packets_lost=count,
            bytes_received=121_000 * count,
            frames_decoded=30 * count,
            frame_height=720,
            total_freezes_duration=0.1 * count,
        ),
        "audio_out": Outbound(bytes_sent=4_000 * count),
        "video_out": Outbound(bytes_sent=96_000 * count, frames_encoded=25 * count, frame_height=540),
        "round_trip_time": 0.0312,
        "fraction_lost": 0.02,
        "available_outgoing_bitrate": 1_500_000,
        "srtp_cipher": "AEAD_AES_128_GCM",
    }
    return Sample(at, generation, **(values | more))  # type: ignore[arg-type]


def test_a_second_is_what_grew_in_it() -> None:
    second = second_between(sample(4), sample(5), 5.0, "in_call")
    assert second == Second(5.0, "in_call", 1, 1000.0, 800.0, 0.0066, 0.02, 31.2, 30.0, 25.0, 100, 720, 540, 1500)


def test_where_nothing_was_measured_there_is_a_gap() -> None:
    assert second_between(sample(4), None, 5.0, "reconnecting") == Second(5.0, "reconnecting")
    fresh = second_between(sample(4), sample(1, 2), 5.0, "in_call")
    assert (fresh.in_kbps, fresh.in_loss, fresh.generation) == (None, None, 2), "a new transport counts from nought"


def test_a_call_is_kept_and_read_again(tmp_path: Path) -> None:
    recorder = CallRecorder(tmp_path)
    recorder.start(BEGAN)
    for at in range(1, 41):
        recorder.add(None if at == 20 else sample(at), float(at), "in_call")
    recorder.finish(1)
    recorder.close()
    (call,) = recorded_calls(tmp_path)
    assert call.began == BEGAN.replace(second=0)
    assert (len(call.seconds), call.interruptions, call.ciphers) == (40, 1, ("AEAD_AES_128_GCM",))
    assert call.seconds[19] == Second(20.0, "in_call")
    assert call.seconds[39].in_kbps == 1000.0


def test_the_same_sample_twice_is_no_new_second(tmp_path: Path) -> None:
    recorder = CallRecorder(tmp_path)
    recorder.start(BEGAN)
    for at in (1, 2, 2):
        recorder.add(sample(at), float(at), "in_call")
    recorder.close()
    assert recorded_calls(tmp_path)[0].seconds[2].in_kbps is None


def test_a_crash_costs_a_few_seconds_only(tmp_path: Path) -> None:
    recorder = CallRecorder(tmp_path)
    recorder.start(BEGAN)
    for at in range(1, 41):
        recorder.add(sample(at), float(at), "in_call")
    recorder.settle()
    (file,) = tmp_path.glob("call-*.jsonl")
    with file.open("a", encoding="utf-8") as stream:
        stream.write('[41.0,"in_ca')
    (call,) = recorded_calls(tmp_path)
    assert 25 <= len(call.seconds) <= 40
    assert call.interruptions is None
    recorder.close()


def test_nothing_grows_for_ever(tmp_path: Path) -> None:
    recorder = CallRecorder(tmp_path)
    for number in range(MOST_CALLS + 5):
        recorder.start(BEGAN + timedelta(hours=number))
        recorder.add(sample(1), 1.0, "in_call")
    recorder.finish(0)
    recorder.start(BEGAN + timedelta(days=9))
    one = sample(1)
    for at in range(MOST_SECONDS + 50):
        recorder.add(replace(one, at=float(at)), float(at), "in_call")
    recorder.close()
    files = list(tmp_path.glob("call-*.jsonl"))
    assert len(files) == MOST_CALLS
    newest = recorded_calls(tmp_path)[0]
    assert len(newest.seconds) == MOST_SECONDS
    assert max(file.stat().st_size for file in files) < 2_000_000


def test_a_folder_that_cannot_be_written_costs_the_record_only(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    recorder = CallRecorder(file / "folder")
    recorder.start(BEGAN)
    recorder.add(sample(1), 1.0, "in_call")
    recorder.close()
    assert recorded_calls(file / "folder") == []


def test_what_is_no_record_is_passed_over(tmp_path: Path) -> None:
    for number, text in enumerate(("", "[]", '{"began": 5}', "null", '{"interruptions": "x"}', "\x00\xff")):
        (tmp_path / f"call-{number}.jsonl").write_text(text, encoding="latin-1")
    assert all(not call.seconds or call.seconds for call in recorded_calls(tmp_path))
