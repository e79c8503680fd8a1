"""A database that cannot be written is told, loses nothing that was accepted, and is used again when it can be."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from medclient.service.__main__ import EXIT_UNWRITABLE
from medclient.service.config import ServiceConfig
from tests.service.child import Running, as_operator, command
from tests.service.client import Link, Practice, Service, message_id, post

OBEDIENT = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if os.name != "nt" else ()
"""The system's administrator writes whatever the rights say; who is started by this does not."""


def service_of(running: Running) -> Service:
    return Service(running.url, running.port, lambda: None)


def now_at(practice: Practice) -> Link:
    return practice.appoint(ServiceConfig("").clock())


@pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")
def test_a_read_only_database_is_not_taken_for_damaged(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with as_operator(data) as running:
        practice = Practice.set_up(service_of(running))
        link = now_at(practice)
        with practice.mailbox(link) as mailbox:
            assert post(mailbox, 0) == 1
    file = data / "service.sqlite"
    before = file.read_bytes()
    obedient = OBEDIENT if os.geteuid() == 0 else ()
    try:
        for rights_of_file, rights_of_folder in ((0o444, 0o755), (0o644, 0o555), (0o444, 0o555)):
            file.chmod(rights_of_file)
            data.chmod(rights_of_folder)
            done = subprocess.run(
                [*obedient, *command(data)], stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False
            )
            assert json.loads(done.stdout) == {"error": "unwritable_database"}
            assert done.returncode == EXIT_UNWRITABLE
            assert file.read_bytes() == before
    finally:
        data.chmod(0o755)
        file.chmod(0o644)
    with as_operator(data) as running:
        again = Practice(service_of(running), practice.token)
        with again.mailbox(link) as mailbox:
            assert [post(mailbox, 0), post(mailbox, 1)] == [1, 2]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lets a running process be limited")
def test_when_nothing_more_can_be_written_nothing_accepted_is_lost(tmp_path: Path) -> None:
    import resource

    with as_operator(tmp_path) as running:
        practice = Practice.set_up(service_of(running))
        link = now_at(practice)
        _, most = resource.prlimit(running.process_id, resource.RLIMIT_FSIZE)
        with practice.mailbox(link) as mailbox:
            assert post(mailbox, 0) == 1
            # The system refuses every write from now on, to whichever file.
            resource.prlimit(running.process_id, resource.RLIMIT_FSIZE, (0, most))
            try:
                body = practice.body(Link("B" * 21 + "A"), ServiceConfig("").clock())
                assert practice.refusal("POST", "/appointments", body) == (503, "unavailable")
                with contextlib.suppress(Exception):  # it may be closed already
                    mailbox.send({"type": "post", "id": message_id(1), "body": "AAAA"})
                assert mailbox.close_code() == 1013, "not acknowledged: the client posts it again"
                assert practice.call("GET", "/appointments").ok, "reading goes on"
            finally:
                resource.prlimit(running.process_id, resource.RLIMIT_FSIZE, (most, most))
        with practice.mailbox(link) as mailbox:
            assert [post(mailbox, 0), post(mailbox, 1)] == [1, 2]
        assert practice.call("POST", "/appointments", body).status_code == 201
