"""Network tests need namespaces; where there are none they are skipped, and say so."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.interop import sources


def missing() -> str:
    """What this machine lacks for network namespaces; empty where it lacks nothing."""
    if sys.platform != "linux":
        return "network namespaces are a thing of Linux"
    if os.geteuid() != 0:
        return "network namespaces need root"
    if not Path("/dev/net/tun").exists():
        return "there is no /dev/net/tun"
    return ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = missing()
    if reason:
        here = Path(__file__).parent
        for item in items:
            if item.path.is_relative_to(here):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def patient_sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Camera and microphone of the patient."""
    folder = tmp_path_factory.mktemp("sources")
    return sources.make_camera_file(folder / "camera.mjpeg"), sources.make_voice_file(folder / "microphone.wav")
