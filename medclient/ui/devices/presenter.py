"""Brings the device settings and the devices together."""

import asyncio
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from medclient.media.brightness import Light, light
from medclient.media.devices import is_headset_name, list_devices
from medclient.media.frames import LatestFrame
from medclient.media.local_media import LocalMedia, MediaChoice
from medclient.media.processing import ProcessingChoice
from medclient.media.test_pattern import SAMPLE_RATE, Sound
from medclient.settings import Settings
from medclient.ui.background import Background
from medclient.ui.call.presenter import CallBridge, own_media
from medclient.ui.devices import memory
from medclient.ui.devices.dialog import DeviceSettings
from medclient.ui.devices.hot_plug import HotPlug
from medclient.ui.devices.model import DeviceChoice, SoundTest, size_of

OWNER = "settings"
LEVEL_MS = 100
LOOKS_PER_S = 10
LIST_MS = 2000
"""How often the lists are read while they can be seen; a plug is noticed by then."""
RECORD_S = 3.0
TONE_MS = 1200
SETTLES_S = 3.0
"""What changes so soon after a choice was chosen."""


def media_choice(settings: Settings) -> MediaChoice:
    """The remembered devices."""
    original = settings.original_sound
    processing = ProcessingChoice(
        echo_cancellation=settings.echo_cancellation and not original,
        noise_suppression=settings.noise_suppression and not original,
        gain_control=settings.gain_control and not original,
    )
    size = size_of(settings.camera_size)
    return MediaChoice(settings.camera, settings.microphone, settings.speaker, processing, size, settings.volume / 100)


class DevicesPresenter(QObject):
    """The dialog is made when it is first wanted."""

    soundMoved = Signal(str)
    """In words: another device than before is used, and nobody has chosen it."""
    _recorded = Signal(object)

    def __init__(
        self,
        window: QWidget,
        media: LocalMedia,
        bridge: CallBridge,
        background: Background,
        settings: Callable[[], Settings],
        change_settings: Callable[[Settings], None],
        follow: Callable[[QWidget], object] = lambda dialog: None,
    ) -> None:
        """`follow` lets the dialog come back where it was."""
        super().__init__(window)
        self._window = window
        self._media = media
        self._background = background
        self._settings = settings
        self._change_settings = change_settings
        self._follow = follow
        self._dialog: DeviceSettings | None = None
        self._frames = LatestFrame()
        self._stop_listening: Callable[[], None] | None = None
        self._levels = QTimer(self, interval=LEVEL_MS)
        self._levels.timeout.connect(self._show_level)
        self._lists = QTimer(self, interval=LIST_MS)
        self._lists.timeout.connect(lambda: background.spawn(self._list()))
        bridge.mediaChanged.connect(lambda state: self._show_media())
        self._recorded.connect(self._play_back)
        self._hot_plug = HotPlug(media, self)
        self._names = ("", "")
        self._looked = 0
        self._chosen_at = -SETTLES_S

    def show(self) -> None:
        """Open the settings; a call goes on behind them."""
        if self._dialog is None:
            self._dialog = dialog = DeviceSettings(self._window)
            dialog.choiceChanged.connect(self._choose)
            dialog.testToneRequested.connect(self._play_tone)
            dialog.recordRequested.connect(self._record)
            dialog.shown.connect(self._shown)
            self._follow(dialog)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _shown(self, shown: bool) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        if shown:
            settings = self._settings()
            dialog.show_choice(
                DeviceChoice(
                    settings.camera,
                    settings.microphone,
                    settings.speaker,
                    settings.noise_suppression,
                    settings.echo_cancellation,
                    settings.camera_size,
                    settings.volume,
                    settings.original_sound,
                    settings.gain_control,
                )
            )
            self._stop_listening = self._media.add_video_listener(lambda frame, at: self._frames.put(frame))
            dialog.set_preview_frames(self._frames)
            self._media.acquire_camera(OWNER)
            self._media.acquire_sound(OWNER)
            self._levels.start()
            self._lists.start()
            self._background.spawn(self._list())
            self._show_media()
            return
        self._levels.stop()
        self._lists.stop()
        if self._stop_listening:
            self._stop_listening()
            self._stop_listening = None
        self._media.release_camera(OWNER)
        self._media.release_sound(OWNER)
        dialog.set_preview_frames(None)
        dialog.show_test(SoundTest.NONE)

    async def _list(self) -> None:
        found = await asyncio.to_thread(list_devices)
        if self._dialog and self._dialog.isVisible():
            self._dialog.show_devices(found)

    def _choose(self, choice: DeviceChoice) -> None:
        self._chosen_at = time.monotonic()
        before = self._settings()
        noted, volumes = before.sound_memory, before.volume_memory
        if choice.microphone != before.microphone:
            choice = memory.recall(noted, choice)
        if choice.speaker != before.speaker:
            choice = memory.recall_volume(volumes, choice)
        if self._dialog:
            self._dialog.show_choice(choice)
        settings = self._settings().changed(
            camera_size=choice.camera_size,
            sound_memory=memory.remember(noted, choice),
            volume=choice.volume,
            volume_memory=memory.remember_volume(volumes, choice),
            camera=choice.camera,
            microphone=choice.microphone,
            speaker=choice.speaker,
            noise_suppression=choice.noise_suppression,
            echo_cancellation=choice.echo_cancellation,
            original_sound=choice.original_sound,
            gain_control=choice.gain_control,
        )
        self._change_settings(settings)
        self._media.choose(media_choice(settings))

    def _show_media(self) -> None:
        self._watch_names()
        if self._dialog and self._dialog.isVisible():
            self._dialog.show_media(own_media(self._media.state))

    def _watch_names(self) -> None:
        """Say so when the sound has moved to another device by itself."""
        names = self._media.sound_names
        if "" in names or names == self._names:
            return
        before, self._names = self._names, names
        if "" in before or time.monotonic() - self._chosen_at < SETTLES_S:
            return
        old, new = next((old, new) for old, new in zip(before, names, strict=True) if old != new)
        if is_headset_name(new):
            text = self.tr("{name} was plugged in and is used now.").format(name=new)
        else:
            text = self.tr("{old} was unplugged. The sound goes on with {new}.").format(old=old, new=new)
        self.soundMoved.emit(text)

    def _show_level(self) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        dialog.set_level(self._media.input_level_dbfs)
        self._looked += 1
        if self._looked % LOOKS_PER_S == 0:
            frame = self._frames.newest
            dialog.show_light(light(frame) if frame is not None else Light.FINE)
            size = (frame.width, frame.height) if frame is not None else None
            dialog.show_rate(size, self._media.frames_per_second)

    def _play_tone(self) -> None:
        self._media.play_test_tone()
        self._show_test(SoundTest.TONE)
        QTimer.singleShot(TONE_MS, lambda: self._show_test(SoundTest.NONE))

    def _record(self) -> None:
        self._show_test(SoundTest.RECORDING)
        self._media.record(RECORD_S, self._recorded.emit)

    def _play_back(self, samples: Sound) -> None:
        self._media.play(samples)
        self._show_test(SoundTest.PLAYING)
        QTimer.singleShot(int(samples.size / SAMPLE_RATE * 1000), lambda: self._show_test(SoundTest.NONE))

    def _show_test(self, test: SoundTest) -> None:
        if self._dialog:
            self._dialog.show_test(test)
