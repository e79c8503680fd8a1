"""Verdicts on camera, microphone, loudspeaker and echo."""

from dataclasses import dataclass

from medclient.diagnostics.system_test.verdict import Item, Reason, Result, Verdict
from medclient.media.camera import CameraState
from medclient.media.sound import SILENCE_DBFS, SoundState

GOOD_FPS, LEAST_FPS = 20.0, 12.0
LEAST_WIDTH, LEAST_HEIGHT = 640, 480
"""PRODUCT: at least 640x480."""
BLACK_LUMA, BLACK_SPREAD = 34.0, 7.0
"""A covered lens gives an even, almost black picture (luma 16 is black); a dark room still has its lights."""
DARK_LUMA = 55.0

CLIPPED_SHARE = 0.002
SILENT_DBFS = -90.0
"""Below this there is no microphone's own noise: it is switched off."""
NO_SPEECH_DBFS, QUIET_DBFS = -48.0, -36.0
SPEECH_OVER_NOISE_DB = 9.0
NOISY_DBFS = -42.0

LOUD_ECHO_DB = 0.0
"""The tone comes back as loud as it was played."""
LATE_ECHO_MS = 300.0
"""What the canceller was measured to reach (LIBRARIES.md)."""


@dataclass(frozen=True)
class CameraMeasured:
    state: CameraState
    width: int = 0
    height: int = 0
    frames_per_second: float = 0.0
    luma: float = 0.0
    """Mean of the newest pictures, 0 to 255."""
    spread: float = 0.0
    """Standard deviation of the luma within a picture."""
    change: float = 0.0
    """Mean difference from picture to picture: exactly 0 where always the same one comes."""


@dataclass(frozen=True)
class SoundMeasured:
    microphone: SoundState
    speaker: SoundState
    noise_dbfs: float = SILENCE_DBFS
    """While nobody spoke."""
    speech_dbfs: float = SILENCE_DBFS
    """The loudest tenth."""
    clipped_share: float = 0.0
    tone_heard: bool = False
    tone_delay_ms: float = 0.0
    """From playing to hearing, the devices' own buffers included."""
    tone_gain_db: float = SILENCE_DBFS
    """What is heard of the tone, against what was played."""
    echo_cancellation: bool = True


def judge_camera(measured: CameraMeasured) -> Result:
    def result(verdict: Verdict, reason: Reason) -> Result:
        figures = {"width": measured.width, "height": measured.height, "fps": round(measured.frames_per_second, 1)}
        return Result(Item.CAMERA, verdict, reason, figures if measured.width else {})

    if measured.state is CameraState.MISSING:
        return result(Verdict.BAD, Reason.CAMERA_MISSING)
    if measured.state is CameraState.BUSY:
        return result(Verdict.BAD, Reason.CAMERA_BUSY)
    if not measured.width:
        return result(Verdict.BAD, Reason.CAMERA_NO_PICTURE)
    if measured.luma < BLACK_LUMA and measured.spread < BLACK_SPREAD:
        return result(Verdict.BAD, Reason.CAMERA_BLACK)
    if measured.change == 0:
        return result(Verdict.BAD, Reason.CAMERA_FROZEN)
    if measured.width * measured.height < LEAST_WIDTH * LEAST_HEIGHT:
        return result(Verdict.BAD, Reason.CAMERA_SMALL)
    if measured.frames_per_second < LEAST_FPS:
        return result(Verdict.BAD, Reason.CAMERA_VERY_SLOW)
    if measured.luma < DARK_LUMA:
        return result(Verdict.FAIR, Reason.CAMERA_DARK)
    if measured.frames_per_second < GOOD_FPS:
        return result(Verdict.FAIR, Reason.CAMERA_SLOW)
    return result(Verdict.GOOD, Reason.CAMERA_FINE)


def judge_microphone(measured: SoundMeasured) -> Result:
    figures = {"speech_dbfs": round(measured.speech_dbfs), "noise_dbfs": round(measured.noise_dbfs)}

    def result(verdict: Verdict, reason: Reason) -> Result:
        return Result(Item.MICROPHONE, verdict, reason, figures if measured.microphone is SoundState.ON else {})

    if measured.microphone is SoundState.MISSING:
        return result(Verdict.BAD, Reason.MICROPHONE_MISSING)
    if measured.microphone is not SoundState.ON:
        return result(Verdict.BAD, Reason.MICROPHONE_BUSY)
    if measured.speech_dbfs < SILENT_DBFS:
        return result(Verdict.BAD, Reason.MICROPHONE_SILENT)
    if measured.clipped_share > CLIPPED_SHARE:
        return result(Verdict.FAIR, Reason.MICROPHONE_CLIPS)
    if measured.noise_dbfs > NOISY_DBFS and measured.speech_dbfs - measured.noise_dbfs < SPEECH_OVER_NOISE_DB:
        return result(Verdict.FAIR, Reason.MICROPHONE_NOISY)
    if measured.speech_dbfs < NO_SPEECH_DBFS:
        return result(Verdict.FAIR, Reason.MICROPHONE_NO_SPEECH)
    if measured.speech_dbfs < QUIET_DBFS:
        return result(Verdict.FAIR, Reason.MICROPHONE_QUIET)
    return result(Verdict.GOOD, Reason.MICROPHONE_FINE)


def judge_speaker(measured: SoundMeasured) -> Result:
    if measured.speaker is SoundState.MISSING:
        return Result(Item.SPEAKER, Verdict.BAD, Reason.SPEAKER_MISSING)
    if measured.speaker is not SoundState.ON:
        return Result(Item.SPEAKER, Verdict.BAD, Reason.SPEAKER_BUSY)
    if measured.tone_heard:
        return Result(Item.SPEAKER, Verdict.GOOD, Reason.SPEAKER_HEARD)
    return Result(Item.SPEAKER, Verdict.IMPOSSIBLE, Reason.SPEAKER_ASK)


def judge_answer(heard: bool) -> Result:
    """What the person says who was asked."""
    if heard:
        return Result(Item.SPEAKER, Verdict.GOOD, Reason.SPEAKER_CONFIRMED)
    return Result(Item.SPEAKER, Verdict.BAD, Reason.SPEAKER_UNHEARD)


def judge_echo(measured: SoundMeasured) -> Result:
    if measured.speaker is not SoundState.ON or measured.microphone is not SoundState.ON:
        return Result(Item.ECHO, Verdict.IMPOSSIBLE, Reason.ECHO_UNKNOWN)
    if measured.speech_dbfs < SILENT_DBFS:
        return Result(Item.ECHO, Verdict.IMPOSSIBLE, Reason.ECHO_UNKNOWN)
    if not measured.tone_heard:
        return Result(Item.ECHO, Verdict.GOOD, Reason.ECHO_NONE)
    figures = {"delay_ms": round(measured.tone_delay_ms), "gain_db": round(measured.tone_gain_db)}
    if not measured.echo_cancellation:
        return Result(Item.ECHO, Verdict.BAD, Reason.ECHO_NOT_CANCELLED, figures)
    if measured.tone_delay_ms > LATE_ECHO_MS:
        return Result(Item.ECHO, Verdict.FAIR, Reason.ECHO_LATE, figures)
    if measured.tone_gain_db > LOUD_ECHO_DB:
        return Result(Item.ECHO, Verdict.FAIR, Reason.ECHO_LOUD, figures)
    return Result(Item.ECHO, Verdict.GOOD, Reason.ECHO_CANCELLED, figures)
