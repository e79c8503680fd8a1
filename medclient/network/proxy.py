"""HTTP proxies: which one leads to a host, and what to sign in with. No I/O but what `system` does."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

SIGN_IN_STATUSES = (407, 401)
"""HTTP statuses of a proxy that wants a sign-in (RFC 9110 section 15.5.8); some answer a wrong one with the second."""


@dataclass(frozen=True)
class Proxy:
    """An HTTP proxy, and how to sign in to it."""

    host: str
    port: int
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, text: str) -> "Proxy":
        """`HOST:PORT`, or `http://` with or without a sign-in, as people and environments write it.

        Raises:
            ValueError: It is neither.
        """
        address = urlsplit(text.strip() if "://" in text else f"http://{text.strip()}")
        if address.scheme != "http" or not address.hostname or not address.port or address.path.strip("/"):
            raise ValueError("not an HTTP proxy")
        return cls(address.hostname, address.port, unquote(address.username or ""), unquote(address.password or ""))

    @property
    def address(self) -> str:
        """To be shown."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """With the sign-in in it: for libraries, never for a log."""
        sign_in = f"{quote(self.username, safe='')}:{quote(self.password, safe='')}@" if self.username else ""
        return f"http://{sign_in}{self.address}"


class ProxyWay(StrEnum):
    """Where the proxy comes from."""

    SYSTEM = "system"
    NONE = "none"
    TYPED = "typed"


@dataclass(frozen=True)
class ProxyChoice:
    """What is set in the program; a sign-in serves the system's proxy too."""

    way: ProxyWay = ProxyWay.SYSTEM
    address: str = ""
    username: str = ""
    password: str = field(default="", repr=False)


NO_PROXY = ProxyChoice(ProxyWay.NONE)


class Proxies:
    """Says which proxy leads to a host. May be asked from any thread; what is set can change at any time."""

    def __init__(
        self,
        choice: ProxyChoice = NO_PROXY,
        system: Callable[[str], Proxy | None] = lambda url: None,
        on_sign_in_needed: Callable[[], None] = lambda: None,
    ) -> None:
        self.choice = choice
        self.on_sign_in_needed = on_sign_in_needed
        """Called on whichever thread learnt it."""
        self._system = system

    def find(self, url: str) -> Proxy | None:
        """The proxy that leads there; None where none is needed. Asking the system may block."""
        choice = self.choice
        if choice.way is ProxyWay.NONE or _is_here(urlsplit(url).hostname or ""):
            return None
        if choice.way is ProxyWay.SYSTEM:
            found = self._system(url)
        else:
            try:
                found = Proxy.parse(choice.address)
            except ValueError:
                return None
        if found and not found.username and choice.username:
            found = replace(found, username=choice.username, password=choice.password)
        return found

    def for_requests(self, url: str) -> dict[str, str]:
        """As `requests` takes it; without one it would ask the environment by itself."""
        found = self.find(url)
        address = found.url if found else ""
        return dict.fromkeys(("http", "https", "all"), address)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
