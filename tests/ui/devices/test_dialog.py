"""The device settings: lists, choices, advice, tests of the sound."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from medclient.media.devices import Devices
from medclient.ui import tokens
from medclient.ui.call.own_media import DeviceCondition, OwnMedia
from medclient.ui.devices import DeviceChoice, DeviceSettings, SoundTest
from medclient.ui.devices.level_meter import FLOOR_DBFS, LevelMeter
from tests.ui.call.reading import visible_texts
from tests.ui.call.screens import WORKING
from tests.ui.devices.screens import BUSY, CHOICE, LISTS, NOTHING, settings

LEFT = Qt.MouseButton.LeftButton
KINDS = ("camera", "microphone", "speaker")


@pytest.fixture
def dialog(qtbot: QtBot) -> DeviceSettings:
    made = settings()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def entries(box: QComboBox) -> list[str]:
    return [box.itemText(index) for index in range(box.count())]


def choose(box: QComboBox, index: int) -> None:
    """As a user does: the program's own changes do not count as a choice."""
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_it_never_blocks_the_call(dialog: DeviceSettings) -> None:
    """Requirements: guide 4."""
    assert not dialog.isModal()


def test_the_lists_show_what_is_there_and_what_is_chosen(dialog: DeviceSettings) -> None:
    assert entries(dialog.camera) == ["Automatic", "HD Pro Webcam C920", "Integrierte Kamera"]
    assert dialog.camera.currentText() == "HD Pro Webcam C920"
    assert dialog.microphone.currentText() == "Jabra Evolve 30"
    assert dialog.speaker.currentText() == "Jabra Evolve 30"


def test_filling_the_lists_chooses_nothing(qtbot: QtBot, dialog: DeviceSettings) -> None:
    with qtbot.assertNotEmitted(dialog.choiceChanged):
        dialog.show_devices(Devices())
        dialog.show_devices(LISTS)
        dialog.show_choice(DeviceChoice())
        dialog.show_choice(CHOICE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_choice_goes_out_at_once_with_all_the_others(qtbot: QtBot, dialog: DeviceSettings, kind: str) -> None:
    with qtbot.waitSignal(dialog.choiceChanged) as changed:
        choose(getattr(dialog, kind), 2)
    assert changed.args is not None
    (choice,) = changed.args
    assert getattr(choice, kind) == f"{kind}-2"
    assert [getattr(choice, other) for other in KINDS] == [f"{k}-{2 if k == kind else 1}" for k in KINDS]
    with qtbot.waitSignal(dialog.choiceChanged) as changed:
        choose(getattr(dialog, kind), 0)
    assert changed.args is not None
    assert getattr(changed.args[0], kind) == ""


def test_an_unplugged_device_stays_chosen_and_is_marked(qtbot: QtBot, dialog: DeviceSettings) -> None:
    with qtbot.assertNotEmitted(dialog.choiceChanged):
        dialog.show_devices(replace(LISTS, cameras=LISTS.cameras[1:]))
    assert dialog.camera.currentText() == "camera-1 (not plugged in)"
    dialog.show_devices(LISTS)
    assert dialog.camera.currentText() == "HD Pro Webcam C920"


def test_without_any_device_it_says_what_to_do(qtbot: QtBot) -> None:
    dialog = settings(Devices(), NOTHING)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = visible_texts(dialog)
    assert "No camera was found. Plug one in" in texts
    assert "No microphone was found. Plug in a headset" in texts
    assert "No loudspeaker was found. Plug in a headset" in texts
    assert entries(dialog.camera) == ["No device found"]
    for part in (dialog.camera, dialog.microphone, dialog.speaker, dialog.tone, dialog.record):
        assert not part.isEnabled()
    assert dialog.preview.caption == "No picture"


def test_a_device_in_trouble_says_why(qtbot: QtBot) -> None:
    dialog = settings(media=BUSY)
    qtbot.addWidget(dialog)
    dialog.show()
    texts = visible_texts(dialog)
    assert "Another program uses the camera." in texts
    assert "The microphone delivers no sound." in texts
    assert dialog.tone.isEnabled()
    assert not dialog.record.isEnabled()
    dialog.show_media(WORKING)
    assert not dialog.camera_advice.isVisible()
    assert dialog.record.isEnabled()


def test_sound_tests(qtbot: QtBot, dialog: DeviceSettings) -> None:
    """Requirements: guide 4."""
    with qtbot.waitSignal(dialog.testToneRequested):
        QTest.mouseClick(dialog.tone, LEFT)
    with qtbot.waitSignal(dialog.recordRequested):
        QTest.mouseClick(dialog.record, LEFT)
    for test, text in (
        (SoundTest.TONE, "The tone is playing …"),
        (SoundTest.RECORDING, "Recording: say a sentence …"),
        (SoundTest.PLAYING, "This is how you sound …"),
    ):
        dialog.show_test(test)
        assert text in visible_texts(dialog)
        assert not dialog.tone.isEnabled()
        assert not dialog.record.isEnabled()
    dialog.show_test(SoundTest.NONE)
    assert dialog.tone.isEnabled()


def test_switches_of_the_sound(qtbot: QtBot, dialog: DeviceSettings) -> None:
    with qtbot.waitSignal(dialog.choiceChanged) as changed:
        dialog.noise.click()
    assert changed.args == [replace(CHOICE, noise_suppression=False)]
    with qtbot.waitSignal(dialog.choiceChanged) as changed:
        dialog.gain.click()
    assert changed.args == [replace(CHOICE, noise_suppression=False, gain_control=True)]
    with qtbot.waitSignal(dialog.choiceChanged):
        dialog.gain.click()
    with qtbot.waitSignal(dialog.choiceChanged) as changed:
        dialog.original.click()
    assert changed.args == [replace(CHOICE, noise_suppression=False, original_sound=True)]
    assert not dialog.noise.isEnabled()
    assert not dialog.echo.isEnabled()
    assert not dialog.echo.isChecked()
    with qtbot.waitSignal(dialog.choiceChanged) as changed:
        dialog.original.click()
    assert dialog.echo.isChecked(), "what was set before comes back"
    assert not dialog.noise.isChecked()


def test_the_preview_is_painted_mirrored(qtbot: QtBot, dialog: DeviceSettings) -> None:
    """Requirements: guide 4."""
    qtbot.waitUntil(lambda: dialog.preview.frames_painted == 1)
    assert dialog.preview.has_picture
    dialog.show_media(replace(WORKING, camera=DeviceCondition.OFF))
    assert not dialog.preview.has_picture
    assert dialog.preview.caption == "The camera is switched off"


def test_opening_and_closing_is_told(qtbot: QtBot) -> None:
    dialog = settings()
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.shown) as shown:
        dialog.show()
    assert shown.args == [True]
    with qtbot.waitSignal(dialog.shown) as shown:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert shown.args == [False]


