"""Run by the test in PulseAudio's environment: the system test's own sound probe, on its devices."""

import dataclasses
import json
import threading

from medclient.diagnostics.system_test.sound_probe import measure_sound
from medclient.media.local_media import LocalMedia, MediaChoice


def main() -> None:
    media = LocalMedia(MediaChoice(), lambda state: None)
    try:
        measured = measure_sound(media, threading.Event())
    finally:
        media.close()
    print(json.dumps(dataclasses.asdict(measured)), flush=True)


if __name__ == "__main__":
    main()
