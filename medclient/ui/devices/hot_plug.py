"""Sound devices that are plugged in or out while the program runs."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtMultimedia import QMediaDevices

from medclient.media.devices import is_headset_name
from medclient.media.local_media import LocalMedia

POLL_MS = 3000
"""On Linux no signal comes when something is unplugged."""


def names_of_system() -> frozenset[str]:
    """All sound devices as the system names them now."""
    devices = (*QMediaDevices.audioInputs(), *QMediaDevices.audioOutputs())
    return frozenset(device.description() for device in devices)


def wants_reopening(appeared: frozenset[str], chosen: tuple[str, str]) -> bool:
    """Whether a device that has come is to be used: one that was chosen, or a headset where the choice is free."""
    return any(name in chosen or ("" in chosen and is_headset_name(name)) for name in appeared)


class HotPlug(QObject):
    """Opens the sound anew when something better is there. What is unplugged, the sound itself notices.

    The system is not asked before a device is in use for the first time: that loads a library.
    """

    def __init__(
        self, media: LocalMedia, parent: QObject, names: Callable[[], frozenset[str]] = names_of_system
    ) -> None:
        super().__init__(parent)
        self._media = media
        self._names = names
        self._known: frozenset[str] | None = None
        self._system: QMediaDevices | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Compare what is there with what was."""
        if not self._media.in_use:
            self._known = None  # the next opening looks for itself
            return
        if self._system is None:
            self._system = QMediaDevices(self)
            self._system.audioInputsChanged.connect(self.look)
            self._system.audioOutputsChanged.connect(self.look)
        before, self._known = self._known, self._names()
        choice = self._media.choice
        if before is not None and wants_reopening(self._known - before, (choice.microphone, choice.speaker)):
            self._media.reopen_sound()