def test_everything_is_reached_by_tab_and_has_a_name(qtbot: QtBot, dialog: DeviceSettings) -> None:
    wanted: list[QWidget] = [dialog.camera, dialog.frame_size, dialog.speaker, dialog.volume, dialog.tone]
    wanted += [
        dialog.microphone,
        dialog.record,
        dialog.noise,
        dialog.echo,
        dialog.gain,
        dialog.original,
        dialog.close_button,
    ]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.camera.setFocus()
    reached = [dialog.focusWidget()]
    for _ in range(len(wanted) - 1):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        reached.append(dialog.focusWidget())
    assert reached == wanted
    for part in wanted:
        named = part.text() if isinstance(part, QAbstractButton) else part.accessibleName()
        assert named


def test_enter_does_not_close_it(qtbot: QtBot, dialog: DeviceSettings) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()


@pytest.mark.parametrize(
    ("dbfs", "verdict"),
    [(-60, "Say something"), (-40, "too quiet"), (-20, "good"), (-3, "too loud"), (12, "too loud")],
)
def test_the_level_is_a_word(qtbot: QtBot, dbfs: float, verdict: str) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.set_level(dbfs)
    assert meter.verdict == verdict
    assert meter.accessibleDescription() == verdict


def test_the_meter_rises_at_once_and_sinks_slowly(qtbot: QtBot) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.set_level(-20)
    meter.set_level(-60)
    assert -25 < meter.level_dbfs < -20
    meter.reset()
    assert meter.level_dbfs == FLOOR_DBFS


def test_the_meter_paints_zone_and_level(qtbot: QtBot) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.resize(400, 28)
    before = meter.grab().toImage().pixelColor(20, 14)
    meter.set_level(-20)
    after = meter.grab().toImage().pixelColor(20, 14)
    assert before == QColor(tokens.current().border)
    assert after == QColor(tokens.current().accent)


def test_an_unknown_level_is_not_shown_while_closed(qtbot: QtBot) -> None:
    dialog = settings(media=OwnMedia())
    qtbot.addWidget(dialog)
    dialog.set_level(-10)
    assert dialog.meter.level_dbfs == FLOOR_DBFS
