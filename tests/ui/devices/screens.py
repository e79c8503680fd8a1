"""The device settings in every state that a user can see."""

from medclient.media.brightness import Light
from medclient.media.devices import Device, DeviceKind, Devices
from medclient.media.frames import LatestFrame
from medclient.ui.call.own_media import DeviceCondition, OwnMedia
from medclient.ui.devices import DeviceChoice, DeviceSettings, SoundTest
from tests.ui.call.pictures import person
from tests.ui.call.screens import WORKING
from tests.ui.scenes import Scene


def _pair(kind: DeviceKind, first: str, second: str) -> tuple[Device, ...]:
    return tuple(Device(f"{kind}-{n}", name, kind, n) for n, name in enumerate((first, second), 1))


LISTS = Devices(
    _pair(DeviceKind.CAMERA, "HD Pro Webcam C920", "Integrierte Kamera"),
    _pair(DeviceKind.MICROPHONE, "Jabra Evolve 30", "Mikrofonarray (Realtek Audio)"),
    _pair(DeviceKind.SPEAKER, "Jabra Evolve 30", "Lautsprecher (Realtek Audio)"),
)
CHOICE = DeviceChoice(camera="camera-1", microphone="microphone-1", speaker="speaker-1")
NOTHING = OwnMedia(DeviceCondition.MISSING, DeviceCondition.MISSING, DeviceCondition.MISSING)
BUSY = OwnMedia(DeviceCondition.BUSY, DeviceCondition.FAILED, DeviceCondition.WORKING)


def settings(lists: Devices = LISTS, media: OwnMedia = WORKING, choice: DeviceChoice = CHOICE) -> DeviceSettings:
    """The dialog with a picture waiting."""
    dialog = DeviceSettings()
    dialog.show_devices(lists)
    dialog.show_choice(choice)
    dialog.show_media(media)
    frames = LatestFrame()
    frames.put(person(0))
    dialog.set_preview_frames(frames)
    return dialog


def _scene(
    name: str,
    lists: Devices = LISTS,
    media: OwnMedia = WORKING,
    *,
    level: float = -18.0,
    test: SoundTest = SoundTest.NONE,
    light: Light = Light.FINE,
) -> Scene:
    def after_show(widget: object) -> None:
        assert isinstance(widget, DeviceSettings)
        widget.show_test(test)
        widget.show_rate((1280, 720), 30.0)
        widget.show_light(light)
        if media.microphone is DeviceCondition.WORKING:
            widget.set_level(level)

    return Scene(f"devices-{name}", lambda: settings(lists, media), 0, 0, after_show)


DEVICE_SCENES = (
    _scene("all"),
    _scene("quiet", level=-38.0, test=SoundTest.RECORDING),
    _scene("dark", light=Light.BACKLIT),
    _scene("none", Devices(), NOTHING),
    _scene("busy", media=BUSY),
)
