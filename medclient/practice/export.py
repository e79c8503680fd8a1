"""A practice's data in a form that people and programs can read: a ZIP with one JSON file and two tables.

The service gives ciphertext; it is opened here, with the practice key and each link's secret.
"""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from medclient.practice import appointments, profile
from medclient.protocol import account, encoding
from medclient.protocol.envelope import EnvelopeError, Opener, Role

APPOINTMENT_COLUMNS = (
    "starts_at",
    "duration_minutes",
    "name",
    "reason",
    "created_at",
    "started_at",
    "ended_at",
    "ended_by",
    "cancelled_at",
    "link_id",
)
AUDIT_COLUMNS = ("at", "display_name", "action", "subject")


def write(file: Path, held: dict[str, Any], practice_key: bytes) -> None:
    """Open what the service holds, and write it.

    Raises:
        OSError: The file cannot be written.
    """
    opened = opened_data(held, practice_key)
    people = {each["id"]: each["display_name"] for each in opened["accounts"]}
    audit = [{**each, "display_name": people.get(each["account_id"], "")} for each in opened["audit"]]
    visits = [{**each, **each["content"]} for each in opened["appointments"]]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("practice.json", json.dumps(opened, ensure_ascii=False, indent=2))
        archive.writestr("appointments.csv", _table(APPOINTMENT_COLUMNS, visits))
        archive.writestr("audit.csv", _table(AUDIT_COLUMNS, audit))


def opened_data(held: dict[str, Any], practice_key: bytes) -> dict[str, Any]:
    """The same with all that is sealed opened; what does not open stays as it is."""
    practice = dict(held["practice"])
    if practice.get("profile_sealed"):
        practice["profile"] = _open(practice_key, profile.PURPOSE, practice["profile_sealed"])
    opened = {**held, "practice": practice}
    opened["appointments"] = [_appointment(each, practice_key) for each in held["appointments"]]
    return opened


def _appointment(entry: dict[str, Any], practice_key: bytes) -> dict[str, Any]:
    content = _open(practice_key, appointments.purpose(entry["link_id"]), entry["sealed"])
    secret = content.pop("secret", "")
    openers = _openers(secret, entry["link_id"])
    messages = [_message(each, openers) for each in entry["messages"]]
    return {**entry, "content": content, "messages": messages}


def _openers(secret: str, link_id: str) -> dict[str, Opener]:
    try:
        return {role.value: Opener.for_link(encoding.decode(secret), link_id, role) for role in Role}
    except ValueError:
        return {}


def _message(entry: dict[str, Any], openers: dict[str, Opener]) -> dict[str, Any]:
    opener = openers.get(entry["sender"])
    try:
        content = opener.open(entry["message_id"], entry["body"]) if opener else None
    except EnvelopeError:
        content = None
    return {**entry, "content": content}


def _open(key: bytes, purpose: str, sealed: str) -> dict[str, Any]:
    try:
        return account.unseal_json(key, purpose, sealed)
    except account.WrongKey:
        return {}


def _table(columns: tuple[str, ...], rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    text.write("\ufeff")  # spreadsheet programs know UTF-8 by it
    writer = csv.DictWriter(text, columns, extrasaction="ignore", restval="", delimiter=";")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _harmless(value: Any) -> Any:
    """No text of a patient's becomes a formula when a spreadsheet program opens it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
