"""Staying signed in: the session lies in the operating system's keyring.

Where there is none, it lies in a file that only the password opens, if the user has agreed to that; else nowhere.
"""

import json
import logging
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

import keyring
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError, PasswordDeleteError

from medclient.practice.sessions import Session
from medclient.protocol import account, encoding
from medclient.protocol.account import Argon2Parameters

log = logging.getLogger("medclient.practice.credentials")

SERVICE = "medclient"


@dataclass(frozen=True)
class Remembered:
    token: str = field(repr=False)
    practice_key: bytes = field(repr=False)


class Credentials:
    """All methods may block: the keyring can ask the user to unlock it, and a password takes time to be stretched."""

    def __init__(self, file: Path) -> None:
        self._file = file
        """Only there where no keyring is, and the user has agreed."""

    @property
    def can_remember(self) -> bool:
        """Whether this machine has a keyring."""
        try:
            return not isinstance(keyring.get_keyring(), NoKeyring) and keyring.get_keyring().priority > 0
        except KeyringError:
            return False

    def save(self, base_url: str, session: Session, password: str) -> None:
        """Keep a session; the password seals it where there is no keyring, and is not kept itself."""
        content = {"token": session.token, "practice_key": encoding.encode(session.practice_key)}
        if not self.can_remember:
            self._write(base_url, session.sign_in_name, content, password)
            return
        try:
            keyring.set_password(SERVICE, base_url, json.dumps(content))
        except KeyringError as error:
            log.warning("the keyring does not take the session: %s", type(error).__name__)

    def load(self, base_url: str) -> Remembered | None:
        """What the keyring holds."""
        if not self.can_remember:
            return None
        try:
            content = json.loads(keyring.get_password(SERVICE, base_url) or "null")
            return _remembered(content) if content else None
        except (KeyringError, ValueError, KeyError, TypeError) as error:
            log.warning("the keyring gives no session: %s", type(error).__name__)
            return None

    def open_file(self, base_url: str, sign_in_name: str, password: str) -> Remembered | None:
        """What the file holds, if it is about this service and account, and this is the password that sealed it."""
        try:
            entry = json.loads(self._file.read_text(encoding="utf-8"))
            parameters = Argon2Parameters(**entry["argon2"])
            if not parameters.strong_enough:
                return None
            key = account.derive(password, parameters).wrapping_key
            return _remembered(account.unseal_json(key, _purpose(base_url, sign_in_name), entry["sealed"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.info("the file gives no session: %s", type(error).__name__)
            return None

    def forget(self, base_url: str) -> None:
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("the file with the session stays: %s", type(error).__name__)
        if not self.can_remember:
            return
        try:
            keyring.delete_password(SERVICE, base_url)
        except PasswordDeleteError:
            return
        except KeyringError as error:
            log.warning("the keyring does not forget the session: %s", type(error).__name__)

    def _write(self, base_url: str, sign_in_name: str, content: dict[str, str], password: str) -> None:
        parameters = Argon2Parameters.new()
        key = account.derive(password, parameters).wrapping_key
        sealed = account.seal_json(key, _purpose(base_url, sign_in_name), content)
        text = json.dumps({"argon2": asdict(parameters), "sealed": sealed})
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.unlink(missing_ok=True)
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
        except OSError as error:
            log.warning("the session could not be kept: %s", type(error).__name__)


def _purpose(base_url: str, sign_in_name: str) -> str:
    return f"remembered session {base_url} {sign_in_name.casefold()}"


def _remembered(content: dict[str, str]) -> Remembered:
    return Remembered(content["token"], encoding.decode(content["practice_key"]))
