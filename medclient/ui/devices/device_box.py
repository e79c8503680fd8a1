"""A list of devices of one kind, with "automatic" first."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from medclient.media.devices import Device


class DeviceBox(QComboBox):
    """Emits `chosen` only when the user chooses, never when the list is filled."""

    chosen = Signal(str)
    """The device's id; empty for automatic."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._devices: tuple[Device, ...] = ()
        self._choice = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.activated.connect(self._on_activated)

    def show_devices(self, devices: tuple[Device, ...]) -> None:
        """Fill the list; the choice stays even while its device is unplugged."""
        self._devices = devices
        self._fill()

    def show_choice(self, device_id: str) -> None:
        self._choice = device_id
        self._fill()

    def retranslate(self) -> None:
        self._fill()

    def _fill(self) -> None:
        if self.view().isVisible():
            # An open list is not pulled from under the mouse; it is filled when it closes.
            return
        with QSignalBlocker(self):
            self.clear()
            if not self._devices:
                self.addItem(self.tr("No device found"), "")
            else:
                self.addItem(self.tr("Automatic"), "")
                for device in self._devices:
                    self.addItem(device.name, device.id)
                if self._choice and self.findData(self._choice) < 0:
                    self.addItem(self.tr("{name} (not plugged in)").format(name=self._choice), self._choice)
            self.setCurrentIndex(max(0, self.findData(self._choice)))
        self.setEnabled(bool(self._devices))

    def hidePopup(self) -> None:
        super().hidePopup()
        self._fill()

    def _on_activated(self, index: int) -> None:
        device_id = self.itemData(index)
        if isinstance(device_id, str) and device_id != self._choice:
            self._choice = device_id
            self.chosen.emit(device_id)
