"""The chat at the side: what was written and sent, ready texts, and the line to write in."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from medclient.protocol.envelope import Role
from medclient.protocol.messages import TEXT_CHARS
from medclient.session.events import ChatEntry
from medclient.ui import tokens, widgets
from medclient.ui.call.chat_line import SIDE, ChatLine
from medclient.ui.call.file_line import FileLine
from medclient.ui.translation import Retranslated

WIDTH = 360
MOST_LINES = 5
COUNT_FROM = TEXT_CHARS - 500
"""From how many characters on the number left is shown."""


class ChatPanel(Retranslated):
    """Works in every state of the call: the service carries the lines, not the media."""

    sent = Signal(str)
    closed = Signal()
    attachPressed = Signal()
    filesDropped = Signal(list)
    """Paths of files to send, as texts."""
    picturePasted = Signal(object)
    """A `QImage` to send."""
    fileAccepted = Signal(str)
    fileCancelled = Signal(str)
    fileSaveWanted = Signal(str)
    pictureWanted = Signal(str)
    """Show a received picture larger; these four carry the chat entry's id."""
    fileShown = Signal(str)
    """The content of a received file is here: `show_thumbnail` may follow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._entries: tuple[ChatEntry, ...] = ()
        self._lines: list[ChatLine | FileLine] = []
        self._read_only = False
        self.setAcceptDrops(True)
        self._name = ""
        panel = widgets.frame("panel")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(panel)
        column = QVBoxLayout(panel)
        column.setContentsMargins(tokens.SPACE_4, tokens.SPACE_3, tokens.SPACE_4, tokens.SPACE_4)
        column.setSpacing(tokens.SPACE_3)

        self._heading = widgets.label(size="heading")
        self.close_button = widgets.icon_button("", "x")
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self.close_button)
        column.addLayout(head)

        self._empty = widgets.label(tone="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._history = QWidget()
        self._history_column = QVBoxLayout(self._history)
        self._history_column.setContentsMargins(0, 0, tokens.SPACE_2, 0)
        self._history_column.setSpacing(tokens.SPACE_2)
        self._history_column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setWidget(self._history)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._follow_end)
        self._at_end = True
        self._scroll.verticalScrollBar().valueChanged.connect(self._note_place)
        column.addWidget(self._empty, 1)
        column.addWidget(self._scroll, 1)

        self._ready = widgets.button("", "link", "message-square")
        self._ready_menu = QMenu(self)
        self._ready.clicked.connect(self._open_ready_texts)
        self._left = widgets.label(size="small", tone="muted")
        above = QHBoxLayout()
        above.addWidget(self._ready)
        above.addStretch(1)
        above.addWidget(self._left)
        column.addLayout(above)

        self.input = _Input()
        self.input.submitted.connect(self.send)
        self.input.textChanged.connect(self._on_typed)
        self.input.picturePasted.connect(self.picturePasted)
        self.attach_button = widgets.icon_button("", "paperclip")
        self.attach_button.clicked.connect(self.attachPressed)
        self.send_button = widgets.icon_button("", "send")
        self.send_button.clicked.connect(self.send)
        write = QHBoxLayout()
        write.setSpacing(tokens.SPACE_1)
        write.addWidget(self.attach_button, 0, Qt.AlignmentFlag.AlignBottom)
        write.addWidget(self.input, 1)
        write.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(write)
        self._drop_here = widgets.label(tone="accent", strong=True)
        self._drop_here.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._drop_here.setMinimumHeight(tokens.CONTROL_HEIGHT)
        self._drop_here.hide()
        column.addWidget(self._drop_here)
        self.retranslate()
        self._on_typed()
        self.show_entries(())

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Chat"))
        widgets.rename(self.close_button, self.tr("Close chat"))
        widgets.rename(self.send_button, self.tr("Send"))
        widgets.rename(self.attach_button, self.tr("Send a file or picture"))
        self._drop_here.setText(self.tr("Drop here to send"))
        self._empty.setText(self.tr("Nothing written yet.\nWhat you write now is there when the link is opened."))
        self._ready.setText(self.tr("Ready texts"))
        self._scroll.setAccessibleName(self.tr("What was written"))
        self.input.setPlaceholderText(self.tr("Message"))
        self.input.setAccessibleName(self.tr("Message"))
        self._ready_menu.clear()
        for text in self.ready_texts():
            self._ready_menu.addAction(text).triggered.connect(lambda _=False, text=text: self.insert(text))

    def ready_texts(self) -> tuple[str, ...]:
        """Sentences that a practitioner needs again and again."""
        return (
            self.tr("I am running about 10 minutes late."),
            self.tr("I will be with you in a moment."),
            self.tr("Please switch on your microphone."),
            self.tr("Please switch on your camera."),
            self.tr("If you cannot see or hear me, please reload the page."),
        )

    # What was written.

    def set_patient_name(self, name: str) -> None:
        """Whose name stands over the other side's lines."""
        self._name = name

    def show_entries(self, entries: tuple[ChatEntry, ...]) -> None:
        """Show the history; lines that did not change are left alone."""
        if entries == self._entries and self._lines:
            return
        shared = 0
        came: list[str] = []
        for old, new in zip(self._entries, entries, strict=False):
            if old.sender is not new.sender or old.text != new.text or (old.file is None) is not (new.file is None):
                break
            if old != new:
                self._lines[shared].show_entry(new, self._name)
                if new.file and new.file.held and not (old.file and old.file.held):
                    came.append(new.id)
            shared += 1
        while len(self._lines) > shared:
            line = self._lines.pop()
            line.hide()
            line.deleteLater()
        for entry in entries[shared:]:
            line = self._file_line() if entry.file else ChatLine(self._text_width())
            line.show_entry(entry, self._name)
            side = Qt.AlignmentFlag.AlignRight if entry.sender is Role.PRACTITIONER else Qt.AlignmentFlag.AlignLeft
            self._history_column.addWidget(line, 0, side)
            self._lines.append(line)
            if entry.sender is Role.PRACTITIONER:
                self._at_end = True
            if entry.file and entry.file.held:
                came.append(entry.id)
        self._entries = entries
        self._empty.setVisible(not entries)
        self._scroll.setVisible(bool(entries))
        for file_id in came:
            self.fileShown.emit(file_id)

    def set_read_only(self, read_only: bool) -> None:
        """Whether there is nothing to write any more, only to read and to save."""
        self._read_only = read_only
        for each in (self._ready, self._left, self.input, self.attach_button, self.send_button, self.close_button):
            each.setVisible(not read_only)
        self.setAcceptDrops(not read_only)

    @property
    def thumbnail_size(self) -> QSize:
        """How large a thumbnail may be, in pixels of the screen."""
        width = self._text_width() - 2 * SIDE
        return QSize(width, width) * self.devicePixelRatio()

    def show_thumbnail(self, file_id: str, image: QImage) -> None:
        """Show a small picture on a file's line."""
        for entry, line in zip(self._entries, self._lines, strict=True):
            if entry.id == file_id and isinstance(line, FileLine):
                image.setDevicePixelRatio(self.devicePixelRatio())
                line.show_thumbnail(image)

    def _file_line(self) -> FileLine:
        line = FileLine(self._text_width())
        line.set_read_only(self._read_only)
        line.acceptPressed.connect(self.fileAccepted)
        line.cancelPressed.connect(self.fileCancelled)
        line.savePressed.connect(self.fileSaveWanted)
        line.viewPressed.connect(self.pictureWanted)
        return line

    # What is dropped.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event.mimeData()):
            event.acceptProposedAction()
            self._drop_here.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_here.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_here.hide()
        if paths := _paths(event.mimeData()):
            event.acceptProposedAction()
            self.filesDropped.emit(paths)

    def _text_width(self) -> int:
        return round((WIDTH - 2 * tokens.SPACE_4) * 0.82)

    def _note_place(self, value: int) -> None:
        self._at_end = value >= self._scroll.verticalScrollBar().maximum() - tokens.SPACE_8

    def _follow_end(self, _least: int, most: int) -> None:
        if self._at_end:
            self._scroll.verticalScrollBar().setValue(most)

    # What is being written.

    def insert(self, text: str) -> None:
        """Put a ready text into the line, to be read once before it is sent."""
        cursor = self.input.textCursor()
        before = self.input.toPlainText()
        if before and not before[-1].isspace():
            text = " " + text
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.insertText(text)
        self.input.setTextCursor(cursor)
        self.input.setFocus()

    def send(self) -> None:
        """Send what stands in the line, if it is something and not too much."""
        text = self.input.toPlainText().strip()
        if text and len(text) <= TEXT_CHARS:
            self.input.clear()
            self.sent.emit(text)

    def clear_draft(self) -> None:
        self.input.clear()

    def _on_typed(self) -> None:
        text = self.input.toPlainText().strip()
        self.send_button.setEnabled(0 < len(text) <= TEXT_CHARS)
        over = len(text) - TEXT_CHARS
        if over > 0:
            self._left.setText(self.tr("{count} characters too many").format(count=over))
        elif len(text) >= COUNT_FROM:
            self._left.setText(self.tr("{count} characters left").format(count=-over))
        else:
            self._left.setText("")
        widgets.set_tone(self._left, "danger" if over > 0 else "muted")

    @property
    def counter(self) -> str:
        """How many characters are left or too many; empty where it does not matter."""
        return self._left.text()

    def _open_ready_texts(self) -> None:
        corner = self._ready.mapToGlobal(self._ready.rect().topLeft())
        corner.setY(corner.y() - self._ready_menu.sizeHint().height())
        self._ready_menu.popup(corner)


def _paths(data: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


class _Input(QPlainTextEdit):
    """Grows with its text up to some lines. Enter sends, Shift+Enter makes a new line; pictures are passed on."""

    submitted = Signal()
    picturePasted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        # What is dropped is the panel's to take: here the path of a file would be written.
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit_height)
        self._fit_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasImage() and not source.hasText():
            self.picturePasted.emit(QImage(source.imageData()))
        else:
            super().insertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._fit_height)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit_height()

    def _fit_height(self) -> None:
        # A plain text document's height is counted in lines.
        lines = max(1, min(MOST_LINES, round(self.document().size().height())))
        margins = 2 * (round(self.document().documentMargin()) + 8)
        self.setFixedHeight(max(tokens.CONTROL_HEIGHT, lines * self.fontMetrics().lineSpacing() + margins))
        many = self.document().size().height() > MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
