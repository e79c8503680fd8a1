"""`medclient-service`: the practice service by itself, or as the desktop's child (`--embedded`)."""

import argparse
import json
import logging
import os
import socket
import sys
import threading
from datetime import timedelta
from pathlib import Path

import platformdirs
import uvicorn

from medclient import memory
from medclient.service.addresses import Nameless
from medclient.service.application import create_app
from medclient.service.config import MOST_DAYS_KEPT, ServiceConfig
from medclient.service.database import DamagedDatabase, UnwritableDatabase, migrate, sqlite_url
from medclient.service.serving import allow_many_files, serve

EXIT_DAMAGED = 3
EXIT_PORT_IN_USE = 4
EXIT_TLS = 5
EXIT_UNWRITABLE = 6


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(prog="medclient-service", description="The practice service of medclient.")
    result.add_argument("--listen", default="127.0.0.1:8480", metavar="HOST:PORT", help="port 0: any free one")
    result.add_argument("--public-url", default="", metavar="URL", help="as patients reach it")
    result.add_argument("--data-dir", type=Path, default=None, metavar="DIR", help="where the database lies")
    result.add_argument("--stun", action="append", default=[], metavar="URL", help="for example stun:HOST:3478")
    result.add_argument(
        "--turn", action="append", default=[], metavar="URL", help="for example turn:HOST:3478?transport=udp"
    )
    result.add_argument("--many-practices", action="store_true", help="let more than one practice set itself up")
    result.add_argument("--embedded", action="store_true", help="child of the desktop: ends with standard input")
    result.add_argument("--tls-certificate", type=Path, metavar="FILE", help="PEM, with the chain")
    result.add_argument("--tls-key", type=Path, metavar="FILE")
    result.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="whose X-Forwarded-For and -Proto count, for example 127.0.0.1 or a network; by default nobody's",
    )
    result.add_argument(
        "--keep-days", type=_days, default=30, metavar="N", help="how long ended appointments are kept, at most 90"
    )
    result.epilog = "The secret shared with coturn comes from the environment: MEDCLIENT_TURN_SECRET."
    return result


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= MOST_DAYS_KEPT:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST_DAYS_KEPT} days")
    return days


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    memory.be_sparing()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    folder: Path = options.data_dir or Path(platformdirs.user_data_dir("medclient-service", appauthor=False))
    url = sqlite_url(folder / "service.sqlite")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        migrate(url)
    except DamagedDatabase:
        return _fail("damaged_database", EXIT_DAMAGED)
    except (UnwritableDatabase, OSError):
        return _fail("unwritable_database", EXIT_UNWRITABLE)
    host, _, port = options.listen.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # A trusted proxy is known by its address, and is nobody's.
    listener = (socket.socket if options.trusted_proxy else Nameless)(family, socket.SOCK_STREAM)
    if os.name != "nt":
        # On Windows this option would let two programs take one port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, int(port)))
    except (OSError, ValueError, OverflowError):
        return _fail("port_in_use", EXIT_PORT_IN_USE)
    if bool(options.tls_certificate) != bool(options.tls_key):
        return _fail("tls_incomplete", EXIT_TLS)
    config = ServiceConfig(
        database_url=url,
        public_url=options.public_url.rstrip("/"),
        stun_urls=tuple(options.stun),
        turn_urls=tuple(options.turn),
        turn_secret=os.environ.get("MEDCLIENT_TURN_SECRET", ""),
        many_practices=options.many_practices,
        metadata_kept=timedelta(days=options.keep_days),
    )
    shown = f"[{host}]" if ":" in host else host
    allow_many_files()
    tls = (options.tls_certificate, options.tls_key) if options.tls_certificate else None
    try:
        serving = serve(create_app(config), tuple(options.trusted_proxy), tls)
    except (OSError, ValueError):
        return _fail("tls_unreadable", EXIT_TLS)
    server = Server(
        serving,
        f"{'https' if options.tls_certificate else 'http'}://{shown}:{listener.getsockname()[1]}",
    )
    if options.embedded:
        server.stop_with_standard_input()
    server.run(sockets=[listener])
    return 0


def _fail(code: str, status: int) -> int:
    print(json.dumps({"error": code}), flush=True)
    return status


class Server(uvicorn.Server):
    """Says on standard output where it listens, as soon as it does."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(json.dumps({"listening": self._url}), flush=True)

    def stop_with_standard_input(self) -> None:
        """End when the parent is gone."""

        def wait() -> None:
            while sys.stdin.buffer.read(4096):
                pass
            self.should_exit = True

        threading.Thread(target=wait, name="parent", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
