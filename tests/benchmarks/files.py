"""`python -m tests.benchmarks.files`: the largest file that is taken, both ways, beside picture and sound of a call.

The real program and Chromium on this machine's loopback; each file is compared with what was sent. Writes
`build/bench/files.json`: seconds from the receiver's press, and what picture there was meanwhile.
"""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from playwright.sync_api import expect

from medclient.protocol.file_rules import MOST_BYTES
from medclient.session.events import CallState, FileState
from tests.interop import patient, sources
from tests.interop.patient import Patient
from tests.interop.test_files import line, newest, offer, send, wait_file, wait_line_state
from tests.program import desktop
from tests.program.desktop import Desktop

OUT = Path("build/bench/files.json")
PATIENCE_S = 240.0
WATCH = Path(__file__).parents[1] / "network" / "watch.js"
NOW = "Date.now()"
SHOWN = "since => globalThis.watched.pictures.filter((each) => each > since).length"
"""The element's own count begins anew with each stream."""


class Meanwhile:
    """Counts the pictures at both ends while something else goes on."""

    def __init__(self, program: Desktop, who: Patient) -> None:
        self._program, self._who = program, who

    def measure(self, work: Callable[[], None]) -> dict[str, float]:
        pictures: list[None] = []
        stop = self._program.app.engine.remote_video.listen(lambda: pictures.append(None))
        since, begun = self._who.page.evaluate(NOW), time.monotonic()
        work()
        seconds = time.monotonic() - begun
        stop()
        shown = int(self._who.page.evaluate(SHOWN, since))
        return {
            "seconds": round(seconds, 1),
            "megabytes_per_s": round(MOST_BYTES / 1e6 / seconds, 2),
            "practitioner_sees_frames_per_s": round(len(pictures) / seconds, 1),
            "patient_sees_frames_per_s": round(shown / seconds, 1),
        }


def both_ways(program: Desktop, who: Patient) -> dict[str, dict[str, float]]:
    """In a call: a file from the patient to the practitioner, and one back."""
    meanwhile = Meanwhile(program, who)
    content = Random(1).randbytes(MOST_BYTES)
    send(who, "hin.pdf", content)
    wait_file(program, FileState.OFFERED, "hin.pdf")
    file_id = program.snapshot.chat[-1].id

    def fetch() -> None:
        program.app.engine.accept_file(file_id)
        program.wait_for(lambda call: newest(call).state is FileState.DONE, PATIENCE_S)

    result = {"to practitioner": meanwhile.measure(fetch)}
    assert program.app.engine.file_content(file_id) == content, "another file came than was sent"

    content = Random(2).randbytes(MOST_BYTES)
    offer(program, "zurück.pdf", content)
    wait_line_state(who, "zurück.pdf", FileState.OFFERED)

    def load() -> None:
        line(who, "zurück.pdf").get_by_role("button", name="Laden").click()
        expect(line(who, "zurück.pdf")).to_have_attribute("data-file", FileState.DONE, timeout=PATIENCE_S * 1000)

    result["to patient"] = meanwhile.measure(load)
    with who.page.expect_download() as download:
        line(who, "zurück.pdf").get_by_role("link", name="Speichern").click()
    with Path(download.value.path()).open("rb") as saved:
        assert hashlib.file_digest(saved, "sha256").digest() == hashlib.sha256(content).digest()
    assert program.snapshot.interruptions == 0, "the call suffered"
    return result


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    result: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder_name:
        folder = Path(folder_name)
        camera = sources.make_camera_file(folder / "camera.mjpeg")
        microphone = sources.make_microphone_file(folder / "microphone.wav")

        def scenario(program: Desktop) -> None:
            with patient.browser(camera, microphone) as context:
                context.add_init_script(path=WATCH)
                who = Patient(context.new_page())
                who.enter(program.first_link())
                program.start_first()
                who.accept()
                who.wait_call("in_call")
                program.wait_state(CallState.IN_CALL)
                result.update(both_ways(program, who))

        desktop.run(folder / "practice", scenario)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
