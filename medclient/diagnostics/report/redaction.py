"""Takes names out of a report, after the log's redaction has taken links, tokens, mail and network addresses.

This is the last line of defence: nothing of the kind is put into the report in the first place.
"""

import contextlib
import getpass
import ipaddress
import os
import platform
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from medclient.diagnostics.log import Redactor

LEAST_CHARS = 3
COMMON = frozenset(
    {"prof", "med", "dent", "praxis", "practice", "und", "and", "von", "the", "der", "die", "das", "localhost"}
)
"""Parts of names that are everybody's."""
NAME = "<name>"
_OWNER = re.compile(r"\b[\w.\-]+(?:['’]s|['’])\s+(?=\w)", re.UNICODE)
_OF = re.compile(r"\b(von|of|de)\s+.+$", re.UNICODE)


class ReportRedactor:
    """One report's: knows this computer's names, and those that it is told."""

    def __init__(self, names: Iterable[str] = (), home: Path | None = None) -> None:
        self._log = Redactor(home)
        words = {word for name in (*names, *computer_names(home)) for word in _words(name)}
        longest_first = sorted(words, key=len, reverse=True)
        self._names = (
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")s?(?!\w)", re.IGNORECASE)
            if longest_first
            else None
        )

    def __call__(self, text: str) -> str:
        return self.names(self._log(text))

    def names(self, text: str) -> str:
        """Names alone: for texts that are known to hold no address, as a library's version."""
        return self._names.sub(NAME, text) if self._names else text

    def device(self, name: str) -> str:
        """A device's name without its owner: `Annas iPhone`, `iPhone von Anna`, `Anna's AirPods`."""
        return self(_OF.sub(lambda match: f"{match[1]} {NAME}", _OWNER.sub(f"{NAME} ", name)))

    def all_of(self, data: Any) -> Any:
        """The same shape with every text redacted, the names of members too."""
        if isinstance(data, str):
            return self(data)
        if isinstance(data, dict):
            return {self(str(key)): self.all_of(value) for key, value in data.items()}
        if isinstance(data, list | tuple):
            return [self.all_of(each) for each in data]
        return data


def computer_names(home: Path | None = None) -> set[str]:
    """The user's and the computer's own names."""
    found = {platform.node(), (home or Path.home()).name}
    with contextlib.suppress(OSError, KeyError):  # no such user
        found.add(getpass.getuser())
    with contextlib.suppress(ImportError, KeyError):  # Windows, or no such user
        import pwd

        found.add(pwd.getpwuid(os.getuid()).pw_gecos.partition(",")[0])
    return found


def short_address(text: str) -> str:
    """An address as its network: /24 or /48."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if address.is_loopback:
        return str(address)
    length = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


def _words(name: str) -> set[str]:
    """A name as a whole and each of its parts."""
    parts = {part.strip(".,;()") for part in re.split(r"[\s/\\]+", name)}
    return {each for each in {name.strip(), *parts} if len(each) >= LEAST_CHARS and each.casefold() not in COMMON}
