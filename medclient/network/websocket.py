"""Opens WebSockets as this computer's network wants it: through its proxy, by names that are remembered."""

import asyncio
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect

from medclient.network.proxy import Proxies
from medclient.network.resolver import Resolver
from medclient.network.tcp import ProxyRefused, open_tcp

PORTS = {"ws": 80, "wss": 443}
CLOSE_TIMEOUT_S = 2.0


class WebSockets:
    """Belongs to one loop."""

    def __init__(self, proxies: Proxies | None = None) -> None:
        self._proxies = proxies or Proxies()
        self._resolver = Resolver()

    async def open(self, url: str, timeout_s: float, *, attempt: int = 0) -> ClientConnection:
        """Open one, without pings of the library's own.

        Raises:
            TimeoutError, OSError, websockets.exceptions.InvalidHandshake
        """
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        async with asyncio.timeout(timeout_s):
            proxy = await asyncio.to_thread(self._proxies.find, url)
            try:
                sock = await open_tcp(host, port, proxy, self._resolver, begin_with=attempt)
            except ProxyRefused as refusal:
                if refusal.sign_in_needed:
                    self._proxies.on_sign_in_needed()
                raise
            try:
                return await connect(
                    url,
                    sock=sock,
                    open_timeout=None,
                    close_timeout=CLOSE_TIMEOUT_S,
                    ping_interval=None,
                    max_size=2**20,
                )
            except BaseException:
                sock.close()
                raise

    def close(self) -> None:
        self._resolver.close()
