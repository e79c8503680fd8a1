"""A TCP connection through an HTTP proxy (CONNECT, RFC 9110 section 9.3.6)."""

import asyncio
import base64
import re
import socket

from medclient.proxy import Proxy

MOST_HEADER_BYTES = 16 * 1024
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})\b")


class TunnelRefused(ConnectionError):
    """The proxy does not let us through; `status` is its HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the proxy answered {status}")
        self.status = status


async def open_tunnel(proxy: Proxy, host: str, port: int) -> socket.socket:
    """A socket that is connected to `host`, which the proxy looks up.

    Raises:
        TunnelRefused: With 407 where the proxy asks for a sign-in.
        OSError: The proxy cannot be reached, or is none.
    """
    loop = asyncio.get_running_loop()
    sock = await _connect(proxy)
    try:
        await loop.sock_sendall(sock, _request(proxy, host, port))
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
            raise TunnelRefused(int(status[1]))
    except BaseException:
        sock.close()
        raise
    return sock


async def _connect(proxy: Proxy) -> socket.socket:
    loop = asyncio.get_running_loop()
    error: OSError = ConnectionError("the proxy has no address")
    for family, kind, protocol, _, address in await loop.getaddrinfo(proxy.host, proxy.port, type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        sock.setblocking(False)
        try:
            await loop.sock_connect(sock, address)
        except OSError as failure:
            sock.close()
            error = failure
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise error


def _request(proxy: Proxy, host: str, port: int) -> bytes:
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.username:
        sign_in = base64.b64encode(f"{proxy.username}:{proxy.password}".encode()).decode()
        lines.append(f"Proxy-Authorization: Basic {sign_in}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
