"""The system test's page: verdicts by form, colour and word, and a way to repair."""

import pytest
from pytestqt.qtbot import QtBot

from medclient.diagnostics.system_test.verdict import Item, Reason, Result, TestReport, Verdict
from medclient.ui.system_test.page import SystemTestPage, TestState
from medclient.ui.system_test.texts import ResultTexts
from tests.ui.scenes_pages import NOW
from tests.ui.scenes_support import FINE, with_trouble

ASK = Result(Item.SPEAKER, Verdict.IMPOSSIBLE, Reason.SPEAKER_ASK)
BLACK = Result(Item.CAMERA, Verdict.BAD, Reason.CAMERA_BLACK)
FORMS = set(Verdict)


@pytest.fixture
def page(qtbot: QtBot) -> SystemTestPage:
    shown = SystemTestPage()
    qtbot.addWidget(shown)
    shown.resize(1280, 800)
    shown.show()
    return shown


def test_one_button_starts_and_cancels(page: SystemTestPage, qtbot: QtBot) -> None:
    """ "Systemtest", one button.

    Requirements: guide 5.
    """
    assert page.action.text() == "Test starten"
    with qtbot.waitSignal(page.startRequested):
        page.action.click()
    page.show_running()
    assert page.action.text() == "Abbrechen"
    assert page.progress.isVisible()
    with qtbot.waitSignal(page.cancelRequested):
        page.action.click()
    page.show_done(TestReport(NOW, FINE))
    assert page.state is TestState.DONE
    assert page.action.text() == "Erneut testen"


def test_progress_and_the_request_to_speak(page: SystemTestPage) -> None:
    page.show_running()
    page.show_speak(True)
    assert page._summary_title.text() == "Bitte sagen Sie jetzt einen Satz"
    page.show_speak(False)
    assert page._summary_title.text() == "Der Test läuft"
    for number, result in enumerate(FINE, 1):
        page.show_result(result)
        assert page.progress.value() == number
    assert page.progress.maximum() == len(Item)


def test_each_verdict_has_a_form_and_a_word_of_its_own(page: SystemTestPage) -> None:
    row = page.rows[Item.CAMERA]
    forms, words = set(), set()
    for verdict in Verdict:
        row.show_result(Result(Item.CAMERA, verdict, Reason.CAMERA_FINE))
        forms.add(bytes(row._form.pixmap().toImage().bits()))
        words.add(row._word.text())
    assert len(forms) == len(words) == len(FORMS)


def test_a_reader_hears_the_verdict_and_the_advice(page: SystemTestPage) -> None:
    page.show_done(TestReport(NOW, with_trouble(BLACK)))
    row = page.rows[Item.CAMERA]
    assert row.accessibleName() == "Kamera: schlecht"
    assert "schwarz" in row.accessibleDescription()


def test_what_the_device_settings_repair_leads_there(page: SystemTestPage, qtbot: QtBot) -> None:
    page.show_done(TestReport(NOW, with_trouble(BLACK)))
    assert not page.rows[Item.MICROPHONE].buttons.repair.isVisible()
    with qtbot.waitSignal(page.deviceSettingsRequested):
        page.rows[Item.CAMERA].buttons.repair.click()


@pytest.mark.parametrize(("heard", "verdict"), [(True, Verdict.GOOD), (False, Verdict.BAD)])
def test_the_person_is_asked_where_no_microphone_hears(
    page: SystemTestPage, qtbot: QtBot, heard: bool, verdict: Verdict
) -> None:
    """Output sound works.

    Requirements: guide 4.
    """
    page.show_done(TestReport(NOW, with_trouble(ASK)))
    row = page.rows[Item.SPEAKER]
    assert page._summary_title.text() == "Eine Frage ist noch offen"
    with qtbot.waitSignal(page.answered) as told:
        (row.buttons.yes if heard else row.buttons.no).click()
    assert told.args is not None
    assert told.args[0].verdict is verdict
    assert page.worst is verdict
    assert not row.buttons.yes.isVisible()


def test_a_cancelled_test_does_not_say_that_all_is_well(page: SystemTestPage) -> None:
    page.show_done(TestReport(NOW, (Result(Item.CAMERA, Verdict.IMPOSSIBLE, Reason.CANCELLED),)))
    assert "beendet" in page._summary_title.text()


def test_whatever_is_not_good_says_what_to_do(page: SystemTestPage) -> None:
    """Requirements: guide 5."""
    texts = ResultTexts()
    fine = {
        Reason.CAMERA_FINE,
        Reason.MICROPHONE_FINE,
        Reason.SPEAKER_HEARD,
        Reason.SPEAKER_CONFIRMED,
        Reason.ECHO_NONE,
        Reason.ECHO_CANCELLED,
        Reason.SERVICE_FINE,
        Reason.CLOCK_FINE,
        Reason.LINE_FINE,
        Reason.DELAY_FINE,
        Reason.LOSS_NONE,
        Reason.RELAY_FINE,
        Reason.FIREWALL_OPEN,
        Reason.PROCESSOR_FINE,
        Reason.MEMORY_FINE,
        Reason.SCREEN_FINE,
        Reason.SYSTEM_FINE,
    }
    for reason in Reason:
        advice = texts.advice(Result(Item.CAMERA, Verdict.BAD, reason))
        assert bool(advice) is (reason not in fine), reason
