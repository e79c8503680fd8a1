"""The fall-back ladder: what is offered on a line that stays bad, and that one press does it.

PRODUCT, what none has: picture smaller, picture off, sound only, chat, telephone number on one button.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from medclient.protocol.messages import PictureSize
from medclient.session.events import CallSnapshot, CallState, Quality
from medclient.ui import telephone
from medclient.ui.call import CallPage
from medclient.ui.call.ladder import Ladder, Step
from tests.ui.call.conftest import Open
from tests.ui.call.screens import IN_CALL, NOW

POOR = replace(IN_CALL, quality=Quality.POOR)
GONE = replace(IN_CALL, state=CallState.RECONNECTING)


def offers(ladder: Ladder, call: CallSnapshot, seconds: int, start: int = 0) -> list[Step | None]:
    """What is offered in each second, repeats left out."""
    looks = [ladder.look(call, NOW + timedelta(seconds=start + second)) for second in range(seconds)]
    return [step for step, _ in groupby(looks)]


def test_each_step_is_offered_only_after_the_one_before_was_taken() -> None:
    """Requirements: extra ladder."""
    ladder = Ladder()
    assert offers(ladder, POOR, 60) == [None, Step.SMALLER]
    small = replace(POOR, picture=PictureSize.SMALL)
    assert offers(ladder, small, 60, 60) == [None, Step.SOUND_ONLY], "what was done needs a moment to help"
    off = replace(POOR, picture=PictureSize.OFF, local_camera=False, remote_camera=False)
    assert offers(ladder, off, 60, 120) == [None, Step.OTHER_WAYS]


def test_a_short_dip_offers_nothing() -> None:
    ladder = Ladder()
    assert offers(ladder, POOR, 5) == [None]
    assert offers(ladder, IN_CALL, 10, 5) == [None]
    assert offers(ladder, POOR, 5, 15) == [None]


def test_a_good_moment_in_a_bad_line_changes_nothing() -> None:
    ladder = Ladder()
    offers(ladder, POOR, 10)
    assert ladder.look(replace(POOR, quality=Quality.FAIR), NOW + timedelta(seconds=11)) is Step.SMALLER


def test_without_any_connection_only_other_ways_help() -> None:
    assert offers(Ladder(), GONE, 60) == [None, Step.OTHER_WAYS]


def test_the_way_back_up_is_offered_when_the_line_is_better() -> None:
    ladder = Ladder()
    offers(ladder, POOR, 10)
    better = replace(IN_CALL, picture=PictureSize.OFF, quality=Quality.FAIR)
    assert offers(ladder, better, 60, 10) == [None, Step.BACK]
    assert offers(ladder, IN_CALL, 60, 70) == [None]


def test_what_was_turned_down_is_not_offered_again_at_once() -> None:
    ladder = Ladder()
    offers(ladder, POOR, 10)
    ladder.dismiss(NOW + timedelta(seconds=10))
    assert offers(ladder, POOR, 80, 10) == [None]
    assert offers(ladder, POOR, 30, 90) == [None, Step.SMALLER]


# On the page.


def after(page: CallPage, call: CallSnapshot, seconds: int) -> None:
    page.show_snapshot(call)
    for second in range(seconds + 1):
        page.set_now(NOW + timedelta(seconds=second))


def press(page: CallPage, text: str) -> None:
    (button,) = [each for each in page.stage.notices.findChildren(QPushButton) if each.text() == text]
    button.click()


@pytest.mark.parametrize(
    ("call", "button", "size"),
    [
        (POOR, "Smaller picture", PictureSize.SMALL),
        (replace(POOR, picture=PictureSize.SMALL), "Switch picture off, keep sound", PictureSize.OFF),
        (replace(IN_CALL, picture=PictureSize.SMALL), "Larger picture again", PictureSize.FULL),
        (replace(IN_CALL, picture=PictureSize.OFF), "Switch picture on again", PictureSize.FULL),
    ],
)
def test_one_press_takes_the_step(
    call: CallSnapshot, button: str, size: PictureSize, qtbot: QtBot, open_page: Open
) -> None:
    page = open_page(IN_CALL)
    after(page, call, 30)
    with qtbot.waitSignal(page.pictureChosen) as chosen:
        press(page, button)
    assert chosen.args == [size]


def test_chat_and_telephone_are_one_press_away(open_page: Open, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    """Requirements: extra ladder."""
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    page = open_page(IN_CALL)
    after(page, GONE, 30)
    assert "The patient's telephone: 0911 / 123 456" in page.stage.notices.texts
    for line in page.stage.notices.findChildren(QPushButton):
        assert page.stage.notices.rect().contains(line.mapTo(page.stage.notices, line.rect().center())), "to be seen"
    press(page, "Call by telephone")
    assert [url.toString() for url in opened] == ["tel:0911123456"]
    assert QGuiApplication.clipboard().text() == "0911 / 123 456", "for those who dial by hand"
    press(page, "Write")
    assert page.chat.isVisible()


def test_without_a_number_there_is_no_telephone(open_page: Open) -> None:
    page = open_page(IN_CALL)
    page.open_consultation("Erika Beispiel")
    after(page, GONE, 30)
    assert not any("telephone" in text for text in page.stage.notices.texts)
    assert not page.menu.telephone.isVisible()


def test_an_offer_can_be_turned_down(open_page: Open) -> None:
    page = open_page(IN_CALL)
    after(page, POOR, 30)
    before = page.stage.notices.texts
    (close,) = [each for each in page.stage.notices.findChildren(QToolButton) if each.isVisible()]
    assert close.accessibleName() == "Not now"
    close.click()
    assert len(page.stage.notices.texts) == len(before) - 1


def test_every_rung_is_in_the_menu_at_any_time(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(IN_CALL)
    assert page.menu.pictures[PictureSize.FULL].isChecked()
    with qtbot.waitSignal(page.pictureChosen) as chosen:
        page.menu.pictures[PictureSize.OFF].trigger()
    assert chosen.args == [PictureSize.OFF]
    page.show_snapshot(replace(IN_CALL, picture=PictureSize.OFF, remote_camera=False))
    assert page.menu.pictures[PictureSize.OFF].isChecked()
    assert page.stage.remote.caption == "Picture switched off: the line carries the sound alone"


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0911 / 123 456", "0911123456"),
        ("+49 (0) 911 123-456", "+49911123456"),
        ("(0911) 12 34 56", "0911123456"),
        ("javascript:alert(1)", ""),
        ("0911;ext=5", ""),
        ("12", ""),
        ("", ""),
        ("1" * 41, ""),
    ],
)
def test_only_a_number_is_dialled(written: str, digits: str) -> None:
    assert telephone.dialled(written) == digits
