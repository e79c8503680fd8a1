"""The log tells what happened, and to nobody whom."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from medclient.diagnostics import log
from medclient.protocol.access_link import AccessLink

LINK = AccessLink.new("https://video.praxis.example")
SECRETS = {
    "link": LINK.url,
    "link id": LINK.link_id,
    "link secret": LINK.url.partition("#")[2],
    "IPv4 address": "192.168.17.23",
    "IPv6 address": "2001:db8:85a3::8a2e:370:7334",
    "e-mail address": "erika.beispiel@example.org",
    "path": "/home/arnold/medclient",
}


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    handler = log.start(tmp_path / "logs" / "medclient.log", home=Path("/home/arnold"))
    yield tmp_path / "logs" / "medclient.log"
    log.stop(handler)


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_secrets_do_not_reach_the_file(file: Path, secret: str) -> None:
    logger = logging.getLogger("medclient.session.test")
    logger.info("opened %s now", secret)
    logger.info("in the middle,%s;of a line", secret)
    try:
        raise ValueError(f"about {secret}")
    except ValueError:
        logger.exception("it failed")
    text = file.read_text(encoding="utf-8")
    assert "opened" in text
    assert secret not in text


def test_what_helps_is_kept(file: Path) -> None:
    logging.getLogger("medclient.session").info("transport 3 connected over 127.0.0.1, 1280x720, 29.97 frames/s")
    text = file.read_text(encoding="utf-8")
    assert "transport 3 connected over 127.0.0.1, 1280x720, 29.97 frames/s" in text


def test_foreign_libraries_are_heard_only_when_something_is_wrong(file: Path) -> None:
    logging.getLogger("aioice.ice").info("candidate 10.1.2.3")
    logging.getLogger("aioice.ice").warning("it broke at 10.1.2.3")
    text = file.read_text(encoding="utf-8")
    assert "candidate" not in text
    assert "it broke at 10.x.x.x" in text


def test_the_file_does_not_grow_for_ever(file: Path) -> None:
    logger = logging.getLogger("medclient.test")
    for _ in range(900):
        logger.info("word " * 1500)
    sizes = [each.stat().st_size for each in file.parent.iterdir()]
    assert len(sizes) <= log.FILES
    assert max(sizes) <= log.FILE_BYTES


def test_nothing_vanishes(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.excepthook", log._uncaught)
    monkeypatch.setattr("threading.excepthook", log._uncaught_in_thread)

    def fail() -> None:
        raise RuntimeError("about erika.beispiel@example.org")

    thread = threading.Thread(target=fail, name="failing")
    thread.start()
    thread.join()

    async def forget() -> None:
        log.watch_loop(asyncio.get_running_loop())
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(forget())
    text = file.read_text(encoding="utf-8")
    assert "uncaught in thread failing" in text
    assert "uncaught in event loop" in text
    assert text.count("in fail") >= 2
    assert "erika" not in text
