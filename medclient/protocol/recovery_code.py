"""The recovery code: 130 random bits on paper that open an account whose password is lost.

Two values come from it: one proves it to the service, the other wraps the practice key and never leaves the desktop.
The code is random throughout, so HKDF does; there is nothing to guess that a slow derivation would protect.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from medclient.protocol import encoding

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are read as others."""
RANDOM_CHARS = 26
CHECK_CHARS = 2
GROUP = 4
GROUPS = (RANDOM_CHARS + CHECK_CHARS) // GROUP
KEY_BYTES = 32

_READ_AS = str.maketrans("OIL", "011")


class InvalidRecoveryCode(ValueError):
    """A text that is no recovery code: mistyped, or too short."""


@dataclass(frozen=True)
class RecoveryCode:
    """One code; `characters` has no separators."""

    characters: str = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        random = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARS))
        return cls(random + _check(random))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code as a person typed it: in any case, with any separators.

        Raises:
            InvalidRecoveryCode: It is none; a slip of one character is noticed.
        """
        characters = "".join(each for each in text.upper() if each.isalnum()).translate(_READ_AS)
        random, check = characters[:RANDOM_CHARS], characters[RANDOM_CHARS:]
        if len(random) != RANDOM_CHARS or not set(random) <= set(ALPHABET) or check != _check(random):
            raise InvalidRecoveryCode("not a recovery code")
        return cls(characters)

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.characters[at : at + GROUP] for at in range(0, len(self.characters), GROUP))

    @property
    def text(self) -> str:
        """As it is shown and printed."""
        return "-".join(self.groups)

    @property
    def sign_in_value(self) -> str:
        """What proves the code to the service; base64url of 32 bytes."""
        return encoding.encode(self._derive("recovery sign-in"))

    @property
    def wrapping_key(self) -> bytes:
        """What wraps the practice key."""
        return self._derive("recovery key")

    def _derive(self, purpose: str) -> bytes:
        info = f"medclient v1 {purpose}".encode()
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self.characters.encode())


def _check(random: str) -> str:
    digest = int.from_bytes(hashlib.sha256(f"recovery code {random}".encode()).digest()[:4], "big")
    return "".join(ALPHABET[(digest >> 5 * place) % 32] for place in range(CHECK_CHARS))
