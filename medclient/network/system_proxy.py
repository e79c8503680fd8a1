"""The proxy that the system is set to use: environment variables first, then what Windows, macOS or Qt know of.

Scripts (PAC) are run by the system itself where it can.
"""

import urllib.request
from urllib.parse import urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory, QNetworkProxyQuery

from medclient.network.proxy import Proxy

SECURE = {"ws": "http", "wss": "https"}


def system_proxy(url: str) -> Proxy | None:
    """The proxy for an `http`, `https`, `ws` or `wss` address. May block while the system fetches a script."""
    parts = urlsplit(url)
    scheme = SECURE.get(parts.scheme, parts.scheme)
    environment = urllib.request.getproxies_environment()
    if environment:
        if urllib.request.proxy_bypass_environment(parts.netloc, environment):  # type: ignore[attr-defined]
            return None
        return _parsed(environment.get(scheme) or environment.get("all") or "")
    query = QNetworkProxyQuery(QUrl(url.replace(parts.scheme, scheme, 1)))
    for each in QNetworkProxyFactory.systemProxyForQuery(query):
        if each.type() is QNetworkProxy.ProxyType.HttpProxy and each.hostName():
            return Proxy(each.hostName(), each.port(), each.user(), each.password())
        if each.type() is QNetworkProxy.ProxyType.NoProxy:
            return None
    return None


def _parsed(text: str) -> Proxy | None:
    try:
        return Proxy.parse(text) if text else None
    except ValueError:
        return None  # a SOCKS proxy, or nonsense
