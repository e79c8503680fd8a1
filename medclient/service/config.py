"""What an operator can set; read once at the start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

MOST_DAYS_KEPT = 90
"""Annex 31b: metadata is deleted after three months at the latest."""
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class ServiceConfig:
    """Settings of one service process."""

    database_url: str
    public_url: str = ""
    """As patients reach it, for example `https://video.example.org`; empty: as the request says."""
    clock: Clock = system_clock
    turn_urls: tuple[str, ...] = ()
    """TURN servers that share `turn_secret` (coturn's `use-auth-secret`)."""
    turn_secret: str = field(default="", repr=False)
    stun_urls: tuple[str, ...] = ()
    """Empty by default: no server is asked that the operator did not name."""
    many_practices: bool = False
    """Whether a further practice may be set up when one exists."""
    session_lifetime: timedelta = timedelta(days=30)
    turn_lifetime: timedelta = timedelta(hours=4)
    metadata_kept: timedelta = timedelta(days=30)
    """How long ended appointments are kept; at most 90 days."""
    return_grace: timedelta = timedelta(seconds=30)
    """A patient who is back within this time has waited all along."""
    join_timeout_s: float = 10.0

    def __post_init__(self) -> None:
        if not timedelta(0) < self.metadata_kept <= timedelta(days=MOST_DAYS_KEPT):
            raise ValueError("metadata is kept for at most 90 days")
