"""Files without I/O: two ends, and between them channels that break, change, delay and lie."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medclient.protocol import file_rules, messages
from medclient.session.events import FileState
from medclient.session.file_pace import MOST_BYTES_PER_S, FilePace
from medclient.session.file_transfer import FileEffect, FileTransfers, Post, Tell, pack, unpack

T0 = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
ID = "AAAAAAAAAAAAAAAA.7"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Wire:
    """A sender, a receiver, a mailbox that both read, and what is under way between them."""

    content: bytes
    sender: FileTransfers = field(default_factory=FileTransfers)
    receiver: FileTransfers = field(default_factory=FileTransfers)
    now: datetime = T0
    under_way: list[tuple[bool, int, str | bytes]] = field(default_factory=list)
    """To the receiver or back, over which channel, what."""
    mailbox: list[messages.FileEnd] = field(default_factory=list)
    spoil: bool = False

    def __post_init__(self) -> None:
        offer = self.sender.offer("key", "befund.pdf", "application/pdf", self.content, digest(self.content))
        self.sender.sealed("key", ID)
        self.receiver.offered(ID, offer, own=False)

    def carry_out(self, effects: list[FileEffect], *, by_receiver: bool) -> None:
        for effect in effects:
            if isinstance(effect, Tell):
                self.under_way.append((not by_receiver, effect.generation, effect.data))
            else:
                self.mailbox.append(effect.message)
                (self.sender if by_receiver else self.receiver).ended(effect.message, own=False)

    def accept(self) -> None:
        self.carry_out(self.receiver.accept(ID, self.now), by_receiver=True)

    def open(self, generation: int) -> None:
        for end, by_receiver in ((self.sender, False), (self.receiver, True)):
            self.carry_out(end.opened(generation, self.now), by_receiver=by_receiver)

    def cut(self, generation: int) -> None:
        """The transport is gone, and with it what was under way."""
        self.under_way = [each for each in self.under_way if each[1] != generation]
        self.sender.closed(generation)
        self.receiver.closed(generation)

    def deliver(self) -> None:
        """The next thing under way arrives."""
        to_receiver, generation, data = self.under_way.pop(0)
        if self.spoil and isinstance(data, bytes):
            data = data[:-1] + bytes([data[-1] ^ 1])
        end = self.receiver if to_receiver else self.sender
        self.carry_out(end.heard(generation, data, self.now), by_receiver=to_receiver)
        self.carry_out(self.sender.pump(self.now), by_receiver=False)

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.carry_out(self.receiver.tick(self.now), by_receiver=True)
        self.carry_out(self.sender.tick(self.now), by_receiver=False)

    def run(self, most: int = 100_000) -> None:
        """Until nothing moves any more."""
        for _ in range(most):
            if self.under_way:
                self.now += timedelta(milliseconds=1)
                self.deliver()
            elif self.sender.busy:
                self.wait(0.05)
            else:
                return
        raise AssertionError("it never ends")

    def states(self) -> tuple[FileState, FileState]:
        sent, got = self.sender.entry(ID), self.receiver.entry(ID)
        assert sent
        assert got
        return sent.state, got.state


def some(size: int) -> bytes:
    return Random(size).randbytes(size)


def test_a_file_goes_over_only_when_it_is_asked_for() -> None:
    wire = Wire(some(300_000))
    wire.open(1)
    wire.run()
    assert wire.states() == (FileState.OFFERED, FileState.OFFERED)
    wire.accept()
    wire.run()
    assert wire.states() == (FileState.DONE, FileState.DONE)
    assert wire.receiver.content(ID) == wire.content
    assert wire.mailbox == [messages.FileEnd(ID, messages.RECEIVED)]
    entry = wire.receiver.entry(ID)
    assert entry
    assert (entry.name, entry.size, entry.moved, entry.held) == ("befund.pdf", 300_000, 300_000, True)


def test_asked_for_before_there_is_a_way_it_waits_for_one() -> None:
    wire = Wire(some(5000))
    wire.accept()
    assert wire.states() == (FileState.OFFERED, FileState.WAITING)
    wire.open(1)
    wire.run()
    assert wire.states() == (FileState.DONE, FileState.DONE)


def test_a_cut_in_the_middle_goes_on_where_it_broke_off() -> None:
    wire = Wire(some(400_000))
    wire.open(1)
    wire.accept()
    while len(wire.receiver.files[ID].buffer) <= 100_000:
        wire.now += timedelta(milliseconds=1)
        wire.deliver() if wire.under_way else wire.wait(0.05)
    got = len(wire.receiver.files[ID].buffer)
    wire.cut(1)
    assert wire.states() == (FileState.WAITING, FileState.WAITING)
    wire.open(2)
    (again,) = (json.loads(data) for _, _, data in wire.under_way if isinstance(data, str))
    assert again == {"type": "want", "file": ID, "from": got}
    wire.run()
    assert wire.receiver.content(ID) == wire.content


def test_what_stalls_on_a_dead_transport_is_asked_for_again_over_the_newest() -> None:
    wire = Wire(some(200_000))
    wire.open(1)
    wire.accept()
    for _ in range(5):
        wire.deliver()
    wire.under_way.clear()  # the line is dead, and nobody knows yet
    wire.carry_out(wire.sender.opened(2, wire.now), by_receiver=False)
    wire.receiver.channels.add(2)  # it opened, and what was said at once was lost
    wire.wait(5)
    wire.run()
    assert wire.receiver.content(ID) == wire.content


@pytest.mark.parametrize("by_receiver", [False, True])
def test_either_end_cancels_and_the_other_stops(by_receiver: bool) -> None:
    wire = Wire(some(200_000))
    wire.open(1)
    wire.accept()
    for _ in range(5):
        wire.deliver()
    end = wire.receiver if by_receiver else wire.sender
    wire.carry_out(end.cancel(ID), by_receiver=by_receiver)
    wire.run()
    assert wire.states() == (FileState.CANCELLED, FileState.CANCELLED)
    assert wire.receiver.content(ID) is None
    assert not wire.receiver.files[ID].buffer, "nothing of it is kept"
    wire.accept()
    wire.run()
    assert wire.states() == (FileState.CANCELLED, FileState.CANCELLED)


def test_a_file_that_is_not_what_was_offered_is_not_taken() -> None:
    wire = Wire(some(50_000), spoil=True)
    wire.open(1)
    wire.accept()
    wire.run()
    assert wire.states() == (FileState.FAILED, FileState.FAILED)
    assert wire.receiver.content(ID) is None
    wire.spoil = False
    wire.accept()
    wire.run()
    assert wire.states() == (FileState.DONE, FileState.DONE), "it can be fetched again"


def test_more_than_was_offered_is_not_taken() -> None:
    wire = Wire(some(100))
    wire.open(1)
    wire.accept()
    effects = wire.receiver.heard(1, pack(ID, 0, some(101)), T0)
    assert [each.message.how for each in effects if isinstance(each, Post)] == [messages.FAILED]
    assert wire.states()[1] is FileState.FAILED


@pytest.mark.parametrize("size", [0, file_rules.MOST_BYTES + 1, 2**31 - 1])
def test_an_offer_that_lies_about_its_size_cannot_be_accepted(size: int) -> None:
    receiver = FileTransfers()
    receiver.offered(ID, messages.File("a.pdf", "", size, "0" * 64), own=False)
    receiver.opened(1, T0)
    assert not receiver.accept(ID, T0)
    assert not receiver.heard(1, pack(ID, 0, b"x"), T0)
    entry = receiver.entry(ID)
    assert entry
    assert entry.state is FileState.REFUSED


@pytest.mark.parametrize("name", ["setup.exe", "befund.pdf.EXE", "a/../b.js", "x.lnk", "a.pdf\u202efdp.exe"])
def test_programs_are_neither_sent_nor_taken(name: str) -> None:
    with pytest.raises(ValueError, match="not a file"):
        FileTransfers().offer("key", name, "application/pdf", b"MZ", digest(b"MZ"))
    receiver = FileTransfers()
    receiver.offered(ID, messages.File(name, "application/pdf", 2, digest(b"MZ")), own=False)
    assert not receiver.accept(ID, T0)


def test_an_earlier_runs_offers_are_withdrawn_and_what_ended_stays_ended() -> None:
    offer = messages.File("a.pdf", "", 2, digest(b"ab"))
    again = FileTransfers()
    for number, how in enumerate((None, messages.RECEIVED, messages.CANCELLED)):
        again.offered(f"A.{number}", offer, own=True)
        if how:
            again.ended(messages.FileEnd(f"A.{number}", how), own=how == messages.CANCELLED)
    assert again.caught_up() == [Post(messages.FileEnd("A.0", messages.GONE))]
    assert again.caught_up() == []
    assert [file.state for file in again.files.values()] == [FileState.GONE, FileState.DONE, FileState.CANCELLED]
    (stop,) = again.heard(1, json.dumps({"type": "want", "file": "A.0", "from": 0}), T0)
    assert isinstance(stop, Tell)
    assert json.loads(stop.data)["type"] == "stop"


def test_with_the_end_of_the_consultation_nothing_is_under_way_any_more() -> None:
    wire = Wire(some(100_000))
    wire.open(1)
    wire.accept()
    for _ in range(3):
        wire.deliver()
    for end in (wire.sender, wire.receiver):
        end.over()
        assert not end.pump(wire.now)
    assert wire.states() == (FileState.CANCELLED, FileState.CANCELLED)
    done = Wire(some(100))
    done.open(1)
    done.accept()
    done.run()
    done.receiver.over()
    assert done.receiver.content(ID) == done.content, "what has come can still be saved"


def test_one_cannot_speak_for_the_other_end() -> None:
    wire = Wire(some(10))
    wire.sender.ended(messages.FileEnd(ID, messages.GONE), own=False)
    wire.receiver.ended(messages.FileEnd(ID, messages.RECEIVED), own=False)
    wire.receiver.ended(messages.FileEnd(ID, "nonsense"), own=False)
    wire.receiver.ended(messages.FileEnd("other", messages.GONE), own=False)
    assert wire.states() == (FileState.OFFERED, FileState.OFFERED)


@settings(max_examples=60)
@given(
    st.integers(1, 60_000),
    st.lists(st.tuples(st.integers(1, 12), st.sampled_from(["cut", "new", "lose", "wait", "twice"]))),
)
def test_whatever_breaks_in_between_it_comes_whole(size: int, story: list[tuple[int, str]]) -> None:
    wire = Wire(some(size))
    wire.open(1)
    wire.accept()
    generation = 1
    for steps, then in story:
        for _ in range(steps):
            wire.now += timedelta(milliseconds=2)
            if wire.under_way:
                wire.deliver()
        if then == "cut":
            wire.cut(generation)
        elif then == "lose":
            wire.under_way.clear()
        elif then == "wait":
            wire.wait(5)
        elif then == "twice" and wire.under_way:
            wire.under_way.insert(0, wire.under_way[0])
        if then in ("cut", "new"):
            generation += 1
            wire.open(generation)
    for _ in range(4):
        wire.wait(5)
        for _ in range(20_000):
            if not wire.under_way:
                break
            wire.now += timedelta(milliseconds=1)
            wire.deliver()
    assert wire.receiver.content(ID) == wire.content
    assert wire.states() == (FileState.DONE, FileState.DONE)


garbage = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100),
    st.builds(pack, st.sampled_from([ID, "x", ""]), st.integers(0, 2**32 - 1), st.binary(min_size=1, max_size=60)),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["want", "have", "stop", "else", 5]),
            "file": st.sampled_from([ID, "other", None, 3, [], {}]),
        },
        optional={key: st.sampled_from([-1, 0, 5, 10**9, 1.5, None, True, "1"]) for key in ("from", "bytes")},
    ).map(json.dumps),
)


@given(st.lists(garbage, max_size=20), st.booleans())
def test_garbage_does_no_harm(things: list[str | bytes], sending: bool) -> None:
    wire = Wire(some(200))
    wire.open(1)
    if not sending:
        wire.accept()
    end = wire.sender if sending else wire.receiver
    for each in things:
        end.heard(1, each, T0)
        end.pump(T0)
    file = end.files[ID]
    assert len(file.buffer) <= 200
    assert file.content in (None, wire.content)


@given(
    st.text(min_size=1, max_size=40).filter(str.isascii), st.integers(0, 2**32 - 1), st.binary(min_size=1, max_size=90)
)
def test_chunks_are_read_as_they_were_written(file_id: str, offset: int, chunk: bytes) -> None:
    assert unpack(pack(file_id, offset, chunk)) == (file_id, offset, chunk)


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("befund.pdf", "befund.pdf"),
        ("C:\\Users\\x\\befund.pdf", "befund.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.txt\x00\n", "afdp.txt"),
        ("  .. ", "file"),
        ("", "file"),
        ("CON.txt", "_CON.txt"),
        ('a<b>:"|?*.txt', "a_b______.txt"),
        ("Überweisung  Müller (1).PDF", "Überweisung Müller (1).PDF"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
    ],
)
def test_names_are_cleaned(given_name: str, name: str) -> None:
    assert file_rules.clean_name(given_name) == name


@given(st.text())
def test_a_clean_name_is_one_on_any_system(name: str) -> None:
    clean = file_rules.clean_name(name)
    assert 0 < len(clean) <= file_rules.NAME_CHARS + 1
    assert not set(clean) & set('\\/<>:"|?*\x00\n\u202e')
    assert clean not in (".", "..")
    assert file_rules.clean_name(clean) == clean


def line(
    pace: FilePace, seconds: float, bytes_per_s: float, delay_s: float, jitter_s: float = 0.0
) -> tuple[float, float]:
    """A bottleneck with its queue: bytes per second that got through, and the longest delay of its queue later on."""
    random = Random(1)
    now, end = T0, T0 + timedelta(seconds=seconds)
    free_at = now
    arriving: list[tuple[datetime, int]] = []
    worst = timedelta(0)
    while now < end:
        while arriving and arriving[0][0] <= now:
            pace.arrived(arriving[0][1], arriving.pop(0)[0])
        while length := pace.room(now):
            pace.went(length, now)
            free_at = max(now, free_at) + timedelta(seconds=length / bytes_per_s)
            slow = random.choice((0.0, 0.0, jitter_s))
            arriving.append((free_at + timedelta(seconds=delay_s + slow), pace.sent))
            arriving.sort()
            if now - T0 > (end - T0) / 2:
                worst = max(worst, free_at - now)
        now += timedelta(milliseconds=1)
    return pace.acknowledged / seconds, worst.total_seconds()


@pytest.mark.parametrize(("megabits", "delay_s"), [(0.5, 0.02), (1, 0.1), (5, 0.05)])
def test_a_file_fills_a_narrow_line_without_a_queue(megabits: float, delay_s: float) -> None:
    """ENGINE.md: a file beside the picture tripled the latency."""
    rate, queue = line(FilePace(), 20, megabits * 125_000, delay_s)
    assert rate > 0.6 * megabits * 125_000
    assert queue < 0.2


def test_a_slow_moment_of_a_computer_is_no_queue() -> None:
    rate, queue = line(FilePace(), 20, 250_000, 0.03, jitter_s=0.08)
    assert rate > 0.6 * 250_000
    assert queue < 0.3


def test_a_wide_line_is_not_taken_whole() -> None:
    rate, _ = line(FilePace(), 10, 100_000_000, 0.002)
    assert 1_000_000 < rate <= MOST_BYTES_PER_S * 1.05
