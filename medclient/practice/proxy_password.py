"""The password of the network's proxy: in the operating system's keyring, or nowhere."""

import logging

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

log = logging.getLogger("medclient.practice.proxy_password")

SERVICE = "medclient proxy"


def load(username: str) -> str:
    """The password of a name; empty where there is none. May block: the keyring can ask the user to unlock it."""
    if not username:
        return ""
    try:
        return keyring.get_password(SERVICE, username) or ""
    except KeyringError as error:
        log.warning("the keyring gives no password: %s", type(error).__name__)
        return ""


def save(username: str, password: str) -> None:
    """Remember it, or forget it where it is empty. May block likewise."""
    if not username:
        return
    try:
        if password:
            keyring.set_password(SERVICE, username, password)
        else:
            keyring.delete_password(SERVICE, username)
    except PasswordDeleteError:
        return
    except KeyringError as error:
        log.warning("the keyring does not take the password: %s", type(error).__name__)
