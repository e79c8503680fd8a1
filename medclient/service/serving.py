"""How the application is served: bounded in size, number and time, and with TLS that is worth the name."""

import contextlib
import ssl
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from medclient.service.addresses import Forwarded
from medclient.service.slow_clients import PromptProtocol

TLS_CIPHERS = "ECDHE+AESGCM"
"""Of TLS 1.2, after BSI TR-02102-2; those of 1.3 are all good."""
HARDENED: dict[str, Any] = {
    "http": PromptProtocol,
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "limit_concurrency": 6000,
    "h11_max_incomplete_event_size": 16 * 1024,
    "timeout_keep_alive": 15,
    # Browsers keep connections for minutes if they are not told, and load a page by one that has died meanwhile.
    "headers": [("Keep-Alive", "timeout=10")],
    "ws_max_size": 128 * 1024,
    "ws_max_queue": 8,
    "ws_per_message_deflate": False,
    "ws_ping_interval": 20,
    "ws_ping_timeout": 20,
    "timeout_graceful_shutdown": 3,
}
"""How uvicorn serves: bounded in size, number and time. Ciphertext does not compress."""


def allow_many_files() -> None:
    """Each connection is one: let there be as many as the system grants, where it has such a limit."""
    try:
        import resource
    except ImportError:
        return  # Windows
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def serve(
    app: FastAPI, trusted_proxies: tuple[str, ...] = (), tls: tuple[Path, Path] | None = None, **more: Any
) -> uvicorn.Config:
    """Settings for a server; `tls` are the files of certificate and key.

    Raises:
        OSError, ValueError: The certificate or the key cannot be read, or they do not belong together.
    """
    config = uvicorn.Config(
        Forwarded(app, trusted_proxies) if trusted_proxies else app,
        **HARDENED | more,
        proxy_headers=False,
        ssl_certfile=tls[0] if tls else None,
        ssl_keyfile=tls[1] if tls else None,
        ssl_ciphers=TLS_CIPHERS,
    )
    config.load()
    if config.ssl:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
    return config
