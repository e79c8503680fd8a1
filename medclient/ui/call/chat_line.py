"""One line of chat, with its time and how far it has come."""

from math import ceil

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTime
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QVBoxLayout

from medclient.protocol.envelope import Role
from medclient.session.events import ChatEntry, Delivery
from medclient.ui import tokens, widgets
from medclient.ui.translation import Retranslated

SIDE = tokens.SPACE_3


class ChatLine(Retranslated):
    """Own lines are tinted and stand right, the patient's stand left; the text can be selected and copied."""

    def __init__(self, text_width: int) -> None:
        super().__init__()
        self._text_width = text_width - 2 * SIDE
        self._entry: ChatEntry | None = None
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._frame = widgets.frame("card")
        self._text = QTextEdit()
        self._text.setReadOnly(True)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._text.setStyleSheet("QTextEdit { background: transparent; border: 0; padding: 0; min-height: 0; }")
        self._text.document().setDocumentMargin(0)
        self._text.viewport().setAutoFillBackground(False)
        self.meta = widgets.label(size="small", tone="muted")
        self.meta.setAlignment(Qt.AlignmentFlag.AlignRight)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(SIDE, tokens.SPACE_2, SIDE, tokens.SPACE_2)
        column.setSpacing(2)
        column.addWidget(self._text)
        column.addWidget(self.meta)

    @property
    def text(self) -> str:
        return self._text.toPlainText()

    def show_entry(self, entry: ChatEntry, name: str) -> None:
        self._entry, self._name = entry, name
        own = entry.sender is Role.PRACTITIONER
        self._frame.setProperty("surface", "accent" if own else "card")
        if self._text.toPlainText() != entry.text:
            self._text.setPlainText(entry.text)
            document = self._text.document()
            document.setDefaultFont(self._text.font())
            document.setTextWidth(self._text_width)
            width = min(self._text_width, max(72, ceil(document.idealWidth()) + 2))
            document.setTextWidth(width)
            self._text.setFixedSize(width, ceil(document.size().height()) + 1)
        self.retranslate()

    def retranslate(self) -> None:
        entry = self._entry
        if entry is None:
            return
        own = entry.sender is Role.PRACTITIONER
        self.meta.setText(meta_text(entry))
        who = self.tr("You") if own else self._name
        self._text.setAccessibleName(f"{who}, {self.meta.text()}")


def meta_text(entry: ChatEntry) -> str:
    """When a line was written and, of our own, how far it has come."""
    local = entry.at.astimezone()
    time = QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)
    mark = _mark(entry.delivery) if entry.sender is Role.PRACTITIONER else ""
    return " · ".join(part for part in (time, mark) if part)


def _mark(delivery: Delivery) -> str:
    translate = QCoreApplication.translate
    match delivery:
        case Delivery.SENDING:
            return translate("ChatLine", "is being sent …")
        case Delivery.SENT:
            return translate("ChatLine", "sent")
        case Delivery.DELIVERED:
            return translate("ChatLine", "delivered")
    return translate("ChatLine", "read")
