"""The patient's page in Debian's Chromium, on the real service."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from medclient.practice.appointments import Appointment
from medclient.practice.client import PracticeClient
from medclient.practice.embedded import EmbeddedService
from tests.interop import patient, sources

PASSWORD = "ein gutes Passwort"
Make = Callable[..., tuple[Appointment, str]]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedService]:
    running = EmbeddedService(tmp_path_factory.mktemp("service"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def practice(service: EmbeddedService) -> PracticeClient:
    """A practitioner who is signed in."""
    client = PracticeClient(service.url)
    client.set_up_practice("Praxis", "Dr. Anna Arnold", "arnold", PASSWORD)
    client.sign_in("arnold", PASSWORD)
    return client


@pytest.fixture
def appoint(practice: PracticeClient) -> Make:
    """Makes an appointment `offset` from now; returns it and its link."""

    def appoint(offset: timedelta = timedelta(0)) -> tuple[Appointment, str]:
        made = practice.create_appointment("Erika Beispiel", "Kontrolle", datetime.now(UTC) + offset, 20)
        return made, made.access_link(practice.base_url).url

    return appoint


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    folder: Path = tmp_path_factory.mktemp("sources")
    camera, microphone = folder / "camera.mjpeg", folder / "microphone.wav"
    with patient.browser(sources.make_camera_file(camera), sources.make_microphone_file(microphone)) as context:
        yield context


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    """A tab of its own; an error of the page's scripts fails the test."""
    tab = browser.new_page()
    problems: list[str] = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    yield tab
    tab.close()
    assert not problems
