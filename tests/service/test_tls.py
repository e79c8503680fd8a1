"""TLS as the service offers it, and certificates that no part of the desktop may accept."""

import asyncio
import json
import os
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from medclient import trust
from medclient.practice.client import PracticeClient
from medclient.practice.errors import CertificateRefused
from medclient.protocol.envelope import Role
from medclient.session.mailbox import MailboxClient
from medclient.session.mailbox_connection import MailboxConnection
from tests.service.certificates import Authority
from tests.service.conftest import Start


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def trusted(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The operator's authority counts, as `--ca-file` and the setting make it."""
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    trust.add_authority(authority.file, tmp_path)
    return authority


async def opens(url: str) -> bool:
    """Whether the mailbox's WebSocket opens: nothing may be sent to somebody unknown."""
    connection = MailboxConnection(MailboxClient("A" * 22, bytes(32), Role.PATIENT, "token"), url, print, lambda: None)
    try:
        opened = await connection._open()
    except ssl.SSLCertVerificationError:
        return False
    await opened.close()
    return True


def test_a_private_authority_counts_where_the_operator_says_so(start: Start, trusted: Authority) -> None:
    url = start(tls=trusted.sign("good")).url
    assert PracticeClient(url).is_set_up() is False
    assert asyncio.run(opens(url))


def test_without_it_nothing_does(start: Start, authority: Authority) -> None:
    url = start(tls=authority.sign("good")).url
    with pytest.raises(CertificateRefused):
        PracticeClient(url).is_set_up()
    assert not asyncio.run(opens(url))


@pytest.mark.parametrize("kind", ["self-signed", "expired", "another host"])
def test_no_bad_certificate_is_accepted(start: Start, trusted: Authority, kind: str) -> None:
    files = trusted.sign(
        "bad",
        alone=kind == "self-signed",
        expired=kind == "expired",
        host="video.example.org" if kind == "another host" else "127.0.0.1",
    )
    url = start(tls=files).url
    with pytest.raises(CertificateRefused):
        PracticeClient(url).is_set_up()
    assert not asyncio.run(opens(url))


def test_what_is_no_certificate_changes_nothing(tmp_path: Path) -> None:
    before = dict(os.environ)
    for content in ("", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ü"):
        file = tmp_path / "no.pem"
        file.write_text(content, encoding="utf-8")
        with pytest.raises(trust.UnreadableAuthority):
            trust.add_authority(file, tmp_path)
    with pytest.raises(trust.UnreadableAuthority):
        trust.add_authority(tmp_path / "missing.pem", tmp_path)
    assert dict(os.environ) == before


def test_there_is_no_way_around() -> None:
    """Nobody who is in a hurry finds a switch."""
    code = "\n".join(file.read_text(encoding="utf-8") for file in Path("medclient").rglob("*.py"))
    for switch in ("CERT_NONE", "check_hostname = False", "verify=False", "_create_unverified_context"):
        assert switch not in code


@pytest.mark.parametrize(
    ("version", "ciphers", "works"),
    [
        (ssl.TLSVersion.TLSv1_3, None, True),
        (ssl.TLSVersion.TLSv1_2, "ECDHE+AESGCM", True),
        (ssl.TLSVersion.TLSv1_2, "ECDHE+AES:!AESGCM:!AESCCM", False),
        (ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0", False),
    ],
)
def test_only_good_versions_and_suites_are_offered(
    start: Start, trusted: Authority, version: ssl.TLSVersion, ciphers: str | None, works: bool
) -> None:
    service = start(tls=trusted.sign("good"))
    context = ssl.create_default_context()
    context.minimum_version = min(version, ssl.TLSVersion.TLSv1_2) if works else version
    context.maximum_version = version
    if ciphers:
        context.set_ciphers(ciphers)
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as plain:
        if not works:
            with pytest.raises((ssl.SSLError, ConnectionResetError)):
                context.wrap_socket(plain, server_hostname="127.0.0.1")
            return
        with context.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
            cipher = secure.cipher()
            assert cipher
            assert "GCM" in cipher[0] or "CHACHA20" in cipher[0]


def test_with_tls_browsers_are_told_to_stay_with_it(start: Start, trusted: Authority) -> None:
    answer = requests.get(f"{start(tls=trusted.sign('good')).url}/terms", timeout=10)
    assert "max-age=" in answer.headers["strict-transport-security"]


def test_only_a_trusted_proxy_may_say_who_asks(start: Start) -> None:
    def asked(service_url: str) -> str:
        headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
        answer = requests.get(f"{service_url}/terms", headers=headers, timeout=10)
        return answer.headers.get("strict-transport-security", "")

    assert asked(start(proxies=("127.0.0.1",)).url)
    assert not asked(start(proxies=("192.0.2.1",)).url)
    assert not asked(start().url)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--tls-certificate", "{good}"], "tls_incomplete"),
        (["--tls-certificate", "{good}", "--tls-key", "{other}"], "tls_unreadable"),
        (["--tls-certificate", "/nowhere", "--tls-key", "/nowhere"], "tls_unreadable"),
    ],
)
def test_a_service_that_cannot_offer_tls_does_not_start(
    authority: Authority, tmp_path: Path, arguments: list[str], code: str
) -> None:
    good, other = authority.sign("good")[0], authority.sign("other")[1]
    given = [each.format(good=good, other=other) for each in arguments]
    command = [sys.executable, "-m", "medclient.service", "--listen", "127.0.0.1:0", "--data-dir", str(tmp_path)]
    done = subprocess.run([*command, *given], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, json.loads(done.stdout)) == (5, {"error": code})


def test_metadata_is_kept_for_ninety_days_at_most(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "medclient.service", "--data-dir", str(tmp_path), "--keep-days", "91"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "90" in done.stderr
