"""A real coturn on this computer, with the secret that it shares with the service."""

import base64
import contextlib
import hmac
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SECRET = "the secret of coturn and service"
HOST = "127.0.0.1"
START_TIMEOUT_S = 20.0


@dataclass
class Relay:
    port: int
    tls_port: int
    certificate: Path
    """It signs itself: who trusts this file trusts the relay."""

    @property
    def urls(self) -> tuple[str, ...]:
        """By each transport."""
        plain = f"turn:{HOST}:{self.port}?transport="
        return plain + "udp", plain + "tcp", f"turns:{HOST}:{self.tls_port}?transport=tcp"


def credentials() -> tuple[str, str]:
    """Name and password that count for an hour (coturn's REST API)."""
    name = f"{int(time.time()) + 3600}:test"
    return name, base64.b64encode(hmac.digest(SECRET.encode(), name.encode(), "sha1")).decode()


def free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        return int(taken.getsockname()[1])


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "relay.crt", folder / "relay.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Relay]:
    certificate, key = make_certificate(folder)
    relay = Relay(free_port(), free_port(), certificate)
    process = subprocess.Popen(
        [
            "turnserver",
            "-n",
            "--no-cli",
            "--log-file=stdout",
            "--simple-log",
            "--fingerprint",
            "--use-auth-secret",
            f"--static-auth-secret={SECRET}",
            "--realm=test.example",
            f"--listening-ip={HOST}",
            f"--relay-ip={HOST}",
            f"--listening-port={relay.port}",
            f"--tls-listening-port={relay.tls_port}",
            f"--cert={certificate}",
            f"--pkey={key}",
            f"--pidfile={folder / 'coturn.pid'}",
            f"--userdb={folder / 'coturn.db'}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        for port in (relay.port, relay.tls_port):
            _wait_for(port)
        yield relay
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    end = datetime.now(UTC) + timedelta(seconds=START_TIMEOUT_S)
    while datetime.now(UTC) < end:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
    raise AssertionError("coturn does not start")
