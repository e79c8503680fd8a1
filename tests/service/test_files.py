"""The database, the pages, the command line."""

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from medclient.service import database, housekeeping
from medclient.service.config import ServiceConfig
from medclient.service.state import ServiceState
from tests.service.client import Practice, Service, post
from tests.service.conftest import Clock, Start


def test_migrations_make_the_tables_that_the_code_expects(tmp_path: Path) -> None:
    url = database.sqlite_url(tmp_path / "service.sqlite")
    database.migrate(url)
    database.migrate(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, database.Base.metadata) == []
    engine.dispose()


def test_only_an_old_database_needs_alembic(tmp_path: Path) -> None:
    """Each start waits for what is loaded; the newest migration is known without it."""
    scripts = ScriptDirectory(str(database.MIGRATIONS))
    assert database.newest_revision() == scripts.get_current_head()
    url = database.sqlite_url(tmp_path / "service.sqlite")
    database.migrate(url)
    loaded = (
        f"import sys; from medclient.service import database as d; d.migrate({url!r}); print('alembic' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize("content", [b"no database" * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "service.sqlite"
    file.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "medclient.service", "--data-dir", str(tmp_path), "--listen", "127.0.0.1:0"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 3
    assert json.loads(done.stdout) == {"error": "damaged_database"}
    assert file.read_bytes() == content


@pytest.mark.parametrize("address", ["127.0.0.1:{port}", "127.0.0.1:99999", "127.0.0.1:x", "256.1.1.1:0"])
def test_an_address_that_cannot_be_had(tmp_path: Path, address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = address.format(port=taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "medclient.service", "--data-dir", str(tmp_path), "--listen", listen],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 4
    assert json.loads(done.stdout) == {"error": "port_in_use"}


def test_a_kill_in_the_middle_of_writing_leaves_a_whole_database(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "medclient.service", "--embedded", "--data-dir", str(tmp_path)]
    command += ["--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["listening"]
        service = Service(url, int(url.rpartition(":")[2]), process.kill)
        practice = Practice.set_up(service)
        now = ServiceConfig("").clock()
        link = practice.appoint(now)
        with practice.mailbox(link) as mailbox:
            numbers = [post(mailbox, number) for number in range(30)]
            os.kill(process.pid, signal.SIGKILL)
    database.migrate(database.sqlite_url(tmp_path / "service.sqlite"))
    with sqlite3.connect(tmp_path / "service.sqlite") as connection:
        kept = [row[0] for row in connection.execute("select seq from mailbox_message order by seq")]
    assert kept == numbers, "what was acknowledged is there"


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "medclient.service", "--embedded", "--data-dir", str(tmp_path)]
    command += ["--listen", "127.0.0.1:0"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(15) == 0


def test_what_is_no_longer_needed_is_deleted(start: Start, clock: Clock, tmp_path: Path) -> None:
    service = start()
    practice = Practice.set_up(service)
    link = practice.appoint(clock.now)
    with practice.mailbox(link) as mailbox:
        post(mailbox, 0)
        mailbox.send({"type": "end"})
        mailbox.until("ended")
    url = database.sqlite_url(tmp_path / "service.sqlite")

    async def clean() -> None:
        from sqlalchemy.ext.asyncio import async_sessionmaker

        engine = database.open_database(url)
        sessions = async_sessionmaker(engine, expire_on_commit=False)
        await housekeeping.clean(ServiceState(ServiceConfig(url, clock=clock), engine, sessions))
        await engine.dispose()

    def count(table: str) -> int:
        with sqlite3.connect(tmp_path / "service.sqlite") as connection:
            return int(connection.execute(f"select count(*) from {table}").fetchone()[0])

    asyncio.run(clean())
    assert count("mailbox_message") == 1, "both ends can still read that it ended"
    clock.advance(minutes=11)
    asyncio.run(clean())
    assert (count("mailbox_message"), count("consultation")) == (0, 1)
    clock.advance(days=31)
    asyncio.run(clean())
    assert (count("consultation"), count("session")) == (0, 0)


def test_metadata_is_kept_for_ninety_days_at_most() -> None:
    """Requirements: rule deleted."""
    with pytest.raises(ValueError, match="90 days"):
        ServiceConfig("", metadata_kept=timedelta(days=91))


def test_the_page_and_its_headers(service: Service) -> None:
    answer = requests.get(f"{service.url}/v/{'A' * 22}", timeout=10)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    scripts = re.search(r"script-src ([^;]+);", policy)
    assert scripts
    own, *hashes = scripts[1].split()
    assert own == "'self'", "telephones that do not look for hashes run the page all the same (decision 0020)"
    assert len(hashes) > 20
    assert all(each.startswith("'sha256-") for each in hashes)
    # Every element that loads something says what it must be.
    loading = re.findall(r'<(?:script|link)\b[^>]*(?:src|href)="/[^>]*>', answer.text)
    assert len(loading) > 20
    assert [each for each in loading if 'integrity="sha256-' not in each] == []
    assert f"ws://127.0.0.1:{service.port}" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "camera=(self)" in answer.headers["permissions-policy"]
    etag = answer.headers["etag"]
    again = requests.get(f"{service.url}/v/{'A' * 22}", headers={"If-None-Match": etag}, timeout=10)
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["/page/../patient_page.py", "/page/%2e%2e%2fpatient_page.py", "/page/x.js", "/x", "/"]
)
def test_there_is_nothing_else(service: Service, path: str) -> None:
    answer = requests.get(f"{service.url}{path}", timeout=10)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_the_terms_can_be_read_by_anyone(service: Service) -> None:
    """Requirements: rule terms."""
    answer = requests.get(f"{service.url}/terms", timeout=10)
    assert "Nutzungsbedingungen" in answer.content.decode()


def test_an_invitation_in_a_browser_leads_to_the_program(service: Service) -> None:
    answer = requests.get(f"{service.url}/i/{'A' * 22}", timeout=10)
    assert "medclient" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text


def test_a_host_header_gets_nothing_into_the_policy(service: Service) -> None:
    for host in ("a; script-src *", "a'unsafe-inline'", "a b"):
        answer = requests.get(f"{service.url}/v/{'A' * 22}", headers={"Host": host}, timeout=10)
        policy = answer.headers.get("content-security-policy", "")
        assert "script-src *" not in policy
        assert "unsafe-inline" not in policy
