"""Devices that come and go, and what is remembered of each. PRODUCT row 4."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from medclient.media.brightness import Light
from medclient.media.devices import TEST_PATTERN, TEST_TONE
from medclient.media.local_media import CALL, LocalMedia, MediaChoice
from medclient.ui.call.own_media import DeviceCondition
from medclient.ui.devices import DeviceChoice, DeviceSettings, memory
from medclient.ui.devices.hot_plug import HotPlug, wants_reopening
from medclient.ui.devices.model import CAMERA_SIZES, size_of
from tests.ui.call.screens import WORKING
from tests.ui.devices.screens import settings

HEADSET = "Jabra Evolve2 65"


class Devices:
    """The devices of a machine on which things are plugged in; hardware is the one thing that is faked."""

    def __init__(self, choice: MediaChoice) -> None:
        self.choice = choice
        self.in_use = True
        self.names = frozenset({"Lautsprecher (Realtek)"})
        self.reopened = 0

    def reopen_sound(self) -> None:
        self.reopened += 1


@pytest.mark.parametrize(
    ("chosen", "plugged", "reopens"),
    [
        (("", ""), HEADSET, True),
        (("", ""), "HDMI Audio", False),
        (("USB-Mikrofon", "Boxen"), HEADSET, False),
        (("USB-Mikrofon", "Boxen"), "USB-Mikrofon", True),
        (("USB-Mikrofon", ""), HEADSET, True),
    ],
)
def test_a_headset_is_preferred_when_it_appears_and_a_choice_is_kept(
    chosen: tuple[str, str], plugged: str, reopens: bool, qtbot: QtBot
) -> None:
    """Requirements: guide 4."""
    devices = Devices(MediaChoice("", *chosen))
    parent = QObject()
    plug = HotPlug(devices, parent, lambda: devices.names)  # type: ignore[arg-type]
    plug.look()
    assert devices.reopened == 0
    devices.names |= {plugged}
    plug.look()
    plug.look()
    assert devices.reopened == int(reopens), "once, when it comes"
    assert wants_reopening(frozenset({plugged}), chosen) is reopens


def test_nothing_is_opened_for_a_device_while_nothing_is_open(qtbot: QtBot) -> None:
    devices = Devices(MediaChoice())
    devices.in_use = False
    parent = QObject()
    plug = HotPlug(devices, parent, lambda: devices.names)  # type: ignore[arg-type]
    devices.names |= {HEADSET}
    plug.look()
    assert devices.reopened == 0


class Reopened(LocalMedia):
    """The real devices' keeper, which also counts how often its sound was looked for again."""

    count = 0

    def reopen_sound(self) -> None:
        self.count += 1
        super().reopen_sound()


def test_after_the_call_a_headset_opens_nothing(qtbot: QtBot) -> None:
    """The engine lets go of camera and sound with the goodbye; what is plugged in then waits for the next call."""
    media = Reopened(MediaChoice(TEST_PATTERN, TEST_TONE), lambda state: None)
    names = frozenset({"Lautsprecher (Realtek)"})
    parent = QObject()
    plug = HotPlug(media, parent, lambda: names)
    try:
        media.acquire_sound(CALL)
        plug.look()
        media.release_sound(CALL)
        assert not media.in_use
        names |= {HEADSET, TEST_TONE}
        plug.look()
        media.acquire_sound(CALL)
        plug.look()
        assert media.count == 0, "the next call has found it by itself"
        names |= {"Jabra Link"}
        plug.look()
        assert media.count == 1
    finally:
        media.close()


# Memory of each device.


def test_each_microphone_has_its_own_switches() -> None:
    """Requirements: guide 4."""
    headset = DeviceChoice(microphone=HEADSET, noise_suppression=False, echo_cancellation=False)
    table = DeviceChoice(microphone="Tisch", noise_suppression=True)
    noted = memory.remember(memory.remember("", headset), table)
    assert memory.recall(noted, replace(table, microphone=HEADSET)) == headset
    assert memory.recall(noted, replace(headset, microphone="Tisch")).noise_suppression
    fresh = DeviceChoice(microphone="Neu", original_sound=True)
    assert memory.recall(noted, fresh) == fresh, "a new one keeps what is in force"


