"""Five minutes before: once, not into a call, and with a word about what is missing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from medclient.media.devices import Device, DeviceKind, Devices
from medclient.settings import Settings
from medclient.ui.appointments.model import AppointmentRow
from medclient.ui.appointments.reminder import Reminders, missing_devices
from medclient.ui.appointments.reminding import Reminding
from tests.ui.appointments.conftest import Desk

NOW = datetime(2026, 11, 26, 8, 55, tzinfo=UTC)


def row(minutes: float, name: str = "Erika Beispiel", **more: object) -> AppointmentRow:
    return AppointmentRow(f"link-{minutes}", NOW + timedelta(minutes=minutes), 15, name, **more)  # type: ignore[arg-type]


def test_row_5_log_in_about_5_minutes_before() -> None:
    """A reminder 5 minutes before the next appointment, once.

    Requirements: guide 5.
    """
    reminders = Reminders()
    rows = (row(6), row(5), row(30))
    assert reminders.due(rows, NOW, in_call=False) == rows[1]
    assert reminders.due(rows, NOW, in_call=False) is None
    assert reminders.due(rows, NOW + timedelta(minutes=1), in_call=False) == rows[0]


def test_no_reminder_goes_into_a_call_and_one_comes_after_it() -> None:
    """Requirements: guide 1."""
    reminders = Reminders()
    assert reminders.due((row(5),), NOW, in_call=True) is None
    assert reminders.due((row(5),), NOW + timedelta(minutes=2), in_call=False) == row(5)


@pytest.mark.parametrize(
    "silent",
    [
        row(5, own=False),
        row(0),
        row(-1),
        row(5, cancelled_at=NOW),
        row(5, started_at=NOW),
        row(5, started_at=NOW, ended_at=NOW),
    ],
)
def test_what_is_no_reason_to_remind(silent: AppointmentRow) -> None:
    assert Reminders().due((silent,), NOW, in_call=False) is None


def test_a_moved_appointment_is_reminded_of_anew() -> None:
    reminders = Reminders()
    assert reminders.due((row(5),), NOW, in_call=False)
    moved = replace(row(5), starts_at=NOW + timedelta(minutes=20))
    assert reminders.due((moved,), NOW + timedelta(minutes=15), in_call=False) == moved


def device(name: str, kind: DeviceKind) -> Device:
    return Device(name, name, kind, 0)


FOUND = Devices(
    (device("Kamera", DeviceKind.CAMERA),),
    (device("Headset", DeviceKind.MICROPHONE),),
    (device("Headset", DeviceKind.SPEAKER),),
)


@pytest.mark.parametrize(
    ("found", "chosen", "missing"),
    [
        (FOUND, Settings(), ()),
        (FOUND, Settings(camera="Kamera", microphone="Headset", speaker="Headset"), ()),
        (FOUND, Settings(microphone="Jabra"), ("microphone",)),
        (Devices(), Settings(), ("camera", "microphone", "speaker")),
        (Devices(), Settings(camera="test-pattern", microphone="test-tone"), ("speaker",)),
        (replace(FOUND, cameras=()), Settings(), ("camera",)),
    ],
)
def test_missing_devices_are_named(found: Devices, chosen: Settings, missing: tuple[str, ...]) -> None:
    assert missing_devices(found, chosen) == missing


@pytest.fixture
def notified() -> list[tuple[str, str]]:
    return []


def reminding(desk: Desk, notified: list[tuple[str, str]], found: Devices | None, **more: object) -> Reminding:
    def notify(title: str, text: str) -> bool:
        notified.append((title, text))
        return True

    values: dict[str, object] = {"in_call": lambda: False, "settings": Settings, "list_devices": lambda: found}
    return Reminding(
        desk.page,
        desk.presenter,
        lambda: datetime.now(UTC),
        desk.presenter._background,
        notify=notify,
        **(values | more),  # type: ignore[arg-type]
    )


async def test_row_5_the_devices_are_looked_at_silently(desk: Desk, notified: list[tuple[str, str]]) -> None:
    """The notification names no patient, the window does.

    Requirements: guide 5.
    """
    made = await desk.create("Erika Beispiel", starts_at=datetime.now(UTC) + timedelta(minutes=4, seconds=30))
    asked = []

    def list_devices() -> Devices:
        asked.append(True)
        return replace(FOUND, cameras=())

    due = reminding(desk, notified, None, list_devices=list_devices)
    desk.page.hide()
    await due.remind(desk.presenter.row(made))
    [(title, text)] = notified
    assert "Videotermin in" in title
    assert "Kamera wurde nicht gefunden" in text
    assert "Erika" not in title + text
    assert "Erika Beispiel" in desk.page.notice.text
    assert asked == [True]


async def test_a_window_that_is_looked_at_says_it_alone(desk: Desk, notified: list[tuple[str, str]]) -> None:
    made = await desk.create("Max Muster", starts_at=datetime.now(UTC) + timedelta(minutes=4))
    desk.page.activateWindow()
    await reminding(desk, notified, FOUND).remind(desk.presenter.row(made))
    if desk.page.window().isActiveWindow():
        assert notified == []
    assert "Max Muster" in desk.page.notice.text
    assert "nicht gefunden" not in desk.page.notice.text


async def test_it_looks_by_itself(desk: Desk, notified: list[tuple[str, str]]) -> None:
    await desk.create("Otto Offen", starts_at=datetime.now(UTC) + timedelta(minutes=4))
    due = reminding(desk, notified, FOUND)
    desk.page.notice.settle()
    due.look()
    while "Videotermin in" not in desk.page.notice.text:
        await desk.step()
    desk.presenter.signed_out()
    due.look()
