"""HTTP proxies: the one place that knows which one leads to a host."""

from dataclasses import dataclass, field
from urllib.parse import quote


@dataclass(frozen=True)
class Proxy:
    """An HTTP proxy, and how to sign in to it."""

    host: str
    port: int
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        """With the sign-in in it: for libraries, never for a log."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        sign_in = f"{quote(self.username, safe='')}:{quote(self.password, safe='')}@" if self.username else ""
        return f"http://{sign_in}{host}:{self.port}"
