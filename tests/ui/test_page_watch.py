"""A patient page that the service serves otherwise than it should: said on the list, shown under About."""

import asyncio
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from medclient.practice.errors import ServiceUnreachable
from medclient.practice.page_check import PageState
from medclient.ui.about_page import AboutPage
from medclient.ui.appointments.notices import Notice, text_of
from medclient.ui.appointments.page import AppointmentsPage
from medclient.ui.background import Background
from medclient.ui.page_watch import PageWatch

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


def texts(widget: AppointmentsPage | AboutPage) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


@pytest.mark.parametrize("differing", [(), ("call.js",)])
async def test_a_changed_page_is_said_and_a_true_one_is_not(qapp: QApplication, differing: tuple[str, ...]) -> None:
    page, about, background = AppointmentsPage(NOW), AboutPage(), Background()
    found: list[bool] = []
    watch = PageWatch(page, background, lambda: PageState("4e8a 98d6", differing))
    watch.found.connect(found.append)
    watch.show_on(about)
    await watch._look()
    assert found == [bool(differing)]
    assert (text_of(Notice.PAGE_CHANGED) in texts(page)) is bool(differing)
    assert "4e8a 98d6" in texts(about)
    assert ("liefert eine andere Seite" in texts(about)) is bool(differing)
    assert ("liefert genau diese Seite" in texts(about)) is not bool(differing)


async def test_a_service_that_is_not_there_is_no_changed_page(qapp: QApplication) -> None:
    def away() -> PageState:
        raise ServiceUnreachable("ConnectionError")

    page, background = AppointmentsPage(NOW), Background()
    watch = PageWatch(page, background, away)
    watch.start()
    await asyncio.sleep(0)
    await background.close()
    assert text_of(Notice.PAGE_CHANGED) not in texts(page)
