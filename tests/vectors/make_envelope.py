"""Writes `envelope.json`: what both ends must make of the same link (run `python -m tests.vectors.make_envelope`).

The values are fixed; a change of the file is a change of the protocol.
"""

import json
from pathlib import Path

from medclient.protocol import encoding
from medclient.protocol.envelope import Role, Sealer, derive, patient_token

FILE = Path(__file__).with_name("envelope.json")
SECRET = bytes(range(32))
LINK_ID = encoding.encode(bytes(range(100, 116)))
NONCE = bytes(range(200, 212))
INSTANCE = encoding.encode(bytes(range(50, 62)))
CONTENTS: tuple[dict[str, object], ...] = (
    {"type": "hang-up"},
    {"type": "chat", "text": "Grüße, 你好 🙂 <b>\\ \n"},
    {"type": "reconnect", "to": INSTANCE, "generation": 7},
)


def vectors() -> dict[str, object]:
    """All of them."""
    messages = []
    for role in Role:
        sealer = Sealer.for_link(SECRET, LINK_ID, role)
        for number, content in enumerate(CONTENTS):
            message_id = f"{INSTANCE}.{number}"
            body = sealer.seal_as(message_id, content, NONCE)
            messages.append({"sender": role.value, "id": message_id, "content": content, "body": body})
    return {
        "secret": encoding.encode(SECRET),
        "link_id": LINK_ID,
        "nonce": encoding.encode(NONCE),
        "patient_token": patient_token(SECRET, LINK_ID),
        "key_from_patient": encoding.encode(derive(SECRET, LINK_ID, "from patient")),
        "key_from_practitioner": encoding.encode(derive(SECRET, LINK_ID, "from practitioner")),
        "messages": messages,
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
