"""Run by the test in PulseAudio's environment: plays one tone, and says whether it heard another."""

import json
import threading

import numpy as np

from medclient.media import devices, test_pattern
from medclient.media.processing import ProcessingChoice
from medclient.media.sound import SoundChoice, SoundIO, SoundState

PLAYED_HZ, FED_HZ = 1000.0, 1700.0


class Speaker:
    def __init__(self) -> None:
        self._tone = test_pattern.Tone(PLAYED_HZ)

    def pull(self, samples: int) -> np.ndarray:
        return self._tone.block(samples)


def main() -> None:
    heard: list[np.ndarray] = []
    done, open_ = threading.Event(), threading.Event()

    def sink(block: np.ndarray) -> None:
        heard.append(block)
        if sum(each.size for each in heard) > 4 * test_pattern.SAMPLE_RATE:
            done.set()

    def on_state(microphone: SoundState, speaker: SoundState) -> None:
        if microphone is SoundState.ON and speaker is SoundState.ON:
            open_.set()

    sound = SoundIO(on_state)
    sound.sink, sound.playout = sink, Speaker()
    microphones, speakers = devices.list_sound()
    plain = ProcessingChoice(echo_cancellation=False, noise_suppression=False)
    sound.start(SoundChoice(processing=plain))
    opened = open_.wait(10)
    print("OPEN", flush=True)
    done.wait(20)
    sound.stop()
    stopped = sound.wait_stopped(5)
    whole = np.concatenate(heard) if heard else np.zeros(0, np.int16)
    halves = [whole[at : at + 24000] for at in range(48000, whole.size - 24000, 24000)]
    result = {
        "microphones": len(microphones),
        "speakers": len(speakers),
        "opened": opened,
        "stopped": stopped,
        "heard": [test_pattern.hears(half, FED_HZ) for half in halves],
    }
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
