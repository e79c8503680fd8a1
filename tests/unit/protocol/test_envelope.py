"""What is sealed opens once, at the right place, unaltered, and not otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medclient.protocol import encoding
from medclient.protocol.access_link import AccessLink
from medclient.protocol.envelope import EnvelopeError, Opener, Role, Sealer, patient_token

LINK = AccessLink.new("https://video.example")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


def ends(role: Role = Role.PATIENT) -> tuple[Sealer, Opener]:
    return Sealer.for_link(LINK.secret, LINK.link_id, role), Opener.for_link(LINK.secret, LINK.link_id, role)


@given(st.dictionaries(st.text(max_size=20), JSON, max_size=5))
def test_what_is_sealed_opens(content: dict[str, object]) -> None:
    sealer, opener = ends()
    assert opener.open(*sealer.seal(content)) == content


def test_every_altered_byte_is_refused() -> None:
    """Requirements: rule encrypted."""
    sealer, opener = ends()
    message_id, body = sealer.seal({"type": "hang-up"})
    sealed = bytearray(encoding.decode(body))
    for at in range(len(sealed)):
        sealed[at] ^= 1
        with pytest.raises(EnvelopeError):
            opener.open(message_id, encoding.encode(bytes(sealed)))
        sealed[at] ^= 1
    assert opener.open(message_id, body) == {"type": "hang-up"}, "what was refused left nothing behind"


def test_a_repetition_is_refused_and_so_is_what_comes_late() -> None:
    sealer, opener = ends()
    first, second = sealer.seal({"n": 1}), sealer.seal({"n": 2})
    opener.open(*second)
    for each in (first, second):
        with pytest.raises(EnvelopeError):
            opener.open(*each)


def test_runs_are_counted_apart() -> None:
    sealer, opener = ends()
    later, _ = ends()
    opener.open(*sealer.seal({}))
    assert opener.open(*later.seal({"n": 1})) == {"n": 1}


def test_a_message_belongs_to_its_sender_its_id_and_its_link() -> None:
    sealer, _ = ends(Role.PATIENT)
    message_id, body = sealer.seal({"n": 1})
    other = AccessLink.new(LINK.base_url)
    for opener in (
        ends(Role.PRACTITIONER)[1],
        Opener.for_link(LINK.secret, other.link_id, Role.PATIENT),
        Opener.for_link(other.secret, LINK.link_id, Role.PATIENT),
    ):
        with pytest.raises(EnvelopeError):
            opener.open(message_id, body)
    with pytest.raises(EnvelopeError):
        ends()[1].open(f"{sealer.instance}.7", body)


@given(st.text(max_size=60), st.text(max_size=200))
def test_garbage_is_refused(message_id: str, body: str) -> None:
    with pytest.raises(EnvelopeError):
        ends()[1].open(message_id, body)


def test_what_does_not_fit_is_not_sealed() -> None:
    sealer, opener = ends()
    with pytest.raises(ValueError, match="too long"):
        sealer.seal({"text": "x" * 60_000})
    assert opener.open(*sealer.seal({})) == {}


def test_nobody_guesses_a_key_from_the_token() -> None:
    token = patient_token(LINK.secret, LINK.link_id)
    assert encoding.decode(token) not in {sealer.key for sealer in (ends()[0], ends(Role.PRACTITIONER)[0])}
    assert repr(ends()[0]).count("key") == 0
