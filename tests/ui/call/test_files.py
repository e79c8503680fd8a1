"""Files in the chat of the desktop: what is shown, pressed, dropped, pasted and saved."""

import asyncio
import hashlib
import struct
import zlib
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from medclient.protocol import file_rules
from medclient.protocol.envelope import Role
from medclient.session.engine import Engine
from medclient.session.events import CallState, FileState
from medclient.ui import pictures
from medclient.ui.background import Background
from medclient.ui.call.chat_panel import ChatPanel
from medclient.ui.call.file_line import FileLine
from medclient.ui.call.files import FilesPresenter, PictureDialog
from tests.ui.call.conftest import Open
from tests.ui.call.screens import CHAT, FILES, IN_CALL, OTHER_FILES, file_entry

THUMBNAIL = QSize(240, 240)


class SomeEngine:
    """Notes what would be sent; gives what would have come."""

    def __init__(self) -> None:
        self.offered: list[tuple[str, str, bytes, str]] = []
        self.contents: dict[str, bytes] = {}

    def offer_file(self, *offer: Any) -> None:
        self.offered.append(offer)

    def accept_file(self, file_id: str) -> None: ...

    def cancel_file(self, file_id: str) -> None: ...

    def file_content(self, file_id: str) -> bytes | None:
        return self.contents.get(file_id)


class Now(Background):
    """Does everything at once."""

    def spawn(self, work: Coroutine[Any, Any, Any]) -> Any:
        asyncio.run(work)


class Desk:
    """A presenter between a chat, the chat that is read afterwards, and an engine."""

    def __init__(self, qtbot: QtBot) -> None:
        self.chat, self.read = ChatPanel(), ChatPanel()
        self.read.set_read_only(True)
        for panel in (self.chat, self.read):
            qtbot.addWidget(panel)
            panel.resize(360, 700)
        self.engine = SomeEngine()
        self.said: list[str] = []
        self.files = FilesPresenter(self.chat, self.read, cast(Engine, self.engine), Now(), self.said.append)


@pytest.fixture
def desk(qtbot: QtBot, english: None) -> Desk:
    return Desk(qtbot)


def lines(panel: ChatPanel) -> list[FileLine]:
    return [line for line in panel.findChildren(FileLine) if not line.isHidden()]


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    from medclient.ui.call.files import _as_png

    return _as_png(image)


def shown(line: FileLine) -> dict[str, bool]:
    return {
        "accept": not line.accept_button.isHidden(),
        "cancel": not line.cancel_button.isHidden(),
        "save": not line.save_button.isHidden(),
        "progress": not line.progress.isHidden(),
    }


def test_each_state_offers_what_can_be_done(open_page: Open) -> None:
    page = open_page(replace(IN_CALL, chat=(*FILES, *OTHER_FILES)))
    page.show_chat(True)
    found = [{name for name, on in shown(line).items() if on} for line in lines(page.chat)]
    assert found == [
        {"save"},
        {"accept", "cancel"},
        {"cancel", "progress"},
        {"cancel", "progress"},
        set(),
        set(),
        set(),
        set(),
    ]
    assert lines(page.chat)[1].cancel_button.text() == "Decline"
    assert lines(page.chat)[2].doing.text() == "Sending … 65 %"
    assert "for your safety" in lines(page.chat)[4].doing.text()


def test_progress_changes_the_line_in_place_and_keeps_the_keyboard(open_page: Open) -> None:
    page = open_page(replace(IN_CALL, chat=FILES))
    page.show_chat(True)
    line = lines(page.chat)[2]
    line.cancel_button.setFocus()
    moved = file_entry(3, Role.PRACTITIONER, "Überweisung.pdf", FileState.MOVING, 1_500_000)
    page.show_snapshot(replace(IN_CALL, chat=(*FILES[:2], moved)))
    assert lines(page.chat)[2] is line
    assert line.progress.value() == 1_500_000
    assert line.cancel_button.hasFocus()


def test_the_buttons_carry_the_file_they_belong_to(qtbot: QtBot, open_page: Open) -> None:
    page = open_page(replace(IN_CALL, chat=FILES))
    page.show_chat(True)
    saved, offered, moving = lines(page.chat)
    for button, signal, file_id in (
        (saved.save_button, page.chat.fileSaveWanted, "f1"),
        (offered.accept_button, page.chat.fileAccepted, "f2"),
        (moving.cancel_button, page.chat.fileCancelled, "f3"),
    ):
        with qtbot.waitSignal(signal) as pressed:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert pressed.args == [file_id]


def test_a_file_that_is_dropped_on_the_chat_is_offered(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "Überweisung.pdf"
    file.write_bytes(b"%PDF inhalt")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)), QUrl("https://example.org/a.pdf")])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    desk.chat.dragEnterEvent(enter)
    assert enter.isAccepted()
    desk.chat.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QEvent.Type.Drop,
        )
    )
    digest = hashlib.sha256(b"%PDF inhalt").hexdigest()
    assert desk.engine.offered == [("Überweisung.pdf", "application/pdf", b"%PDF inhalt", digest)]


