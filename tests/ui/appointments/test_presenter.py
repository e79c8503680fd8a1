"""Answers of the practice service that come in another order than they were asked for."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from medclient.practice.appointments import Appointment
from medclient.ui.appointments.page import AppointmentsPage
from medclient.ui.appointments.presenter import AppointmentsPresenter
from medclient.ui.background import Background

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DEAD_URL = "http://127.0.0.1:9"


def entry(link_id: str) -> Appointment:
    return Appointment(link_id, NOW, 20, 1, name="Erika Beispiel", secret=bytes(32))


class SlowService:
    """Each question waits until it is answered."""

    base_url = DEAD_URL
    clock_skew: timedelta | None = None
    session = SimpleNamespace(
        token="t", display_name="Dr. Anna Arnold", practice_name="Praxis", role="practitioner", account_id="a"
    )

    def __init__(self) -> None:
        self.questions: list[tuple[threading.Event, list[Appointment]]] = []
        self.asked = threading.Semaphore(0)

    def appointments(self, begin: datetime, end: datetime) -> list[Appointment]:
        answered = threading.Event()
        answer: list[Appointment] = []
        self.questions.append((answered, answer))
        self.asked.release()
        assert answered.wait(10)
        return answer

    def answer(self, number: int, *found: Appointment) -> None:
        answered, answer = self.questions[number]
        answer.extend(found)
        answered.set()

    def open_appointment(self, entry: dict[str, object]) -> Appointment:
        raise AssertionError("no change comes from a dead service")


@pytest.fixture
def service() -> SlowService:
    return SlowService()


@pytest.fixture
def page(qapp: QApplication) -> Iterator[AppointmentsPage]:
    page = AppointmentsPage(NOW)
    yield page
    page.deleteLater()


@pytest.fixture
async def presenter(service: SlowService, page: AppointmentsPage) -> AsyncIterator[AppointmentsPresenter]:
    background = Background()
    yield AppointmentsPresenter(page, service, lambda: DEAD_URL, lambda: NOW, background)  # type: ignore[arg-type]
    await background.close()


async def ask(presenter: AppointmentsPresenter, service: SlowService) -> "asyncio.Task[None]":
    task = asyncio.create_task(presenter.load())
    assert await asyncio.to_thread(service.asked.acquire, timeout=10)
    return task


async def test_nothing_is_asked_before_somebody_has_signed_in(
    presenter: AppointmentsPresenter, service: SlowService
) -> None:
    await presenter.load()
    assert not service.questions


async def test_an_old_answer_does_not_replace_a_newer_one(
    presenter: AppointmentsPresenter, service: SlowService
) -> None:
    presenter.signed_in()
    first = await ask(presenter, service)
    second = asyncio.create_task(presenter.load())
    service.answer(0)
    await first
    assert await asyncio.to_thread(service.asked.acquire, timeout=10), "asked once the first answer was there"
    service.answer(1, entry("new"))
    await second
    assert presenter.find("new") is not None


async def test_a_change_told_while_the_list_was_under_way_is_kept(
    presenter: AppointmentsPresenter, service: SlowService
) -> None:
    presenter.signed_in()
    asked = await ask(presenter, service)
    presenter._changed(entry("new"))  # as the service's event does
    service.answer(0)
    assert await asyncio.to_thread(service.asked.acquire, timeout=10), "it is asked for anew"
    assert presenter.find("new") is not None
    service.answer(1, entry("new"), entry("other"))
    await asked
    assert {each.link_id for each in presenter._known.values()} == {"new", "other"}


async def test_an_answer_after_signing_out_shows_nothing(
    presenter: AppointmentsPresenter, service: SlowService, page: AppointmentsPage
) -> None:
    presenter.signed_in()
    asked = await ask(presenter, service)
    presenter.signed_out()
    service.answer(0, entry("new"))
    await asked
    assert page.rows == ()
