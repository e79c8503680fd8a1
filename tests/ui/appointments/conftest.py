"""A practice of its own for the list: the real service, a real client, the real page, and a clock."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from medclient import demo_run
from medclient.practice.appointments import Appointment
from medclient.practice.client import PracticeClient
from medclient.practice.embedded import EmbeddedService
from medclient.ui.appointments.model import AppointmentDraft
from medclient.ui.appointments.page import AppointmentsPage, ListState
from medclient.ui.appointments.presenter import AppointmentsPresenter
from medclient.ui.background import Background

PASSWORD = "ein gutes Passwort"
WAIT_S = 20.0


@pytest.fixture(scope="module")
def running_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedService]:
    running = EmbeddedService(tmp_path_factory.mktemp("service"))
    running.start()
    client = PracticeClient(running.url)
    client.set_up_practice("Praxis am Park", "Dr. Anna Arnold", "arnold", PASSWORD)
    yield running
    running.stop()


@dataclass
class Desk:
    """Somebody who is signed in and sits before the list."""

    page: AppointmentsPage
    presenter: AppointmentsPresenter
    client: PracticeClient

    async def until(self, condition: object) -> None:
        await demo_run.until(self.presenter.changed, condition, WAIT_S)  # type: ignore[arg-type]

    async def step(self) -> None:
        """Let what is under way go on."""
        await asyncio.sleep(0.01)

    def draft(self, name: str = "Erika Beispiel", **more: object) -> AppointmentDraft:
        values: dict[str, object] = {
            "reason": "Kontrolle",
            "starts_at": datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1),
            "duration_minutes": 15,
        }
        return AppointmentDraft(name, **(values | more))  # type: ignore[arg-type]

    async def create(self, name: str = "Erika Beispiel", **more: object) -> Appointment:
        before = {each.link_id for each in self.listed()}
        await self.presenter.changes.create(self.draft(name, **more))
        return next(each for each in self.listed() if each.link_id not in before)

    def listed(self) -> list[Appointment]:
        """What the service has, from yesterday to in half a year."""
        now = datetime.now(UTC)
        return self.client.appointments(now - timedelta(days=1), now + timedelta(days=190))

    def shown(self) -> list[str]:
        return [row.name for row in self.page.rows]


@pytest.fixture
async def desk(running_service: EmbeddedService, qapp: QApplication) -> AsyncIterator[Desk]:
    client = PracticeClient(running_service.url)
    client.sign_in("arnold", PASSWORD)
    page = AppointmentsPage(datetime.now(UTC))
    background = Background()
    presenter = AppointmentsPresenter(page, client, lambda: running_service.url, lambda: datetime.now(UTC), background)
    presenter.signed_in()
    result = Desk(page, presenter, client)
    await result.until(lambda: page.state is ListState.READY)
    page.show()
    yield result
    await background.close()
    page.deleteLater()
