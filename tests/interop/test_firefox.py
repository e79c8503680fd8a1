"""The real program and a patient in Debian's Firefox."""

import socket
from pathlib import Path

import numpy as np
import pytest

from medclient.media import test_pattern
from medclient.session.events import CallState, Quality
from medclient.session.mutual_view import Mutual
from tests.interop import firefox
from tests.interop.patient import KEEP_PEERS
from tests.interop.test_before_the_accept import PACKETS
from tests.program import desktop

READ = """
new Promise((resolve) => {
  const video = document.querySelector("#remote-video");
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0);
  const row = Math.floor(canvas.height * (1 - 0.5 / %d));
  const pixels = canvas.width ? pen.getImageData(0, row, canvas.width, 1).data : [];
  resolve(Array.from(pixels).filter((_, index) => index %% 4 === 1).join(","));
})
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_code(patient: firefox.FirefoxPatient) -> int | None:
    """The bar code off the picture that Firefox shows."""
    text = patient.evaluate(READ % test_pattern.STRIP)
    if not text:
        return None
    row = np.array([int(each) for each in text.split(",")], np.uint8)
    return test_pattern.read_bar_code(np.tile(row, (720, 1)))


def test_picture_chat_and_hang_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Firefox without its H.264 add-on takes VP8; its own picture and sound reach the program.

    Requirements: rule encrypted.
    """
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    def story(program: desktop.Desktop) -> None:
        with firefox.browser(tmp_path, free_port()) as patient:
            patient.enter(program.first_link())
            patient.evaluate(KEEP_PEERS)
            program.start_first()
            patient.wait_step("ring")
            patient.wait_for("window.peers.at(-1)?.connectionState === 'connected'")
            assert patient.evaluate(f"({PACKETS})().then(String)") == "0,0", "nothing is sent before the accept"
            patient.accept()
            patient.wait_call("in_call")
            program.wait_state(CallState.IN_CALL)
            assert patient.evaluate("window.peers.length") == 1
            patient.wait_for("document.querySelector('#remote-video').videoWidth >= 640")
            seen = {read_code(patient) for _ in range(20)} - {None}
            assert len(seen) >= 3
            assert all(abs(test_pattern.age_ms(code)) < 3000 for code in seen if code is not None)
            program.until_shown(lambda: program.app.engine.remote_video.newest is not None)
            program.wait_for(lambda call: call.quality in (Quality.GOOD, Quality.FAIR))
            program.wait_for(lambda call: call.mutual == Mutual(True, True, True, True))
            patient.wait_for("document.querySelector('#confirmation').textContent === 'hears and sees you'")
            sample = program.app.engine.latest_sample
            assert sample
            assert "GCM" in sample.dtls_cipher
            assert "AEAD" in sample.srtp_cipher
            program.ui(program.app.call_page.stage.controls.hang_up.click)
            program.ui(program.app.call_page.stage.question.yes.click)
            patient.wait_step("goodbye")

    desktop.run(tmp_path / "data", story)
