"""The practice as its invitations show it, sealed with the practice key."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from medclient.protocol import account

PURPOSE = "practice profile"
CHARS = 200
"""Longest value of a field."""


@dataclass(frozen=True)
class PracticeProfile:
    """What patients may know of the practice; every field may be empty."""

    telephone: str = ""
    """As people dial it; on invitations, and the last step when a call does not come about."""
    address: str = ""
    """On one line."""
    version: int = 0

    @classmethod
    def from_service(cls, practice_key: bytes, entry: dict[str, Any]) -> Self:
        """Open what the service keeps; empty where there is nothing, or it does not open."""
        version, sealed = int(entry["version"]), str(entry["sealed"])
        try:
            content = account.unseal_json(practice_key, PURPOSE, sealed) if sealed else {}
        except account.WrongKey:
            content = {}
        names = [each.name for each in fields(cls) if each.name != "version"]
        return cls(version=version, **{name: str(content.get(name, ""))[:CHARS] for name in names})

    def seal(self, practice_key: bytes) -> str:
        content = asdict(self)
        del content["version"]
        return account.seal_json(practice_key, PURPOSE, content)
