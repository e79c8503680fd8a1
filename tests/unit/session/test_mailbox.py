"""The mailbox client without a network: two clients, and a service that is a list."""

import json
import secrets
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medclient.protocol import messages
from medclient.protocol.access_link import AccessLink
from medclient.protocol.envelope import Role
from medclient.session import mailbox

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC).isoformat()
LINK = AccessLink.new("http://127.0.0.1:1")


def client(role: Role, secret: bytes = LINK.secret) -> mailbox.MailboxClient:
    return mailbox.MailboxClient(LINK.link_id, secret, role, "token")


def frames(end: mailbox.MailboxClient) -> list[dict[str, object]]:
    return [json.loads(text) for text in end.frames_to_send()]


def join(end: mailbox.MailboxClient, last: int = 0, started: bool = False) -> list[mailbox.MailboxEvent]:
    end.connected()
    return end.receive(
        json.dumps(
            {
                "type": "joined",
                "last": last,
                "presence": {"patient": NOW, "practitioner": None},
                "started_at": NOW if started else None,
                "ended_at": None,
            }
        )
    )


def delivered(post: dict[str, object], seq: int, sender: Role) -> str:
    return json.dumps(
        {"type": "message", "seq": seq, "from": sender, "id": post["id"], "body": post["body"], "at": NOW}
    )


def test_a_message_goes_sealed_from_one_end_to_the_other() -> None:
    doctor, patient = client(Role.PRACTITIONER), client(Role.PATIENT)
    join(doctor)
    join(patient)
    doctor.frames_to_send()
    message_id = doctor.post(messages.Chat("Guten Tag"))
    (post,) = frames(doctor)
    assert "Guten" not in json.dumps(post)
    (event,) = patient.receive(delivered(post, 1, Role.PRACTITIONER))
    assert isinstance(event, mailbox.Opened)
    assert (event.message, event.instance) == (messages.Chat("Guten Tag"), doctor.instance)
    assert not doctor.settled
    assert doctor.receive(json.dumps({"type": "posted", "id": message_id, "seq": 1})) == [
        mailbox.Acknowledged(message_id)
    ]
    assert doctor.settled


def test_what_was_not_acknowledged_is_sent_again_in_order_after_a_new_connection() -> None:
    doctor = client(Role.PRACTITIONER)
    first = doctor.post(messages.Chat("1"))
    join(doctor)
    second = doctor.post(messages.Chat("2"))
    assert [frame.get("id") for frame in frames(doctor)] == [None, first, second]
    doctor.lost()
    doctor.post(messages.HangUp())
    join(doctor)
    kinds = [frame["type"] for frame in frames(doctor)]
    assert kinds == ["join", "post", "post", "post"]


def test_a_backlog_goes_out_little_by_little_and_the_end_comes_last() -> None:
    doctor = client(Role.PRACTITIONER)
    posted = [doctor.post(messages.Chat(str(number))) for number in range(40)]
    doctor.end()
    join(doctor)
    said = frames(doctor)[1:]
    assert [frame.get("id") for frame in said] == posted[: mailbox.WINDOW]
    for message_id in posted[:3]:
        doctor.receive(json.dumps({"type": "posted", "id": message_id, "seq": 1}))
    assert [frame.get("id") for frame in frames(doctor)] == posted[mailbox.WINDOW : mailbox.WINDOW + 3]
    doctor.lost()
    join(doctor)
    said = frames(doctor)[1:]
    assert [frame.get("id") for frame in said] == posted[3 : mailbox.WINDOW + 3], "from the first that is not confirmed"
    rest = list(posted[3:])
    while rest:
        doctor.receive(json.dumps({"type": "posted", "id": rest.pop(0), "seq": 1}))
        said += frames(doctor)
    assert [frame["type"] for frame in said] == ["post"] * 37 + ["end"]
    assert doctor.unacknowledged == {}


def test_a_full_mailbox_does_not_keep_the_end_back() -> None:
    doctor = client(Role.PRACTITIONER)
    for number in range(40):
        doctor.post(messages.Chat(str(number)))
    doctor.end()
    join(doctor)
    doctor.frames_to_send()
    doctor.receive(json.dumps({"type": "error", "code": "mailbox_full"}))
    doctor.receive(json.dumps({"type": "error", "code": "mailbox_full"}))
    assert [frame["type"] for frame in frames(doctor)] == ["end"]


def test_it_asks_for_what_comes_after_the_last_number() -> None:
    doctor, patient = client(Role.PRACTITIONER), client(Role.PATIENT)
    join(doctor)
    doctor.frames_to_send()
    doctor.post(messages.Chat("x"))
    patient.receive(delivered(frames(doctor)[0], 7, Role.PRACTITIONER))
    patient.connected()
    assert frames(patient)[0]["after"] == 7


def test_start_and_end_are_repeated_until_the_service_knows() -> None:
    doctor = client(Role.PRACTITIONER)
    doctor.start()
    join(doctor)
    assert [f["type"] for f in frames(doctor)] == ["join", "start"]
    join(doctor, started=True)
    assert [f["type"] for f in frames(doctor)] == ["join"]
    doctor.end()
    assert [f["type"] for f in frames(doctor)] == ["end"]
    (event,) = doctor.receive(json.dumps({"type": "ended", "at": NOW, "by": "practitioner"}))
    assert isinstance(event, mailbox.Ended)
    assert doctor.settled


@pytest.mark.parametrize("kind", ["repeated", "altered", "foreign", "other sender", "other id"])
def test_what_a_lying_service_serves_is_dropped(kind: str) -> None:
    doctor, patient = client(Role.PRACTITIONER), client(Role.PATIENT)
    if kind == "foreign":
        doctor = client(Role.PRACTITIONER, secrets.token_bytes(32))
    join(doctor)
    doctor.frames_to_send()
    doctor.post(messages.Chat("x"))
    (post,) = frames(doctor)
    sender = Role.PRACTITIONER
    if kind == "repeated":
        patient.receive(delivered(post, 1, sender))
    if kind == "altered":
        body = str(post["body"])
        post["body"] = body[:30] + ("A" if body[30] != "A" else "B") + body[31:]
    if kind == "other sender":
        sender = Role.PATIENT
    if kind == "other id":
        post["id"] = str(post["id"]).replace(".0", ".1")
    (event,) = patient.receive(delivered(post, 2, sender))
    assert isinstance(event, mailbox.Dropped)
    assert "x" not in event.reason.split()


@given(st.text() | st.binary().map(lambda b: b.decode("latin-1")))
def test_garbage_does_no_harm(text: str) -> None:
    doctor = client(Role.PRACTITIONER)
    join(doctor)
    assert all(isinstance(event, mailbox.Dropped) for event in doctor.receive(text))


@given(
    st.dictionaries(
        st.sampled_from(["type", "seq", "from", "id", "body", "at", "role", "since", "by", "code", "presence"]),
        st.sampled_from(
            ["message", "joined", "posted", "presence", "ended", "error", "patient", NOW, "", 1, None, [], {}]
        ),
    )
)
def test_malformed_frames_do_no_harm(frame: dict[str, object]) -> None:
    doctor = client(Role.PRACTITIONER)
    join(doctor)
    for event in doctor.receive(json.dumps(frame)):
        assert not isinstance(event, mailbox.Opened)
