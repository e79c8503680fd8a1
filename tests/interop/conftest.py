"""A whole house for each test: program, service, browser."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from medclient.session.events import CallState
from tests.interop import patient, sources
from tests.program import desktop

Story = Callable[[desktop.Desktop, patient.Patient], None]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Camera and microphone of the patient."""
    folder = tmp_path_factory.mktemp("sources")
    return sources.make_camera_file(folder / "camera.mjpeg"), sources.make_microphone_file(folder / "microphone.wav")


@pytest.fixture
def play(tmp_path: Path, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Callable[[Story], None]:
    """Play a story between the real program and a real browser."""
    # Playwright would see pytest-asyncio's policy; the program brings its own loop.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

    def play(story: Story) -> None:
        def scenario(program: desktop.Desktop) -> None:
            with patient.browser(*files) as context:
                page = context.new_page()
                problems: list[str] = []
                page.on("pageerror", lambda error: problems.append(str(error)))
                story(program, patient.Patient(page))
                assert not problems

        desktop.run(tmp_path, scenario)

    return play


@pytest.fixture
def in_call(play: Callable[[Story], None]) -> Callable[[Story], None]:
    """Play a story that begins in the middle of a call."""

    def play_in_call(story: Story) -> None:
        def begin(program: desktop.Desktop, who: patient.Patient) -> None:
            who.enter(program.first_link())
            program.start_first()
            who.accept()
            who.wait_call("in_call")
            program.wait_state(CallState.IN_CALL)
            story(program, who)

        play(begin)

    return play_in_call
