"""What comes from the other end, from the service, from a person's clipboard, and from the disk."""

import contextlib
import json
import tempfile
from pathlib import Path

from medclient import settings
from medclient.practice.appointments import Appointment
from medclient.protocol import account, encoding, messages, security_code
from medclient.protocol.access_link import AccessLink, InvalidAccessLink
from medclient.protocol.envelope import EnvelopeError, Opener, Role, Sealer, split_message_id
from medclient.session.call import as_utc
from medclient.session.mailbox import MailboxClient
from tests import lies
from tests.fuzz import target

LINK = AccessLink("https://video.example.org", lies.LINK_ID, lies.SECRET)
SEALER = Sealer.for_link(lies.SECRET, lies.LINK_ID, Role.PATIENT)
PRACTICE_KEY = bytes(range(32))
MESSAGES = (
    messages.Hello("Erika", "2026-11-26T08:58:00Z", "", True, False),
    messages.Ring("A" * 16, "call", 3),
    messages.Offer("A" * 16, 1, "v=0\r\na=fingerprint:sha-256 AA:BB\r\n", "c" * 43),
    messages.Reveal("A" * 16, "n" * 43),
    messages.Candidate("A" * 16, 1, "candidate:1 1 udp 1 127.0.0.1 9 typ host", "0"),
    messages.Heartbeat("A" * 16, 1, 20, 0, 5),
    messages.Chat("Grüße, 你好 🙂"),
    messages.HangUp(),
)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


@target("envelope", seeds=[lies.sealed(Role.PATIENT, 1)[0].body.encode(), b"AQ" + b"A" * 60])
def open_envelope(data: bytes) -> None:
    opener = Opener.for_link(lies.SECRET, lies.LINK_ID, Role.PATIENT)
    with contextlib.suppress(EnvelopeError):
        opener.open(f"{SEALER.instance}.0", _text(data))


@target("envelope-content", seeds=[json.dumps(each.to_content()).encode() for each in MESSAGES])
def open_sealed_content(data: bytes) -> None:
    """Somebody who holds the key and means no good: what is sealed opens, whatever it is."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    message_id, nonce = f"{SEALER.instance}.0", bytes(12)
    sealed = AESGCM(SEALER.key).encrypt(
        nonce, data, b"\n".join((b"medclient envelope v1", lies.LINK_ID.encode(), b"patient", message_id.encode()))
    )
    opener = Opener.for_link(lies.SECRET, lies.LINK_ID, Role.PATIENT)
    with contextlib.suppress(EnvelopeError, messages.MessageError):
        messages.parse(opener.open(message_id, encoding.encode(b"\x01" + nonce + sealed)))


@target("message-id", seeds=[b"AAAAAAAAAAAAAAAA.0", b"AAAAAAAAAAAAAAAA.999999999"])
def read_message_id(data: bytes) -> None:
    with contextlib.suppress(EnvelopeError):
        instance, number = split_message_id(_text(data))
        assert f"{instance}.{number}" == _text(data)


@target("link", seeds=[LINK.url.encode(), b"http://[::1]:8480/v/" + b"A" * 22 + b"#" + b"A" * 43])
def read_link(data: bytes) -> None:
    with contextlib.suppress(InvalidAccessLink):
        link = AccessLink.parse(_text(data))
        assert AccessLink.parse(link.url) == link


@target(
    "mailbox-frames",
    seeds=[
        *(frame.encode() for lie in lies.LIES.values() for frame in lie(lies.sealed(Role.PATIENT, 3))),
        b'{"type":"joined","last":3,"presence":{"patient":null},"started_at":null,"ended_at":"2026-11-26T09:00:00Z"}',
        b'{"type":"presence","role":"patient","since":"2026-11-26T09:00:00+00:00"}',
        b'{"type":"ended","at":"2026-11-26T09:00:00+00:00","by":"patient"}',
        b'{"type":"posted","id":"AAAAAAAAAAAAAAAA.0","seq":1}',
        b'{"type":"error","code":"too_large"}',
    ],
)
def read_frames(data: bytes) -> None:
    """Several frames, one a line."""
    client = MailboxClient(lies.LINK_ID, lies.SECRET, Role.PRACTITIONER, "token")
    client.post(messages.Chat("waiting"))
    for line in _text(data).split("\n")[:20]:
        client.receive(line)


@target("messages", seeds=[json.dumps(each.to_content()).encode() for each in MESSAGES])
def read_message(data: bytes) -> None:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(content, dict):
        with contextlib.suppress(messages.MessageError):
            message = messages.parse(content)
            assert messages.parse(message.to_content()) == message
            if isinstance(message, messages.Hello):
                as_utc(message.consent_at)


@target("fingerprints", seeds=[b"v=0\r\na=fingerprint:sha-256 AA:BB\r\nm=audio 9 X 1\r\na=fingerprint:SHA-512 01\r\n"])
def read_fingerprints(data: bytes) -> None:
    text = _text(data)
    assert "\n" not in security_code.fingerprints(text)


@target("settings", seeds=[b'{"language":"de","appearance":"dark","noise_suppression":false,"camera":"x"}', b"[]"])
def read_settings(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.json"
        file.write_bytes(data)
        read = settings.load(file)
        settings.save(file, read)
        assert settings.load(file) == read


@target("sealed-appointment", seeds=[account.seal(PRACTICE_KEY, "appointment x", b'{"name":"E","reason":""}').encode()])
def read_appointment(data: bytes) -> None:
    entry = {"link_id": "x", "starts_at": "2026-11-26T09:00:00Z", "duration_minutes": 20, "version": 1}
    with contextlib.suppress(ValueError):
        Appointment.from_service(PRACTICE_KEY, entry | {"sealed": _text(data)})
