"""The mailbox: numbers, resumption, presence, and everything that may be sent into it."""

import threading
from datetime import timedelta

import pytest

from tests.service.client import Link, Practice, Service, message_id, post
from tests.service.conftest import Clock, Start


@pytest.fixture
def link(practice: Practice, clock: Clock) -> Link:
    """An appointment of now."""
    return practice.appoint(clock.now)


def test_messages_are_numbered_and_come_to_both(practice: Practice, link: Link) -> None:
    with practice.mailbox(link) as practitioner, practice.mailbox(link, "patient") as patient:
        assert post(practitioner, 0, "b25l") == 1
        first = patient.until("message")
        assert (first["seq"], first["from"], first["body"]) == (1, "practitioner", "b25l")
        patient.send({"type": "post", "id": message_id(0, "B" * 16), "body": "dHdv"})
        for socket in (practitioner, patient):
            while (frame := socket.until("message"))["seq"] < 2:
                pass
            assert (frame["from"], frame["id"], frame["body"]) == ("patient", message_id(0, "B" * 16), "dHdv")


def test_the_same_id_again_is_not_stored_twice(practice: Practice, link: Link) -> None:
    with practice.mailbox(link) as socket:
        assert [post(socket, 0), post(socket, 0), post(socket, 1)] == [1, 1, 2]


def test_one_resumes_after_the_last_number(service: Service, practice: Practice, link: Link) -> None:
    with practice.mailbox(link) as socket:
        for number in range(250):
            post(socket, number)
    with service.socket(f"/consultations/{link.id}/mailbox") as socket:
        socket.send({"type": "join", "role": "patient", "token": link.patient_token, "after": 100})
        assert socket.until("joined")["last"] == 250
        assert [socket.until("message")["seq"] for _ in range(150)] == list(range(101, 251))
        assert socket.receive() == {"type": "caught_up", "seq": 250}


def test_nothing_is_lost_by_a_restart(start: Start, clock: Clock) -> None:
    service = start()
    practice = Practice.set_up(service)
    link = practice.appoint(clock.now)
    with practice.mailbox(link) as socket:
        post(socket, 0, "YmVmb3Jl")
        service.stop()
    again = Practice(start(service.port), practice.token)
    with again.mailbox(link, "patient", after=1) as socket:
        with again.mailbox(link) as practitioner:
            assert post(practitioner, 0, "YmVmb3Jl") == 1
            assert post(practitioner, 1, "YWZ0ZXI") == 2
        assert socket.until("message")["body"] == "YWZ0ZXI"


def test_presence_is_told_and_short_absences_are_forgiven(practice: Practice, link: Link, clock: Clock) -> None:
    came = clock.now.isoformat()
    with practice.mailbox(link) as practitioner:
        with practice.mailbox(link, "patient"):
            assert practitioner.until("presence") == {"type": "presence", "role": "patient", "since": came}
        assert practitioner.until("presence")["since"] is None
        clock.advance(seconds=20)
        with practice.mailbox(link, "patient"):
            assert practitioner.until("presence")["since"] == came
        assert practitioner.until("presence")["since"] is None
        clock.advance(seconds=40)
        with practice.mailbox(link, "patient"):
            assert practitioner.until("presence")["since"] == clock.now.isoformat()


def test_who_was_present_when_the_service_ended_is_not_present_at_its_start(start: Start, clock: Clock) -> None:
    service = start()
    practice = Practice.set_up(service)
    link = practice.appoint(clock.now)
    with practice.mailbox(link, "patient"), practice.mailbox(link):
        service.stop()
    again = Practice(start(service.port), practice.token)
    shown = again.call("GET", "/appointments").json()["appointments"][0]
    assert shown["patient_present_since"] is None
    assert shown["practitioner_present_since"] is None


def test_the_end_is_told_to_both_and_closes(practice: Practice, link: Link) -> None:
    with practice.mailbox(link) as practitioner, practice.mailbox(link, "patient") as patient:
        patient.send({"type": "end"})
        for socket in (practitioner, patient):
            assert socket.until("ended")["by"] == "patient"
            assert socket.close_code() == 4410
    with practice.service.socket(f"/consultations/{link.id}/mailbox") as socket:
        socket.send({"type": "join", "role": "practitioner", "token": practice.token, "after": 0})
        assert socket.close_code() == 4410


def test_only_the_practitioner_starts(practice: Practice, link: Link) -> None:
    with practice.mailbox(link, "patient") as patient:
        patient.send({"type": "start"})
        assert patient.until("error")["code"] == "forbidden"
    assert practice.call("GET", "/appointments").json()["appointments"][0]["started_at"] is None


def test_a_newer_connection_replaces_the_older(practice: Practice, link: Link) -> None:
    with practice.mailbox(link) as first, practice.mailbox(link) as second:
        assert first.close_code() == 4409
        assert post(second, 0) == 1


