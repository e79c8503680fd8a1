"""Links, access windows, messages, accounts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medclient.protocol import account, encoding, messages
from medclient.protocol.access_link import AccessLink, InvalidAccessLink
from medclient.protocol.access_window import LinkState, link_state

AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
"""In the night in which German clocks go forward."""


def test_a_link_survives_its_text() -> None:
    link = AccessLink.new("https://video.example/")
    assert AccessLink.parse(f"  {link.url}\n") == link
    assert encoding.encode(link.secret) not in repr(link)


@given(st.text(max_size=120))
def test_what_is_no_link_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(InvalidAccessLink) as refused:
        AccessLink.parse(f"https://video.example/v/{text}")
    assert not text.strip() or text not in str(refused.value) or len(text) < 3


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url[:-1],
        lambda url: url + "A",
        lambda url: url.replace("/v/", "/x/"),
        lambda url: url.replace("https", "ftp"),
        lambda url: url.partition("#")[0],
        lambda url: url.replace("https://video.example", ""),
        lambda url: "http://[" + url,
    ],
)
def test_a_damaged_link_is_refused(change: object) -> None:
    assert callable(change)
    with pytest.raises(InvalidAccessLink):
        AccessLink.parse(change(AccessLink.new("https://video.example").url))


@given(st.binary(max_size=80))
def test_base64url_both_ways(data: bytes) -> None:
    assert encoding.decode(encoding.encode(data)) == data


@pytest.mark.parametrize("text", ["AB", "A===", "A+", "A/", "ä", "A A", "AA\n"])
def test_only_canonical_base64url(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        encoding.decode(text)


@pytest.mark.parametrize(
    ("offset", "flags", "state"),
    [
        (timedelta(hours=-1, microseconds=-1), {}, LinkState.NOT_YET_OPEN),
        (timedelta(hours=-1), {}, LinkState.OPEN),
        (timedelta(hours=1, microseconds=-1), {}, LinkState.OPEN),
        (timedelta(hours=1), {}, LinkState.OVER),
        (timedelta(hours=9), {"started": True}, LinkState.OPEN),
        (timedelta(0), {"started": True, "ended": True}, LinkState.OVER),
        (timedelta(0), {"cancelled": True}, LinkState.CANCELLED),
        (timedelta(days=-3), {"cancelled": True}, LinkState.CANCELLED),
    ],
)
def test_access_window(offset: timedelta, flags: dict[str, bool], state: LinkState) -> None:
    assert link_state(AT, AT + offset, **flags) is state


CONTENT = st.dictionaries(
    st.sampled_from(["type", "to", "call", "generation", "sdp", "text", "name", "camera", "candidate", "mid"]),
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=100), st.lists(st.integers())),
)


@given(CONTENT, st.sampled_from([*messages.TYPES, "unknown", ""]))
def test_any_content_is_a_message_or_refused(content: dict[str, object], kind: str) -> None:
    try:
        message = messages.parse({**content, "type": kind})
    except messages.MessageError:
        return
    assert messages.parse(message.to_content()) == message


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(messages.MessageError):
        messages.parse({"type": "chat", "text": "x" * (messages.TEXT_CHARS + 1)})
    assert messages.parse({"type": "chat", "text": "x", "newer": 1}) == messages.Chat("x")


def test_the_password_opens_the_practice_key_and_nothing_else_does() -> None:
    parameters = account.Argon2Parameters(account.Argon2Parameters.new().salt, 1, 8192, 1)
    keys = account.derive("ein gutes Passwort", parameters)
    again = account.derive("ein gutes Passwort", parameters)
    wrong = account.derive("ein gutes Passwort ", parameters)
    assert keys == again
    assert keys.sign_in_value != wrong.sign_in_value
    practice_key = account.new_practice_key()
    sealed = account.seal(keys.wrapping_key, "practice key", practice_key)
    assert account.unseal(again.wrapping_key, "practice key", sealed) == practice_key
    for key, purpose, text in (
        (wrong.wrapping_key, "practice key", sealed),
        (keys.wrapping_key, "something else", sealed),
        (keys.wrapping_key, "practice key", sealed[:-2] + "AA"),
        (keys.wrapping_key, "practice key", "no base64url!"),
        (keys.wrapping_key, "practice key", ""),
    ):
        with pytest.raises(account.WrongKey):
            account.unseal(key, purpose, text)
