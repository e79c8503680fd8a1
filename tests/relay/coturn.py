"""A real TURN server, with an authority of the test's own that vouches for its name."""

import base64
import contextlib
import hmac
import ipaddress
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from medclient.session.ice.servers import Carrier, TurnServer

SECRET = "shared by coturn and the practice service"
START_TIMEOUT_S = 20.0
MOST_LINES = 2000


@dataclass(frozen=True)
class Authority:
    """Certificates of a test: `root` is what a client must trust."""

    root: Path
    chain: Path
    key: Path


def make_authority(folder: Path, *names: str) -> Authority:
    """An authority and a server certificate for `names`, which may be addresses."""
    now = datetime.now(UTC)
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "medclient test authority")])

    def certificate(subject: x509.Name, public: ec.EllipticCurvePublicKey, *, ca: bool) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )

    root = certificate(issuer, root_key.public_key(), ca=True).sign(root_key, hashes.SHA256())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    alternatives = x509.SubjectAlternativeName([_general_name(each) for each in names])
    server = certificate(subject, key.public_key(), ca=False).add_extension(alternatives, critical=False)
    pem = server.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    made = Authority(folder / "root.pem", folder / "chain.pem", folder / "key.pem")
    made.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    made.chain.write_bytes(pem)
    made.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return made


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def credentials(secret: str = SECRET, lifetime_s: int = 600) -> tuple[str, str]:
    """As the practice service makes them (coturn's REST API)."""
    username = f"{int(time.time()) + lifetime_s}:test"
    return username, base64.b64encode(hmac.digest(secret.encode(), username.encode(), "sha1")).decode()


@dataclass(frozen=True)
class Coturn:
    host: str
    port: int
    tls_port: int
    lines: list[str]
    """What it has said so far."""

    @property
    def urls(self) -> tuple[str, ...]:
        """By each transport."""
        plain = f"turn:{self.host}:{self.port}?transport="
        return plain + "udp", plain + "tcp", f"turns:{self.host}:{self.tls_port}?transport=tcp"

    def server(self, carrier: Carrier, *, host: str = "", sign_in: tuple[str, str] | None = None) -> TurnServer:
        port = self.tls_port if carrier is Carrier.TLS else self.port
        return TurnServer(host or self.host, port, carrier, *(sign_in or credentials()))


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.contextmanager
def turnserver(
    folder: Path,
    authority: Authority,
    *more: str,
    host: str = "127.0.0.1",
    ports: tuple[int, int] | None = None,
    command: Callable[[Sequence[str]], Sequence[str]] = list,
) -> Iterator[Coturn]:
    """Run one until the block ends; `command` wraps its command line, to run it in a namespace."""
    port, tls_port = ports or (free_port(), free_port())
    arguments = [
        *("turnserver", "-n", "--no-cli", "--no-dtls", "--fingerprint", "--verbose"),
        *("--log-file=stdout", "--simple-log", f"--pidfile={folder / 'turnserver.pid'}"),
        *(f"--listening-ip={host}", f"--relay-ip={host}", "--relay-threads=1"),
        *(f"--listening-port={port}", f"--tls-listening-port={tls_port}"),
        *(f"--cert={authority.chain}", f"--pkey={authority.key}", "--realm=medclient.test"),
        *("--use-auth-secret", f"--static-auth-secret={SECRET}", f"--userdb={folder / 'turndb'}"),
        *more,
    ]
    process = subprocess.Popen(
        command(arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    lines: list[str] = []
    ready = threading.Event()

    def read() -> None:
        assert process.stdout
        for line in process.stdout:
            lines.append(line.rstrip())
            del lines[:-MOST_LINES]
            if "turn server id=0 created" in line:
                ready.set()
        ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        assert ready.wait(START_TIMEOUT_S), lines
        assert process.poll() is None, lines
        yield Coturn(host, port, tls_port, lines)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        reader.join(5)
