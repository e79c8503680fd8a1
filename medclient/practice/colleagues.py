"""The people of a practice as the desktop knows them."""

from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Colleague:
    """One account."""

    account_id: str
    display_name: str = field(repr=False)
    role: str
    """`practitioner` or `staff`."""
    admin: bool = False
    active: bool = True
    sign_in_name: str = field(default="", repr=False)
    """Known to administrators only, like the next."""
    second_factor: bool = False

    @property
    def has_appointments(self) -> bool:
        """Staff organise; appointments are a practitioner's."""
        return self.role != "staff" and self.active

    @classmethod
    def from_service(cls, entry: dict[str, Any]) -> Self:
        return cls(
            account_id=str(entry["id"]),
            display_name=str(entry["display_name"]),
            role=str(entry["role"]),
            admin=bool(entry["admin"]),
            active=bool(entry["active"]),
            sign_in_name=str(entry.get("sign_in_name", "")),
            second_factor=bool(entry.get("second_factor")),
        )