def test_the_practitioner_may_write_before_the_link_is_open(service: Service, practice: Practice, clock: Clock) -> None:
    """Requirements: guide 8."""
    link = practice.appoint(clock.now + timedelta(days=2))
    with practice.mailbox(link) as socket:
        assert post(socket, 0) == 1
    with service.socket(f"/consultations/{link.id}/mailbox") as socket:
        socket.send({"type": "join", "role": "patient", "token": link.patient_token, "after": 0})
        assert socket.close_code() == 4425


@pytest.mark.parametrize(
    ("join", "code"),
    [
        ({"type": "join", "role": "patient", "token": "wrong", "after": 0}, 4401),
        ({"type": "join", "role": "practitioner", "token": "wrong", "after": 0}, 4401),
        ({"type": "join", "role": "nobody", "token": "x", "after": 0}, 4400),
        ({"type": "join", "role": "patient", "after": 0}, 4400),
        ({"type": "join", "role": "patient", "token": "x", "after": -1}, 4400),
        ({"type": "join", "role": "patient", "token": "x", "after": "0"}, 4400),
        ({"type": "post"}, 4400),
        ("no json", 4400),
        ("[" * 5000, 4400),
        ("null", 4400),
    ],
)
def test_who_may_not_join(service: Service, link: Link, join: object, code: int) -> None:
    with service.socket(f"/consultations/{link.id}/mailbox") as socket:
        socket.send(join)
        assert socket.close_code() == code


def test_the_patients_token_is_no_practitioners(service: Service, practice: Practice, link: Link) -> None:
    for role, token in (("practitioner", link.patient_token), ("patient", practice.token)):
        with service.socket(f"/consultations/{link.id}/mailbox") as socket:
            socket.send({"type": "join", "role": role, "token": token, "after": 0})
            assert socket.close_code() == 4401


def test_an_unknown_link(service: Service, practice: Practice) -> None:
    with service.socket(f"/consultations/{'A' * 22}/mailbox") as socket:
        socket.send({"type": "join", "role": "practitioner", "token": practice.token, "after": 0})
        assert socket.close_code() == 4404


def test_who_says_nothing_is_sent_away(start: Start, clock: Clock) -> None:
    service = start(join_timeout_s=0.3)
    practice = Practice.set_up(service)
    link = practice.appoint(clock.now)
    with service.socket(f"/consultations/{link.id}/mailbox") as socket:
        assert socket.close_code() == 4408


@pytest.mark.parametrize(
    "frame",
    [
        "no json",
        "[]",
        "5",
        {},
        {"type": "unknown"},
        {"type": "post"},
        {"type": "post", "id": 5, "body": "AAAA"},
        {"type": "post", "id": "A.0", "body": "AAAA"},
        {"type": "post", "id": f"{'A' * 16}.01", "body": "AAAA"},
        {"type": "post", "id": f"{'A' * 16}.0", "body": None},
        {"type": "join", "role": "practitioner"},
    ],
)
def test_a_malformed_frame_is_answered_and_does_no_harm(practice: Practice, link: Link, frame: object) -> None:
    with practice.mailbox(link) as socket:
        socket.send(frame)
        assert socket.until("error")["code"] == "malformed"
        assert post(socket, 0) == 1


def test_large_messages(practice: Practice, link: Link) -> None:
    with practice.mailbox(link) as socket:
        assert post(socket, 0, "A" * 65536) == 1
        socket.send({"type": "post", "id": message_id(1), "body": "A" * 65537})
        assert socket.until("error")["code"] == "too_large"
        socket.send({"type": "post", "id": message_id(2), "body": "A" * 100_000})
        assert socket.close_code() == 4400


def test_a_flood_is_stopped(practice: Practice, link: Link) -> None:
    with practice.mailbox(link) as socket:
        for _ in range(600):
            socket.connection.send('{"type":"ping"}')
        assert socket.close_code() == 4429


def test_both_write_at_once_and_every_number_is_given_once(practice: Practice, link: Link) -> None:
    numbers: list[int] = []

    def write(role: str, instance: str) -> None:
        with practice.mailbox(link, role) as socket:
            numbers.extend(post(socket, number, instance=instance) for number in range(40))

    threads = [
        threading.Thread(target=write, args=each) for each in (("patient", "P" * 16), ("practitioner", "D" * 16))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 81))


def test_the_window_closes_on_a_waiting_patient(practice: Practice, link: Link, clock: Clock) -> None:
    with practice.mailbox(link, "patient") as patient, practice.mailbox(link) as practitioner:
        clock.advance(hours=1)
        practitioner.send({"type": "post", "id": message_id(0), "body": "AAAA"})
        assert patient.close_code() == 4410
