"""What a password becomes: a value that proves it to the service, and a key that never leaves the desktop.

Argon2id (RFC 9106) over the password with the account's own salt gives 64 bytes: the first half is the sign-in
value, the second wraps the practice key. From either half the other cannot be computed.
"""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from medclient.protocol import encoding

SALT_BYTES = 16
KEY_BYTES = 32
NONCE_BYTES = 12
MIN_PASSWORD_CHARS = 10


class WrongKey(ValueError):
    """A sealed value does not open with this key: wrong password, or altered at rest."""


@dataclass(frozen=True)
class Argon2Parameters:
    """Cost of the derivation; the second recommended option of RFC 9106 section 4."""

    salt: str
    """Base64url of 16 random bytes, one per account."""
    time_cost: int = 3
    memory_kib: int = 65536
    parallelism: int = 4

    @classmethod
    def new(cls) -> "Argon2Parameters":
        return cls(encoding.encode(secrets.token_bytes(SALT_BYTES)))

    @property
    def strong_enough(self) -> bool:
        """Whether the cost is no less than ours. A service that asks for less wants to guess the password."""
        usual = Argon2Parameters("")
        return usual.time_cost <= self.time_cost <= 16 and usual.memory_kib <= self.memory_kib <= 1048576


@dataclass(frozen=True)
class PasswordKeys:
    """Both halves of what a password becomes."""

    sign_in_value: str = field(repr=False)
    """Shown to the service at sign-in; base64url of 32 bytes."""
    wrapping_key: bytes = field(repr=False)


def derive(password: str, parameters: Argon2Parameters) -> PasswordKeys:
    """Takes about 0.1 s of a processor: call it in a thread."""
    raw = hash_secret_raw(
        password.encode(),
        encoding.decode(parameters.salt),
        time_cost=parameters.time_cost,
        memory_cost=parameters.memory_kib,
        parallelism=parameters.parallelism,
        hash_len=2 * KEY_BYTES,
        type=Type.ID,
    )
    return PasswordKeys(encoding.encode(raw[:KEY_BYTES]), raw[KEY_BYTES:])


def new_practice_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, purpose: str, plaintext: bytes) -> str:
    """AES-256-GCM under `key`, bound to a purpose; base64url of nonce and ciphertext."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return encoding.encode(nonce + AESGCM(key).encrypt(nonce, plaintext, purpose.encode()))


def unseal(key: bytes, purpose: str, sealed: str) -> bytes:
    """What `seal` was given.

    Raises:
        WrongKey: The key, the purpose or the text is not the one it was sealed with.
    """
    try:
        data = encoding.decode(sealed)
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise WrongKey("does not open with this key") from error


def seal_json(key: bytes, purpose: str, value: dict[str, Any]) -> str:
    return seal(key, purpose, json.dumps(value, ensure_ascii=False).encode())


def unseal_json(key: bytes, purpose: str, sealed: str) -> dict[str, Any]:
    """What `seal_json` was given.

    Raises:
        WrongKey: See `unseal`; also when the plaintext is no JSON object.
    """
    try:
        value = json.loads(unseal(key, purpose, sealed))
    except json.JSONDecodeError as error:
        raise WrongKey("no JSON inside") from error
    if not isinstance(value, dict):
        raise WrongKey("no JSON object inside")
    return value