@pytest.mark.parametrize("damaged", ["", "no json", "[]", '{"Tisch": 5}', '{"Tisch": {"noise_suppression": "yes"}}'])
def test_a_damaged_memory_remembers_nothing(damaged: str) -> None:
    choice = DeviceChoice(microphone="Tisch")
    assert memory.recall(damaged, choice) == choice
    assert memory.recall(memory.remember(damaged, choice), choice) == choice


def test_the_memory_does_not_grow() -> None:
    noted = ""
    for number in range(60):
        noted = memory.remember(noted, DeviceChoice(microphone=f"Gerät {number}", noise_suppression=False))
    assert memory.recall(noted, DeviceChoice(microphone="Gerät 0")).noise_suppression
    assert not memory.recall(noted, DeviceChoice(microphone="Gerät 59")).noise_suppression
    assert len(noted) < 5000


# In the dialog.


@pytest.fixture
def dialog(qtbot: QtBot, english: None) -> DeviceSettings:
    made = settings()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize(
    ("found", "word"), [(Light.DARK, "lamp"), (Light.BACKLIT, "behind"), (Light.COVERED, "shutter"), (Light.FINE, "")]
)
def test_too_little_light_is_named_with_what_helps(dialog: DeviceSettings, found: Light, word: str) -> None:
    dialog.show_light(found)
    assert word in dialog.camera_advice.text()
    assert dialog.camera_advice.isVisible() is bool(word)


def test_a_camera_that_delivers_nothing_is_not_called_dark(dialog: DeviceSettings) -> None:
    dialog.show_light(Light.COVERED)
    dialog.show_media(replace(WORKING, camera=DeviceCondition.BUSY))
    assert "Another program" in dialog.camera_advice.text()


def test_the_size_is_chosen_and_the_measured_rate_stands_beside_it(qtbot: QtBot, dialog: DeviceSettings) -> None:
    with qtbot.waitSignal(dialog.choiceChanged) as changed:
        dialog.frame_size.activated.emit(CAMERA_SIZES.index("1920x1080"))
    assert changed.args is not None
    assert changed.args[0].camera_size == "1920x1080"
    dialog.show_rate((1280, 720), 29.7)
    assert dialog.rate.text() == "delivers 1280 × 720, 30 pictures a second"
    dialog.show_media(replace(WORKING, camera=DeviceCondition.OFF))
    assert dialog.rate.text() == ""


def test_sizes_of_the_settings_file() -> None:
    assert size_of("640x480") == (640, 480)
    assert size_of("") == size_of("9999x1") == size_of("x") == (1280, 720)


def test_each_speaker_has_its_own_volume() -> None:
    headset = DeviceChoice(speaker=HEADSET, volume=40)
    noted = memory.remember_volume(memory.remember_volume("", headset), DeviceChoice(speaker="Boxen", volume=120))
    assert memory.recall_volume(noted, DeviceChoice(speaker=HEADSET, volume=120)).volume == 40
    assert memory.recall_volume(noted, DeviceChoice(speaker="Neu", volume=120)).volume == 120
    for damaged in ("no json", "[]", '{"Boxen": "loud"}', '{"Boxen": 9999}', '{"Boxen": true}'):
        assert memory.recall_volume(damaged, DeviceChoice(speaker="Boxen")).volume == 100


def test_the_volume_is_a_choice_like_the_others(qtbot: QtBot, dialog: DeviceSettings) -> None:
    with qtbot.waitSignal(dialog.choiceChanged) as changed:
        dialog.volume.setValue(60)
    assert changed.args is not None
    assert changed.args[0].volume == 60
    with qtbot.assertNotEmitted(dialog.choiceChanged):
        dialog.show_choice(DeviceChoice(volume=80))
    assert dialog.volume.value() == 80
