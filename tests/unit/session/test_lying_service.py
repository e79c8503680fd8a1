"""A service that lies, against the program's end: nothing is taken silently, what is genuine still comes through."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from medclient.protocol import messages
from medclient.protocol.envelope import Role
from medclient.session import mailbox
from medclient.session.delivery_watch import WITHHELD_AFTER, DeliveryWatch
from tests import lies

T0 = datetime(2026, 11, 26, 9, tzinfo=UTC)


def play(frames: list[str]) -> list[mailbox.MailboxEvent]:
    end = mailbox.MailboxClient(lies.LINK_ID, lies.SECRET, Role.PRACTITIONER, "token")
    return [event for frame in frames for event in end.receive(frame)]


def texts(events: list[mailbox.MailboxEvent]) -> list[str]:
    return [
        event.message.text
        for event in events
        if isinstance(event, mailbox.Opened) and isinstance(event.message, messages.Chat)
    ]


def test_an_honest_service_is_believed() -> None:
    events = play(lies.served(lies.sealed(Role.PATIENT, 5)))
    assert texts(events) == [f"line {number}" for number in range(5)]
    assert len(events) == 5


@pytest.mark.parametrize("lie", lies.LIES)
@pytest.mark.parametrize("sender", Role)
def test_every_lie_is_noticed(lie: str, sender: Role) -> None:
    """Also about what this end has sent itself.

    Requirements: rule fingerprints.
    """
    honest = lies.sealed(sender, 3)
    events = play(lies.LIES[lie](honest))
    assert any(isinstance(event, mailbox.Dropped | mailbox.Missing) for event in events)
    genuine = [f"line {number}" for number in range(3)]
    read = texts(events)
    assert read == [line for line in genuine if line in read], "only what was sent, once, in its order"


def test_what_a_newer_end_sends_is_no_lie() -> None:
    end = mailbox.MailboxClient(lies.LINK_ID, lies.SECRET, Role.PRACTITIONER, "token")
    newer = mailbox.MailboxClient(lies.LINK_ID, lies.SECRET, Role.PATIENT, "token")
    stored = lies.Stored(Role.PATIENT, *newer.sealer.seal({"type": "hologram", "depth": 3}))
    assert end.receive(stored.frame(1)) == []
    beat = {"type": "heartbeat", "to": "x", "generation": 1, "audio_ms": 1, "video_ms": 1, "future": True}
    assert messages.parse(beat) == messages.Heartbeat("x", 1, 1, 1, posted=0), "an older one does not count yet"


def test_the_last_messages_kept_back_are_noticed_over_the_data_channel() -> None:
    watch = DeliveryWatch()

    def look(posted: int, came: int, at_s: float, *, connected: bool = True, instance: str = "page") -> bool:
        return watch.look(instance, posted, came, connected, T0 + timedelta(seconds=at_s))

    limit = WITHHELD_AFTER.total_seconds()
    assert not look(3, 3, 0)
    assert not look(4, 3, 1), "it may be on its way"
    assert not look(4, 3, limit)
    assert look(4, 3, limit + 1)
    assert not look(5, 3, limit + 2), "once is enough"
    assert not look(4, 3, limit + 3, instance="another page")
    assert not look(4, 3, limit + 60, connected=False, instance="another page"), "nobody is cut off by intent"
    assert not look(4, 3, limit + 61, instance="another page"), "after a reconnection it has its time again"


def test_the_count_of_what_was_taken_is_told() -> None:
    end = mailbox.MailboxClient(lies.LINK_ID, lies.SECRET, Role.PATIENT, "token")
    ids = [end.post(messages.Chat(str(number))) for number in range(3)]
    assert end.posted == 0
    end.receive(json.dumps({"type": "posted", "id": ids[0], "seq": 1}))
    assert end.posted == 1
