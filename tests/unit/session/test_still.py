"""A sharp still of the patient's camera: asked for, fetched as files are, taken once, kept nowhere.

PRODUCT row "+ hold the insurance card into the camera".
"""

import hashlib
import io
from datetime import UTC, datetime, timedelta

import av
import pytest

from medclient.media import test_pattern
from medclient.media.still import UnreadableStill, decode_still
from medclient.protocol import messages
from medclient.session import call_events as told
from medclient.session.call import Call
from medclient.session.events import StillState
from medclient.session.file_transfer import FileTransfers, Tell, pack
from medclient.session.still import ANSWERED_WITHIN, MOST_BYTES, Stills

T0 = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
JPEG = b"as if it were a picture" * 5000
HASH = hashlib.sha256(JPEG).hexdigest()


def fetch(files: FileTransfers, still_id: str, content: bytes) -> None:
    for offset in range(0, len(content), 16000):
        files.heard(1, pack(still_id, offset, content[offset : offset + 16000]), T0)


@pytest.fixture
def files() -> FileTransfers:
    transfers = FileTransfers()
    transfers.opened(1, T0)
    return transfers


def test_it_comes_as_a_file_and_is_taken_once(files: FileTransfers) -> None:
    stills = Stills(files)
    assert stills.ask("s1", T0)
    assert not stills.ask("s2", T0), "one at a time"
    effects = stills.ready(messages.StillReady("me", "s1", len(JPEG), HASH), T0)
    assert any(isinstance(effect, Tell) and "want" in str(effect.data) for effect in effects)
    files.heard(1, pack("s1", 0, JPEG[:16000]), T0)
    stills.look(T0)
    assert stills.entry
    assert (stills.entry.state, stills.entry.percent) == (StillState.MOVING, 13)
    fetch(files, "s1", JPEG)
    stills.look(T0)
    assert stills.entry.state is StillState.READY
    assert stills.take() == JPEG
    assert stills.take() is None
    assert files.files == {}, "nothing of it is kept"
    assert stills.ask("s3", T0)


def test_what_is_not_what_was_announced_fails(files: FileTransfers) -> None:
    stills = Stills(files)
    stills.ask("s1", T0)
    stills.ready(messages.StillReady("me", "s1", len(JPEG), "0" * 64), T0)
    fetch(files, "s1", JPEG)
    stills.look(T0)
    assert stills.entry
    assert stills.entry.state is StillState.FAILED


@pytest.mark.parametrize("size", [0, MOST_BYTES + 1])
def test_an_impossible_size_is_not_fetched(files: FileTransfers, size: int) -> None:
    stills = Stills(files)
    stills.ask("s1", T0)
    assert stills.ready(messages.StillReady("me", "s1", size, HASH), T0) == []
    assert stills.entry
    assert stills.entry.state is StillState.FAILED


def test_one_that_was_not_asked_for_is_not_taken(files: FileTransfers) -> None:
    stills = Stills(files)
    assert stills.ready(messages.StillReady("me", "s1", len(JPEG), HASH), T0) == []
    stills.ask("s2", T0)
    assert stills.ready(messages.StillReady("me", "s1", len(JPEG), HASH), T0) == []
    assert files.files == {}


def test_a_page_that_never_answers_is_given_up(files: FileTransfers) -> None:
    stills = Stills(files)
    stills.ask("s1", T0)
    stills.look(T0 + ANSWERED_WITHIN)
    assert stills.busy
    stills.look(T0 + ANSWERED_WITHIN + timedelta(seconds=1))
    assert stills.entry
    assert stills.entry.state is StillState.FAILED


def test_a_camera_that_is_off_says_so(files: FileTransfers) -> None:
    stills = Stills(files)
    stills.ask("s1", T0)
    stills.refused(messages.StillRefused("me", "s0", messages.CAMERA_OFF))
    assert stills.busy
    stills.refused(messages.StillRefused("me", "s1", messages.CAMERA_OFF))
    assert stills.entry
    assert stills.entry.state is StillState.NO_CAMERA


def test_nothing_is_left_when_the_call_is_over(files: FileTransfers) -> None:
    call = Call("me", "Dr. Test")
    call.stills.ask("s1", T0)
    call.handle(told.HangUpPressed(), T0)
    assert call.snapshot().still is None


def jpeg(width: int, height: int) -> bytes:
    """A real one."""
    stream = io.BytesIO()
    with av.open(stream, "w", format="mjpeg") as container:
        encoder = container.add_stream("mjpeg", rate=1)
        encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuvj420p"
        picture = test_pattern.TestPicture(width, height).draw(0.0, 1234).reformat(format="yuvj420p")
        for packet in [*encoder.encode(picture), *encoder.encode(None)]:
            container.mux(packet)
    return stream.getvalue()


def test_a_jpeg_becomes_a_picture() -> None:
    frame = decode_still(jpeg(1920, 1080))
    assert (frame.width, frame.height, frame.format.name) == (1920, 1080, "yuv420p")
    assert test_pattern.read_bar_code(test_pattern.luma_of(frame)) == 1234


@pytest.mark.parametrize("data", [b"", b"no picture", jpeg(64, 64)[:200], b"\xff\xd8\xff" + b"\0" * 5000])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableStill):
        decode_still(data)


def test_a_picture_larger_than_any_camera_is_refused() -> None:
    """A few bytes that claim 65,500 by 65,500 pixels."""
    data = bytearray(jpeg(64, 64))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = (65500).to_bytes(2) * 2
    with pytest.raises(UnreadableStill):
        decode_still(bytes(data))