@pytest.mark.parametrize(
    ("name", "size"),
    [("leer.pdf", 0), ("groß.pdf", file_rules.MOST_BYTES + 1), ("programm.exe", 5), ("fort.pdf", None)],
)
def test_what_cannot_be_sent_is_said(desk: Desk, tmp_path: Path, name: str, size: int | None) -> None:
    file = tmp_path / name
    if size is not None:
        with file.open("wb") as empty:
            empty.truncate(size)
    desk.chat.filesDropped.emit([str(file)])
    assert desk.engine.offered == []
    assert name in desk.said[0]


def test_a_picture_from_the_clipboard_is_offered_and_a_text_is_written(desk: Desk) -> None:
    data = QMimeData()
    data.setImageData(QImage(20, 10, QImage.Format.Format_RGB32))
    desk.chat.input.insertFromMimeData(data)
    ((name, kind, content, _),) = desk.engine.offered
    assert (name, kind) == ("Picture.png", "image/png")
    assert pictures.decode(content, THUMBNAIL)
    text = QMimeData()
    text.setText("Guten Tag")
    desk.chat.input.insertFromMimeData(text)
    assert desk.chat.input.toPlainText() == "Guten Tag"
    assert len(desk.engine.offered) == 1


def test_what_has_come_is_saved_where_the_user_wants_it_and_nowhere_else(desk: Desk, tmp_path: Path) -> None:
    desk.engine.contents["f1"] = b"inhalt"
    desk.files.show_snapshot(replace(IN_CALL, chat=FILES))
    desk.chat.show_entries(FILES)
    assert list(tmp_path.iterdir()) == []
    asyncio.run(desk.files.save_to("f1", tmp_path / "da.jpg"))
    assert (tmp_path / "da.jpg").read_bytes() == b"inhalt"
    asyncio.run(desk.files.save_to("f1", tmp_path / "gibt es nicht" / "da.jpg"))
    assert [dialog.text() for dialog in desk.files._dialogs if hasattr(dialog, "text")]
    desk.files.forget()


def test_a_picture_is_shown_small_and_larger_on_a_press(qtbot: QtBot, desk: Desk) -> None:
    desk.engine.contents["f1"] = png(4000, 3000)
    desk.files.show_snapshot(replace(IN_CALL, chat=FILES))
    desk.chat.show_entries(FILES)
    line = lines(desk.chat)[0]
    assert not line.thumbnail.isHidden()
    assert line.thumbnail.iconSize().width() <= desk.chat.thumbnail_size.width()
    line.thumbnail.click()
    (dialog,) = desk.files._dialogs
    assert isinstance(dialog, PictureDialog)
    assert not dialog.isModal(), "the call goes on"
    assert dialog.picture.pixmap().width() > line.thumbnail.width()
    desk.files.forget()


def test_after_the_hang_up_the_chat_can_be_read_and_its_files_saved(desk: Desk, tmp_path: Path) -> None:
    desk.engine.contents["f1"] = b"inhalt"
    ended = replace(IN_CALL, state=CallState.ENDED, chat=(*CHAT, *FILES))
    desk.files.show_snapshot(ended)
    desk.engine.contents.clear()  # the engine has let go of it
    assert not desk.read.isHidden()
    assert desk.read.input.isHidden()
    assert [{name for name, on in shown(line).items() if on} - {"progress"} for line in lines(desk.read)] == [
        {"save"},
        set(),
        set(),
    ]
    asyncio.run(desk.files.save_to("f1", tmp_path / "da.jpg"))
    assert (tmp_path / "da.jpg").read_bytes() == b"inhalt"
    desk.files.forget()
    assert desk.read.isHidden()
    assert desk.files.content("f1") is None


def bomb() -> bytes:
    """A PNG of a few bytes that says that it is 60,000 pixels wide and high."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack("!I", len(content)) + kind + content + struct.pack("!I", zlib.crc32(kind + content))

    head = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 5000)) + part(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>'


@pytest.mark.parametrize(
    "make", [bomb, lambda: SVG, lambda: b"", lambda: b"\x89PNG\r\n\x1a\n", lambda: b"BM" + b"x" * 90]
)
def test_what_is_no_bearable_picture_is_not_decoded(make: Callable[[], bytes]) -> None:
    assert pictures.decode(make(), THUMBNAIL) is None


def test_a_picture_is_decoded_no_larger_than_wanted() -> None:
    image = pictures.decode(png(3000, 1000), THUMBNAIL)
    assert image
    assert (image.width(), image.height()) == (240, 80)
    small = pictures.decode(png(30, 10), THUMBNAIL)
    assert small
    assert small.width() == 30
