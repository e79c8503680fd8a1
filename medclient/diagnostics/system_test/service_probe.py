"""Measures the practice service and the line to it: clock, round trips, bytes down and up (docs/service-api.md)."""

import os
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests

from medclient.diagnostics.system_test.network import ServiceMeasured
from medclient.network.proxy import Proxies

TIMEOUT_S = (4.0, 5.0)
PINGS = 15
PING_EVERY_S = 0.05
MOST_TRANSFER_S = 2.5
DOWNLOAD_BYTES = 4 * 1024 * 1024
UPLOAD_BYTES = 240 * 1024
MOST_UPLOADS = 24
READ_BYTES = 16 * 1024


@dataclass(frozen=True)
class ServiceAccess:
    """Where the service is, and who asks."""

    base_url: str
    token: str = field(default="", repr=False)
    local: bool | None = None
    """Whether it runs on this computer; None: as its address says."""
    proxies: Proxies = field(default_factory=Proxies)

    @property
    def is_local(self) -> bool:
        return is_local(self.base_url) if self.local is None else self.local


def is_local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def measure_service(access: ServiceAccess, stop: threading.Event) -> ServiceMeasured:
    """Blocks for at most some ten seconds; a line so slow that it takes longer is measured by what came until then."""
    proxies = access.proxies.for_requests(access.base_url)
    with _Session(proxies) as session:
        measured = _reach(session, access)
        if not measured.reachable or not access.token or stop.is_set():
            return replace(measured, signed_in=bool(access.token))
        session.headers["Authorization"] = f"Bearer {access.token}"
        url = f"{access.base_url.rstrip('/')}/api/v1/system-test"
        try:
            times = _pings(session, url, stop)
        except requests.RequestException:
            times = ()
        if not times:
            return replace(measured, signed_in=False)
        measured = replace(measured, round_trips_ms=times)
        if access.is_local:
            return measured
        return replace(measured, down_kbps=_download(session, url, stop), up_kbps=_upload(session, url, stop))


def fetch_ice_servers(access: ServiceAccess) -> list[dict[str, Any]]:
    """STUN and TURN servers to try; none where the service does not say."""
    if not access.token:
        return []
    try:
        answer = requests.post(
            f"{access.base_url.rstrip('/')}/api/v1/system-test/ice-servers",
            headers={"Authorization": f"Bearer {access.token}"},
            timeout=TIMEOUT_S,
            proxies=access.proxies.for_requests(access.base_url),
        )
        servers = answer.json().get("ice_servers", []) if answer.ok else []
    except (requests.RequestException, AttributeError):
        return []
    return [each for each in servers if isinstance(each, dict)]


class _Session(requests.Session):
    """Asks through the program's own choice of proxy, not the environment's."""

    def __init__(self, proxies: dict[str, str]) -> None:
        super().__init__()
        self._ways = proxies

    def request(self, *args: Any, **more: Any) -> requests.Response:
        return super().request(*args, **{"proxies": self._ways, **{k: v for k, v in more.items() if v is not None}})


def _reach(session: requests.Session, access: ServiceAccess) -> ServiceMeasured:
    before, began = datetime.now(UTC), time.monotonic()
    try:
        answer = session.get(f"{access.base_url.rstrip('/')}/api/v1/health", timeout=TIMEOUT_S)
        ms = (time.monotonic() - began) * 1000
        content = answer.json() if answer.ok else {}
        now = datetime.fromisoformat(content["now"])
    except requests.exceptions.SSLError:
        return ServiceMeasured(reachable=False, untrusted=True, local=access.is_local)
    except (requests.RequestException, KeyError, TypeError, ValueError):
        return ServiceMeasured(reachable=False, local=access.is_local)
    middle = before + (datetime.now(UTC) - before) / 2
    return ServiceMeasured(reachable=True, answer_ms=ms, skew_s=(now - middle).total_seconds(), local=access.is_local)


def _pings(session: requests.Session, url: str, stop: threading.Event) -> tuple[float, ...]:
    times = []
    for number in range(PINGS + 1):
        began = time.monotonic()
        session.get(f"{url}/ping", timeout=TIMEOUT_S).raise_for_status()
        if number:  # the first may have opened the connection
            times.append((time.monotonic() - began) * 1000)
        if stop.wait(PING_EVERY_S):
            break
    return tuple(times)


def _download(session: requests.Session, url: str, stop: threading.Event) -> float | None:
    try:
        with session.get(f"{url}/download?bytes={DOWNLOAD_BYTES}", stream=True, timeout=TIMEOUT_S) as answer:
            answer.raise_for_status()
            began, taken = time.monotonic(), 0
            for piece in answer.iter_content(READ_BYTES):
                taken += len(piece)
                if stop.is_set() or time.monotonic() - began > MOST_TRANSFER_S:
                    break
            return _kbps(taken, time.monotonic() - began)
    except requests.RequestException:
        return None


def _upload(session: requests.Session, url: str, stop: threading.Event) -> float | None:
    data = os.urandom(UPLOAD_BYTES)
    began, sent = time.monotonic(), 0
    try:
        for _ in range(MOST_UPLOADS):
            session.post(f"{url}/upload", data=data, timeout=(4.0, 10.0)).raise_for_status()
            sent += len(data)
            if stop.is_set() or time.monotonic() - began > MOST_TRANSFER_S:
                break
    except requests.RequestException:
        return None
    return _kbps(sent, time.monotonic() - began)


def _kbps(size: int, seconds: float) -> float:
    return size * 8 / 1000 / max(seconds, 1e-6)
