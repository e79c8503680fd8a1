"""Typed settings and the program's places on disk: read once at the start, passed on by `app.py`.

The file is JSON in the data folder and holds nothing secret: no password, no token, no link.
"""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import platformdirs

from medclient.whole_file import replaced

log = logging.getLogger("medclient.settings")

APP_NAME = "medclient"


def resources_dir() -> Path:
    """Icons, styles, sounds and translations: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def config_home() -> Path:
    """Where the system lets all programs of one person keep what it reads of them."""
    return Path(platformdirs.user_config_dir())


def data_home() -> Path:
    """Beside it, for what is no setting."""
    return Path(platformdirs.user_data_dir())


class Appearance(StrEnum):
    """Light, dark, or as the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"

    @property
    def dark(self) -> bool | None:
        """As `ui.theme.apply` takes it."""
        return None if self is Appearance.SYSTEM else self is Appearance.DARK


@dataclass(frozen=True)
class Paths:
    """Where this installation keeps its files."""

    data_dir: Path

    @classmethod
    def default(cls) -> Self:
        """The folder that the system gives each program for its data."""
        return cls(Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)))

    @property
    def settings_file(self) -> Path:
        return self.data_dir / "settings.json"

    @property
    def log_file(self) -> Path:
        return self.data_dir / "logs" / "medclient.log"

    @property
    def lock_file(self) -> Path:
        """Held by the one running program."""
        return self.data_dir / "medclient.lock"

    @property
    def open_call_file(self) -> Path:
        """There while a call runs."""
        return self.data_dir / "open-call.json"

    @property
    def outbox_file(self) -> Path:
        """What was typed and not sent yet, sealed for the other end."""
        return self.data_dir / "outbox.json"

    @property
    def diagnostics_dir(self) -> Path:
        """The last system test, statistics of the last calls, traces of crashes."""
        return self.data_dir / "diagnostics"

    @property
    def facts_file(self) -> Path:
        """Facts of consultations that are over, each line sealed."""
        return self.data_dir / "consultations.sealed"

    @property
    def remembered_file(self) -> Path:
        """A sealed session, where the system has no keyring and the user has agreed."""
        return self.data_dir / "remembered.json"

    @property
    def service_database(self) -> Path:
        """Database of the embedded practice service."""
        return self.data_dir / "service.sqlite"

    def create(self) -> None:
        """Make the folders, readable by this user only where the system knows such a thing."""
        for folder in (self.data_dir, self.log_file.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


@dataclass(frozen=True)
class Settings:
    """What the program remembers between two runs."""

    language: str = "system"
    """`system`, or a code from `ui.translation.LANGUAGES`."""
    appearance: Appearance = Appearance.SYSTEM
    camera: str = ""
    microphone: str = ""
    speaker: str = ""
    """Names of the chosen devices; empty leaves the choice to the program."""
    noise_suppression: bool = True
    echo_cancellation: bool = True
    gain_control: bool = False
    original_sound: bool = False
    """Nothing is done to the microphone's sound, whatever the three above say."""
    camera_size: str = ""
    """As `1280x720`; empty for the program's own choice."""
    volume: int = 100
    """Of the speaker, in percent."""
    volume_memory: str = ""
    """JSON: the same for each speaker (`ui/devices/memory.py`)."""
    sound_memory: str = ""
    """JSON: the switches of the sound for each microphone (`ui/devices/memory.py`)."""
    capture_guard: bool = True
    """Whether the window keeps itself out of screen captures, where the system knows such a thing."""
    keep_facts_days: int = 365
    """For how long the facts of past consultations are kept; 0: until they are deleted."""
    checklist_hidden_on: str = ""
    """The day (ISO 8601) on which the checklist before a call is not to be shown again."""
    rules_shown_to: str = ""
    """Accounts, separated by spaces, that have read what may be done by video."""
    service_url: str = ""
    """The practice service last used; empty is the embedded one."""
    ca_file: str = ""
    """Certificate (PEM) of an authority of the operator's own, which counts beside the known ones."""
    proxy_way: str = "system"
    """A `network.proxy.ProxyWay`."""
    proxy_address: str = ""
    proxy_username: str = ""
    """Its password lies in the keyring."""
    account_name: str = ""
    """Sign-in name to fill in."""
    ready_texts: tuple[str, ...] = ()
    """The practice's own texts for messages from the list; none leaves the program's."""
    stay_in_tray: bool = False
    """Closing the window leaves the program running where the system has a tray, so that it can remind."""
    window_places: dict[str, str] = field(default_factory=dict)
    """Base64 of `QWidget.saveGeometry` of windows and dialogs, by their names."""
    lock_after_minutes: int = 10
    """Without a touch of keyboard and mouse; 0: only when asked to."""
    locked: bool = False
    """The screen was locked when the program ended: starting it again does not open it."""
    damaged: bool = field(default=False, compare=False)
    """The file could not be read: it was moved aside and these are the defaults."""

    def changed(self, **values: Any) -> Self:
        """These settings with some values replaced."""
        return replace(self, **values)


def load(file: Path) -> Settings:
    """Read the settings; unknown members are ignored, a missing file gives the defaults.

    A file that is no settings file is renamed to `*.damaged` (replacing an older one), and `damaged` is set.

    Raises:
        OSError: The file exists and cannot be read or moved.
    """
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return Settings()
    try:
        return _decode(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        file.replace(file.with_name(file.name + ".damaged"))
        return Settings(damaged=True)


def save(file: Path, settings: Settings) -> None:
    """Write the settings so that a crash or a full disk leaves the old file whole.

    Raises:
        OSError: Nothing was changed.
    """
    values = asdict(settings)
    del values["damaged"]
    file.parent.mkdir(parents=True, exist_ok=True)
    with replaced(file) as stream:
        stream.write(json.dumps(values, ensure_ascii=False, indent=2).encode())


class SettingsFile:
    """The settings in force; what is changed is written behind the scenes, in order."""

    def __init__(self, file: Path, settings: Settings) -> None:
        self._file = file
        self._current = settings
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="settings")

    @property
    def current(self) -> Settings:
        return self._current

    def change(self, settings: Settings) -> None:
        """Use these from now on, and remember them; a failure to write is logged and costs only the memory."""
        if settings != self._current:
            self._current = settings
            self._writer.submit(self._write, settings)

    def close(self) -> None:
        """Wait until all is written."""
        self._writer.shutdown()

    def _write(self, settings: Settings) -> None:
        try:
            save(self._file, settings)
        except OSError as error:
            log.warning("the settings could not be written: %s", type(error).__name__)


def _decode(values: Any) -> Settings:
    """Settings from JSON.

    Raises:
        TypeError, ValueError: A value has the wrong type, or the whole is no object.
    """
    if not isinstance(values, dict):
        raise TypeError("not a JSON object")
    known: dict[str, Any] = {}
    defaults = Settings()
    for each in fields(Settings):
        if each.name not in values or each.name == "damaged":
            continue
        known[each.name] = _value(values[each.name], getattr(defaults, each.name))
    return Settings(**known)


def _value(value: Any, default: Any) -> Any:
    """A value as the default's type.

    Raises:
        TypeError, ValueError: It is of another.
    """
    match default, value:
        case Appearance(), str():
            return Appearance(value)
        case tuple(), list() if all(isinstance(each, str) for each in value):
            return tuple(value)
        case dict(), dict() if all(isinstance(each, str) for each in value.values()):
            return value
        case (bool(), bool()) | (str(), str()):
            return value
        case int(), int() if not isinstance(default, bool) and not isinstance(value, bool):
            return value
    raise TypeError("a setting has the wrong type")
