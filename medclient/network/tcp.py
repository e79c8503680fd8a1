"""TCP connections, straight or through an HTTP proxy (CONNECT, RFC 9110 section 9.3.6)."""

import asyncio
import base64
import re
import socket

from medclient.network.proxy import SIGN_IN_STATUSES, Proxy
from medclient.network.resolver import Resolver

MOST_HEADER_BYTES = 16 * 1024
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")


class ProxyRefused(ConnectionError):
    """The proxy does not let us through; `status` is its HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the proxy answered {status}")
        self.status = status

    @property
    def sign_in_needed(self) -> bool:
        return self.status in SIGN_IN_STATUSES


async def open_tcp(
    host: str, port: int, proxy: Proxy | None, resolver: Resolver, *, begin_with: int = 0
) -> socket.socket:
    """A socket that is connected to `host`; a proxy looks the name up itself.

    Args:
        begin_with: The number of the address to try first: another one for each of several attempts beside each other.

    Raises:
        ProxyRefused: The proxy wants a sign-in, or does not let us through.
        OSError: Host or proxy cannot be reached, or the proxy is none.
    """
    if proxy is None:
        return await _connect(host, port, resolver, begin_with)
    sock = await _connect(proxy.host, proxy.port, resolver, begin_with)
    try:
        await _pass(sock, _request(proxy, host, port))
    except BaseException:
        sock.close()
        raise
    return sock


async def _connect(host: str, port: int, resolver: Resolver, begin_with: int) -> socket.socket:
    loop = asyncio.get_running_loop()
    error: OSError = ConnectionError("no address")
    addresses = await resolver.addresses(host)
    first = begin_with % max(1, len(addresses))
    for address in (*addresses[first:], *addresses[:first]):
        sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        sock.setblocking(False)
        try:
            await loop.sock_connect(sock, (address, port))
        except OSError as failure:
            sock.close()
            error = failure
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise error


async def _pass(sock: socket.socket, request: bytes) -> None:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(sock, request)
    header = b""
    while not header.endswith(b"\r\n\r\n"):
        # Byte by byte: what follows belongs to the other end already. It is a short text, once a connection.
        byte = await loop.sock_recv(sock, 1)
        if not byte or len(header) > MOST_HEADER_BYTES:
            raise ConnectionError("the proxy's answer is none")
        header += byte
    status = _STATUS.match(header)
    if status is None:
        raise ConnectionError("the proxy's answer is none")
    if not 200 <= int(status[1]) < 300:
        raise ProxyRefused(int(status[1]))


def _request(proxy: Proxy, host: str, port: int) -> bytes:
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.username:
        sign_in = base64.b64encode(f"{proxy.username}:{proxy.password}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {sign_in}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
