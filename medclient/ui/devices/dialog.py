"""The device settings: camera with its picture, microphone with its level, speaker with a tone."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from medclient.media.brightness import Light
from medclient.media.devices import Devices
from medclient.media.frames import LatestFrame
from medclient.ui import tall_dialog, tokens, widgets
from medclient.ui.call.own_media import DeviceCondition, OwnMedia
from medclient.ui.devices.device_box import DeviceBox
from medclient.ui.devices.level_meter import LevelMeter
from medclient.ui.devices.model import CAMERA_SIZES, MOST_VOLUME, DeviceChoice, SoundTest
from medclient.ui.video import VideoWidget

PREVIEW = (372, 209)
COLUMN = 372
SIZE_COLUMN = 164
SLIDER_HEIGHT = 24


class DeviceSettings(QDialog):
    """Shows what is handed in and emits what is chosen; a choice takes effect at once, also while a call runs.

    It is never modal: open it with `show()`.
    """

    choiceChanged = Signal(object)
    """The whole new `DeviceChoice`."""
    testToneRequested = Signal()
    recordRequested = Signal()
    """Record three seconds, then play them back: in memory only."""
    shown = Signal(bool)
    """Whether it can be seen: preview and level are wanted only then."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._choice = DeviceChoice()
        self._devices = Devices()
        self._media = OwnMedia()
        self._test = SoundTest.NONE
        self._light = Light.FINE
        self._rate: tuple[int, int, int] | None = None
        self.rate = widgets.label(size="small", tone="muted")
        self.preview = VideoWidget(mirrored=True, radius=tokens.RADIUS)
        self.preview.setFixedSize(*PREVIEW)
        self.camera = DeviceBox()
        self.frame_size = QComboBox()
        for each in CAMERA_SIZES:
            self.frame_size.addItem("", each)
        self.frame_size.setFixedWidth(SIZE_COLUMN)
        self.microphone = DeviceBox()
        self.speaker = DeviceBox()
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setRange(0, MOST_VOLUME)
        self.volume.setSingleStep(5)
        self.volume.setPageStep(20)
        self.volume.setMinimumHeight(SLIDER_HEIGHT)
        self._volume_title = widgets.label(size="small", tone="muted")
        self.camera_advice = widgets.label(tone="warning", wrap=True)
        self.microphone_advice = widgets.label(tone="warning", wrap=True)
        self.speaker_advice = widgets.label(tone="warning", wrap=True)
        self.meter = LevelMeter()
        self.record = widgets.button("", icon="mic")
        self.tone = widgets.button("", icon="volume-2")
        self.noise = QCheckBox()
        self.echo = QCheckBox()
        self.gain = QCheckBox()
        self.original = QCheckBox()
        self._original_note = widgets.label(size="small", tone="muted", wrap=True)
        self._camera_title = widgets.label(strong=True)
        self._microphone_title = widgets.label(strong=True)
        self._speaker_title = widgets.label(strong=True)
        self._sound_title = widgets.label(strong=True)
        self._note = widgets.label(size="small", tone="muted", wrap=True)
        self.close_button = widgets.button("")
        self._lay_out()
        self._connect()
        self.retranslate()

    # What is handed in.

    def show_devices(self, devices: Devices) -> None:
        """What is plugged in now."""
        self._devices = devices
        self.camera.show_devices(devices.cameras)
        self.microphone.show_devices(devices.microphones)
        self.speaker.show_devices(devices.speakers)
        self._draw()

    def show_choice(self, choice: DeviceChoice) -> None:
        """What is chosen now; emits nothing."""
        self._choice = choice
        self.camera.show_choice(choice.camera)
        self.microphone.show_choice(choice.microphone)
        self.speaker.show_choice(choice.speaker)
        self.volume.setValue(choice.volume)
        self._draw()

    def show_media(self, media: OwnMedia) -> None:
        """Whether the devices deliver."""
        self._media = media
        if media.microphone is not DeviceCondition.WORKING:
            self.meter.reset()
        self._draw()

    def show_test(self, test: SoundTest) -> None:
        """Which sound test runs."""
        self._test = test
        self._draw()

    def set_preview_frames(self, frames: LatestFrame | None) -> None:
        self.preview.set_frames(frames)
        self._light = Light.FINE
        self._rate = None
        self._draw()

    def show_light(self, found: Light) -> None:
        """Whether there is enough light on the face."""
        if found is not self._light:
            self._light = found
            self._draw()

    def show_rate(self, size: tuple[int, int] | None, frames_per_second: float) -> None:
        """What the camera really delivers."""
        rate = (*size, round(frames_per_second)) if size and frames_per_second else None
        if rate != self._rate:
            self._rate = rate
            self._draw_rate()

    def set_level(self, dbfs: float) -> None:
        """The microphone's newest peak, after processing, in dB of full scale."""
        if self.isVisible():
            self.meter.set_level(dbfs)

    @property
    def choice(self) -> DeviceChoice:
        return self._choice

    # What it shows.

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Device settings"))
        self._camera_title.setText(self.tr("Camera"))
        self._microphone_title.setText(self.tr("Microphone"))
        self._speaker_title.setText(self.tr("Loudspeaker or headset"))
        self._sound_title.setText(self.tr("Sound processing"))
        for box, title in (
            (self.camera, self._camera_title),
            (self.microphone, self._microphone_title),
            (self.speaker, self._speaker_title),
        ):
            box.setAccessibleName(title.text())
            box.retranslate()
        self._volume_title.setText(self.tr("Volume"))
        self.volume.setAccessibleName(self.tr("Volume"))
        self.frame_size.setAccessibleName(self.tr("Size of the camera's picture"))
        for index, size in enumerate(CAMERA_SIZES):
            self.frame_size.setItemText(index, size.replace("x", " × ") if size else self.tr("Automatic"))
        self.preview.setAccessibleName(self.tr("Picture of your camera"))
        self.noise.setText(self.tr("Suppress background noise"))
        self.echo.setText(self.tr("Cancel echo"))
        self.gain.setText(self.tr("Even out the loudness"))
        self.original.setText(self.tr("Original sound"))
        self._original_note.setText(
            self.tr("Nothing is filtered: for breathing, coughing or music. Use a headset with it.")
        )
        self._note.setText(self.tr("What you see and hear here is what the other side gets."))
        self.close_button.setText(self.tr("Close"))
        self._draw()

    def _draw(self) -> None:
        choice, media, devices = self._choice, self._media, self._devices
        self.noise.setChecked(choice.noise_suppression and not choice.original_sound)
        self.echo.setChecked(choice.echo_cancellation and not choice.original_sound)
        self.gain.setChecked(choice.gain_control and not choice.original_sound)
        self.original.setChecked(choice.original_sound)
        self.noise.setEnabled(not choice.original_sound)
        self.echo.setEnabled(not choice.original_sound)
        self.gain.setEnabled(not choice.original_sound)
        has_picture = media.camera in (DeviceCondition.WORKING, DeviceCondition.STARTING)
        self.preview.set_camera_on(has_picture)
        self.preview.set_placeholder("", *self._preview_words(media.camera))
        self.frame_size.setCurrentIndex(max(0, self.frame_size.findData(choice.camera_size)))
        self._draw_rate()
        light = self._light_words() if media.camera is DeviceCondition.WORKING else ""
        _advise(self.camera_advice, self._camera_words(media.camera) or light)
        _advise(self.microphone_advice, self._microphone_words(media.microphone))
        _advise(self.speaker_advice, self._speaker_words(media.speaker))
        can_hear = bool(devices.speakers) and media.speaker is not DeviceCondition.MISSING
        can_speak = bool(devices.microphones) and media.microphone is DeviceCondition.WORKING
        self.meter.setEnabled(can_speak)
        self.tone.setEnabled(can_hear and self._test is SoundTest.NONE)
        self.record.setEnabled(can_hear and can_speak and self._test is SoundTest.NONE)
        self.tone.setText(
            self.tr("The tone is playing …") if self._test is SoundTest.TONE else self.tr("Play a test tone")
        )
        self.record.setText(
            {
                SoundTest.RECORDING: self.tr("Recording: say a sentence …"),
                SoundTest.PLAYING: self.tr("This is how you sound …"),
            }.get(self._test, self.tr("Record 3 seconds and listen"))
        )

    def _preview_words(self, camera: DeviceCondition) -> tuple[str, str]:
        match camera:
            case DeviceCondition.STARTING:
                return self.tr("The camera is starting …"), "video"
            case DeviceCondition.OFF:
                return self.tr("The camera is switched off"), "video-off"
            case DeviceCondition.WORKING:
                return "", "video"
        return self.tr("No picture"), "camera-off"

    def _draw_rate(self) -> None:
        working = self._media.camera is DeviceCondition.WORKING
        text = self.tr("delivers {width} × {height}, {rate} pictures a second")
        shown = self._rate if working else None
        self.rate.setText(text.format(width=shown[0], height=shown[1], rate=shown[2]) if shown else "")

    def _light_words(self) -> str:
        return {
            Light.DARK: self.tr("Your face is rather dark. Put a lamp in front of you, or turn to the window."),
            Light.BACKLIT: self.tr("The light comes from behind you. Turn around, or close the curtain."),
            Light.COVERED: self.tr("The picture is black. Is the camera's shutter closed?"),
        }.get(self._light, "")

    def _camera_words(self, condition: DeviceCondition) -> str:
        match condition:
            case DeviceCondition.MISSING:
                return self.tr(
                    "No camera was found. Plug one in or open its cover: it appears here by itself. "
                    "A consultation also works with sound alone."
                )
            case DeviceCondition.BUSY:
                return self.tr("Another program uses the camera. Close it there: the picture then comes by itself.")
            case DeviceCondition.FAILED:
                return self.tr("The camera delivers no picture. Unplug it and plug it in again, or choose another.")
        return ""

    def _microphone_words(self, condition: DeviceCondition) -> str:
        match condition:
            case DeviceCondition.MISSING:
                return self.tr("No microphone was found. Plug in a headset: it appears here by itself.")
            case DeviceCondition.BUSY:
                return self.tr("Another program uses the microphone. Close it there, or choose another microphone.")
            case DeviceCondition.FAILED:
                return self.tr(
                    "The microphone delivers no sound. Check its switch and the system's privacy settings, "
                    "or choose another."
                )
        return ""

    def _speaker_words(self, condition: DeviceCondition) -> str:
        match condition:
            case DeviceCondition.MISSING:
                return self.tr("No loudspeaker was found. Plug in a headset: it appears here by itself.")
            case DeviceCondition.BUSY | DeviceCondition.FAILED:
                return self.tr("The loudspeaker does not play. Choose another one.")
        return ""

    # What is chosen.

    def _connect(self) -> None:
        self.volume.valueChanged.connect(self._on_volume)
        self.frame_size.activated.connect(lambda index: self._choose(camera_size=self.frame_size.itemData(index)))
        self.camera.chosen.connect(lambda device: self._choose(camera=device))
        self.microphone.chosen.connect(lambda device: self._choose(microphone=device))
        self.speaker.chosen.connect(lambda device: self._choose(speaker=device))
        self.noise.clicked.connect(lambda on: self._choose(noise_suppression=on))
        self.echo.clicked.connect(lambda on: self._choose(echo_cancellation=on))
        self.gain.clicked.connect(lambda on: self._choose(gain_control=on))
        self.original.clicked.connect(lambda on: self._choose(original_sound=on))
        self.tone.clicked.connect(self.testToneRequested)
        self.record.clicked.connect(self.recordRequested)
        self.close_button.clicked.connect(self.close)

    def _on_volume(self, percent: int) -> None:
        if percent != self._choice.volume:
            self._choose(volume=percent)

    def _choose(self, **values: str | bool | int) -> None:
        before = self._choice
        self._choice = replace(before, **values)  # type: ignore[arg-type]
        if self._choice.microphone != before.microphone:
            self.meter.reset()
        if self._choice.camera != before.camera:
            self.preview.clear()
        self._draw()
        self.choiceChanged.emit(self._choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter belongs to the focused control, not to a default button.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.meter.reset()
        self.shown.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.shown.emit(False)

    # Where it stands.

    def _lay_out(self) -> None:
        content = QWidget()
        columns = QGridLayout(content)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setHorizontalSpacing(tokens.SPACE_6)
        columns.setVerticalSpacing(0)
        columns.addLayout(self._left_column(), 0, 0)
        columns.addLayout(self._right_column(), 0, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self.close_button)
        tall_dialog.lay_out(self, content, foot)

    def _left_column(self) -> QVBoxLayout:
        column = _column(self._camera_title, self.camera, self.camera_advice)
        column.insertWidget(1, self.preview)
        column.insertSpacing(2, tokens.SPACE_1)
        format_row = QHBoxLayout()
        format_row.setSpacing(tokens.SPACE_3)
        format_row.addWidget(self.frame_size)
        format_row.addWidget(self.rate, 1)
        column.insertLayout(4, format_row)
        column.addSpacing(tokens.SPACE_6)
        column.addLayout(_column(self._speaker_title, self.speaker, self.speaker_advice))
        loud = QHBoxLayout()
        loud.setSpacing(tokens.SPACE_3)
        loud.addWidget(self._volume_title)
        loud.addWidget(self.volume, 1)
        column.addLayout(loud)
        column.addWidget(self.tone)
        column.addStretch(1)
        return column

    def _right_column(self) -> QVBoxLayout:
        column = _column(self._microphone_title, self.microphone, self.microphone_advice)
        column.addWidget(self.meter)
        column.addWidget(self.record)
        column.addSpacing(tokens.SPACE_6)
        column.addWidget(self._sound_title)
        for switch in (self.noise, self.echo, self.gain, self.original):
            column.addWidget(switch)
        column.addWidget(self._original_note)
        column.addStretch(1)
        return column


def _column(title: QLabel, box: DeviceBox, advice: QLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(tokens.SPACE_2)
    column.addWidget(title)
    column.addWidget(box)
    column.addWidget(advice)
    box.setFixedWidth(COLUMN)
    advice.setFixedWidth(COLUMN)
    return column


def _advise(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
