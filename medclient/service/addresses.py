"""Who asks, without telling who it is: an address becomes a name under a key that ends with the process.

It becomes one as early as can be: `Nameless` sockets name whoever connects before anything else learns the address, so
that no object of the server, no log and no garbage ever holds it.
"""

import hmac
import ipaddress
import re
import secrets
import socket
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Scope
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

HERE, ELSEWHERE = "here-", "elsewhere-"
NAME = re.compile(rf"({HERE}|{ELSEWHERE})[0-9a-f]{{64}}")
TELLING_HEADERS = frozenset((b"x-forwarded-for", b"x-real-ip", b"forwarded"))

_pepper = secrets.token_bytes(32)
"""New in every process: the name of an address cannot be undone by trying all addresses."""


def name_of(host: str) -> str:
    """The same for the same address; of IPv6 for the network of a household, 64 bits. A name stays as it is."""
    if NAME.fullmatch(host):
        return host
    kind = ELSEWHERE
    try:
        address = ipaddress.ip_address(host)
        kind = HERE if address.is_loopback else ELSEWHERE
        if address.version == 6:
            host = str(ipaddress.ip_network((address, 64), strict=False))
    except ValueError:
        pass  # a name of the system's: it stands for itself
    return kind + hmac.digest(_pepper, host.encode(), "sha256").hex()


def forget_address(scope: Scope) -> None:
    """Leave the name alone in what the application is told of a connection; called before anything reads it."""
    client = scope.get("client")
    scope["client"] = (name_of(client[0] if client else ""), 0)
    if any(name in TELLING_HEADERS for name, _ in scope["headers"]):
        scope["headers"] = [each for each in scope["headers"] if each[0] not in TELLING_HEADERS]


def who_asks(connection: HTTPConnection) -> str:
    """The name of whoever is at the other end."""
    return name_of(connection.client.host if connection.client else "")


def is_this_computer(connection: HTTPConnection) -> bool:
    """Whether it comes from here: the desktop, or a proxy that is not trusted to name whom it speaks for."""
    return who_asks(connection).startswith(HERE)


class Nameless(socket.socket):
    """A socket that tells the name of its other end instead of the address. (On Windows asyncio accepts with sockets
    of its own: there `forget_address` is all there is.)"""

    def accept(self) -> tuple["Nameless", Any]:
        accepted, address = super().accept()
        connection = Nameless(accepted.family, accepted.type, accepted.proto, fileno=accepted.detach())
        return connection, (name_of(address[0]), 0)

    def getpeername(self) -> Any:
        return name_of(super().getpeername()[0]), 0


class Forwarded(ProxyHeadersMiddleware):
    """Believes trusted proxies whom they speak for. uvicorn's own would keep the last 4,096 addresses till the end."""

    def __init__(self, app: ASGIApp, trusted: tuple[str, ...]) -> None:
        super().__init__(app, list(trusted))  # type: ignore[arg-type]
        self.trusted_hosts._trusts = self.trusted_hosts._compute_trust  # type: ignore[assignment]
