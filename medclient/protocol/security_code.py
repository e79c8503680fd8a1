"""The security code: six digits that both people can read to each other.

It depends on the link's secret, on the certificates that both ends really use (the fingerprints in the offer and in the
answer, as each end has them), and on one random nonce of each. The same digits at both ends mean: nobody stands
between, not even somebody who holds the link.

Whoever stands between could try out certificates until six digits fit, were it not for the nonces. The patient's end
commits itself to its nonce in the offer, the practitioner's end tells its own in the answer, and only then the
patient's end reveals the first (as in ZRTP, RFC 6189 section 4.4.1): one guess in a million, and no second one.

The same is written in JavaScript in `service/page/security_code.js`; `tests/vectors/security_code.json` binds the two.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, field

from medclient.protocol import encoding
from medclient.protocol.envelope import derive

NONCE_BYTES = 32
COMMITMENT = "medclient commitment v1\n"
DIGITS = 6
FINGERPRINT = re.compile(r"^a=fingerprint:(\S+) +([0-9A-Fa-f:]+) *$", re.MULTILINE)


def new_nonce() -> str:
    return encoding.encode(secrets.token_bytes(NONCE_BYTES))


def commitment(nonce: str) -> str:
    """What binds its maker to a nonce without telling it."""
    return encoding.encode(hashlib.sha256((COMMITMENT + nonce).encode()).digest())


def fingerprints(sdp: str) -> str:
    """All fingerprints of an offer or answer (RFC 8122) in one form; empty where there is none."""
    found = {f"{name.lower()} {value.upper()}" for name, value in FINGERPRINT.findall(sdp.replace("\r\n", "\n"))}
    return ",".join(sorted(found))


@dataclass(frozen=True)
class Half:
    """What one end brings to the code."""

    fingerprints: str
    nonce: str = field(repr=False)


def code(secret: bytes, link_id: str, practitioner: Half, patient: Half) -> str:
    """The digits, in two groups of three."""
    parts = (practitioner.fingerprints, practitioner.nonce, patient.fingerprints, patient.nonce)
    transcript = encoding.encode(hashlib.sha256("\n".join(parts).encode()).digest())
    value = int.from_bytes(derive(secret, link_id, f"security code {transcript}")[:6], "big") % 10**DIGITS
    digits = f"{value:0{DIGITS}d}"
    return f"{digits[:3]} {digits[3:]}"
