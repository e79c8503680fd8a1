"""The system test hears its own tone: loudspeaker and microphone of a private PulseAudio, in one room."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from medclient.diagnostics.system_test.devices import SoundMeasured, judge_echo, judge_microphone, judge_speaker
from medclient.diagnostics.system_test.verdict import Reason
from medclient.media.sound import SoundState
from tests.devices import pulse

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("in_one_room", [True, False], ids=["loudspeaker", "headset"])
def test_the_tone_is_heard_where_the_microphone_can_hear_it(tmp_path: Path, in_one_room: bool) -> None:
    """Output sound works, and what comes back of it is told with its delay.

    Requirements: guide 4.
    """
    with pulse.running(tmp_path) as server:
        if in_one_room:
            way = f"source={pulse.SPEAKER}.monitor", f"sink={pulse.FEED}", "latency_msec=30"
            server.command("pactl", "load-module", "module-loopback", *way)
        program = subprocess.run(
            [sys.executable, "-m", "tests.devices.hear_the_test"],
            cwd=ROOT,
            env=server.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    values = json.loads(program.stdout)
    microphone, speaker = (SoundState(values.pop(name)) for name in ("microphone", "speaker"))
    measured = SoundMeasured(microphone, speaker, **values)
    assert measured.microphone is measured.speaker is SoundState.ON
    if in_one_room:
        assert judge_speaker(measured).reason is Reason.SPEAKER_HEARD
        assert 20 < measured.tone_delay_ms < 800
        assert measured.tone_gain_db == pytest.approx(0, abs=3), "nothing is lost between two virtual devices"
    else:
        assert judge_speaker(measured).reason is Reason.SPEAKER_ASK
        assert judge_microphone(measured).reason is Reason.MICROPHONE_SILENT, "no noise at all"
        assert judge_echo(measured).reason is Reason.ECHO_UNKNOWN
