"""The chat without I/O: order, marks and receipts, whatever comes twice, late or lies."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from medclient.protocol import messages
from medclient.protocol.envelope import Role
from medclient.session.chat_log import RECEIPT_AFTER, ChatLog
from medclient.session.events import ChatEntry, Delivery

T0 = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
Receipt = messages.Receipt


def line(number: int, sender: Role = Role.PATIENT, delivery: Delivery = Delivery.SENT) -> ChatEntry:
    return ChatEntry(f"{sender}.{number}", sender, f"line {number}", T0, delivery)


def marks(log: ChatLog) -> list[Delivery]:
    return [entry.delivery for entry in log.entries if entry.sender is log.own]


def test_a_line_goes_from_typed_to_read() -> None:
    log = ChatLog(Role.PRACTITIONER)
    log.typed(line(0, Role.PRACTITIONER, Delivery.SENDING))
    log.sealed("practitioner.0", "me.0")
    log.receipt(Receipt(1, 1))
    assert marks(log) == [Delivery.SENDING], "nobody can have what the service does not have"
    log.posted("me.0")
    for receipt, mark in ((Receipt(0, 0), "sent"), (Receipt(1, 0), "delivered"), (Receipt(1, 1), "read")):
        log.receipt(receipt)
        assert marks(log) == [Delivery(mark)]
    log.receipt(Receipt(1, 0))
    log.posted("me.0")
    log.arrived(replace(line(0, Role.PRACTITIONER), id="me.0"))
    assert log.entries[0].delivery is Delivery.READ, "an older receipt takes nothing back"


def test_a_line_kept_through_a_crash_stands_where_the_mailbox_put_it() -> None:
    """The service takes it while the backlog, which is older, is still on its way."""
    log = ChatLog(Role.PRACTITIONER)
    kept = line(9, Role.PRACTITIONER, Delivery.SENDING)
    log.typed(kept)
    log.arrived(line(0))
    log.posted(kept.id)
    log.arrived(line(1))
    log.arrived(line(2, Role.PRACTITIONER))
    log.arrived(line(9, Role.PRACTITIONER))
    log.arrived(line(3))
    assert [entry.text for entry in log.entries] == ["line 0", "line 1", "line 2", "line 9", "line 3"]
    log.arrived(line(1))
    assert len(log.entries) == 5


def test_what_is_said_in_turns_stands_in_turns() -> None:
    """What this run has posted the mailbox does not bring back."""
    log = ChatLog(Role.PRACTITIONER)
    for number in range(3):
        log.typed(line(number, Role.PRACTITIONER, Delivery.SENDING))
        log.posted(f"practitioner.{number}")
        log.arrived(line(number))
    turns = [Role.PRACTITIONER, Role.PATIENT] * 3
    assert [entry.sender for entry in log.entries] == turns


def test_receipts_wait_a_moment_and_speak_for_all() -> None:
    log = ChatLog(Role.PRACTITIONER)
    assert log.due(T0) is None
    for number in range(5):
        log.arrived(line(number))
        assert log.due(T0) is None
    log.seen(99)
    assert log.due(T0 + RECEIPT_AFTER) == Receipt(5, 5)
    assert log.due(T0 + 2 * RECEIPT_AFTER) is None


def test_after_a_restart_nothing_is_unread_that_was_read() -> None:
    log = ChatLog(Role.PRACTITIONER)
    for number in range(3):
        log.arrived(line(number))
    log.told_before(Receipt(2, 2))
    assert log.read == 2
    assert log.due(T0) is None
    assert log.due(T0 + RECEIPT_AFTER) == Receipt(3, 2)


numbers = st.integers(0, 6)
steps = st.one_of(
    st.tuples(st.just("typed"), numbers),
    st.tuples(st.just("posted"), numbers),
    st.tuples(st.just("own"), numbers),
    st.tuples(st.just("theirs"), numbers),
    st.tuples(st.just("seen"), st.integers(0, 2**31 - 1)),
    st.tuples(st.just("receipt"), st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))),
)


@given(st.lists(steps, max_size=40))
def test_no_line_is_doubled_and_no_mark_goes_back(story: list[tuple[str, object]]) -> None:
    log = ChatLog(Role.PRACTITIONER)
    order = list(Delivery)
    before: dict[str, Delivery] = {}
    now = T0
    told: list[Receipt] = []
    for kind, value in story:
        now += timedelta(seconds=1)
        if kind == "typed" and isinstance(value, int) and f"practitioner.{value}" not in before:
            log.typed(line(value, Role.PRACTITIONER, Delivery.SENDING))
        elif kind == "posted":
            log.posted(f"practitioner.{value}")
        elif kind == "own" and isinstance(value, int):
            log.arrived(line(value, Role.PRACTITIONER))
        elif kind == "theirs" and isinstance(value, int):
            log.arrived(line(value))
        elif kind == "seen" and isinstance(value, int):
            log.seen(value)
        elif kind == "receipt" and isinstance(value, tuple):
            log.receipt(Receipt(*value))
        if receipt := log.due(now):
            told.append(receipt)
        ids = [entry.id for entry in log.entries]
        assert len(ids) == len(set(ids))
        assert 0 <= log.read <= log.delivered
        for entry in log.entries:
            assert order.index(entry.delivery) >= order.index(before.get(entry.id, Delivery.SENDING))
            before[entry.id] = entry.delivery
        assert sorted(ids) == sorted(before), "no line is lost"
    assert all(a.delivered <= b.delivered and a.read <= b.read for a, b in pairwise(told))
