"""Writes `security_code.json`: what both ends must make of the same nonces and certificates.

Run `python -m tests.vectors.make_security_code`. A change of the file is a change of the protocol.
"""

import json
from pathlib import Path

from medclient.protocol import encoding, security_code
from medclient.protocol.security_code import Half

FILE = Path(__file__).with_name("security_code.json")
SECRET = bytes(range(32))
LINK_ID = encoding.encode(bytes(range(100, 116)))
NONCES = tuple(encoding.encode(bytes(range(first, first + 32))) for first in (10, 60, 110))
OFFER = (
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\na=fingerprint:sha-256 aB:01:ff\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
    "a=fingerprint:SHA-256 AB:01:FF\r\na=setup:actpass\r\n"
)
ANSWER = "v=0\r\na=fingerprint:sha-512 02:03\r\na=fingerprint:sha-256 04:05\r\na=fingerprint:sha-384 06\r\n"


def vectors() -> dict[str, object]:
    """All of them."""
    offer, answer = security_code.fingerprints(OFFER), security_code.fingerprints(ANSWER)
    codes = []
    for practitioner, patient in ((NONCES[0], NONCES[1]), (NONCES[1], NONCES[0]), (NONCES[0], NONCES[2])):
        made = security_code.code(SECRET, LINK_ID, Half(answer, practitioner), Half(offer, patient))
        codes.append({"practitioner_nonce": practitioner, "patient_nonce": patient, "code": made})
    return {
        "secret": encoding.encode(SECRET),
        "link_id": LINK_ID,
        "offer": OFFER,
        "answer": ANSWER,
        "offer_fingerprints": offer,
        "answer_fingerprints": answer,
        "commitments": {nonce: security_code.commitment(nonce) for nonce in NONCES},
        "codes": codes,
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), indent=2) + "\n", encoding="utf-8")
