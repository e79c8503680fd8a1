"""Staying signed in: the session lies in the operating system's keyring, or nowhere."""

import json
import logging
from dataclasses import dataclass, field

import keyring
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError, PasswordDeleteError

from medclient.practice.client import Session
from medclient.protocol import encoding

log = logging.getLogger("medclient.practice.credentials")

SERVICE = "medclient"


@dataclass(frozen=True)
class Remembered:
    token: str = field(repr=False)
    practice_key: bytes = field(repr=False)


class Credentials:
    """All methods may block: the keyring can ask the user to unlock it."""

    @property
    def can_remember(self) -> bool:
        """Whether this machine has a keyring; where not, nothing is ever written."""
        try:
            return not isinstance(keyring.get_keyring(), NoKeyring) and keyring.get_keyring().priority > 0
        except KeyringError:
            return False

    def save(self, base_url: str, session: Session) -> None:
        content = {"token": session.token, "practice_key": encoding.encode(session.practice_key)}
        try:
            keyring.set_password(SERVICE, base_url, json.dumps(content))
        except KeyringError as error:
            log.warning("the keyring does not take the session: %s", type(error).__name__)

    def load(self, base_url: str) -> Remembered | None:
        if not self.can_remember:
            return None
        try:
            content = json.loads(keyring.get_password(SERVICE, base_url) or "null")
            return Remembered(content["token"], encoding.decode(content["practice_key"])) if content else None
        except (KeyringError, ValueError, KeyError, TypeError) as error:
            log.warning("the keyring gives no session: %s", type(error).__name__)
            return None

    def forget(self, base_url: str) -> None:
        if not self.can_remember:
            return
        try:
            keyring.delete_password(SERVICE, base_url)
        except PasswordDeleteError:
            return
        except KeyringError as error:
            log.warning("the keyring does not forget the session: %s", type(error).__name__)
