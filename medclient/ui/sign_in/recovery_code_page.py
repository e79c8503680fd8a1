"""The recovery code, shown once: to be written down or printed, and confirmed by typing a part of it."""

from html import escape

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from medclient.protocol.recovery_code import GROUP, GROUPS, RecoveryCode
from medclient.ui import tokens, widgets
from medclient.ui.sign_in.form import WIDE_CARD, Field, FormCard
from medclient.ui.translation import Retranslated

ASKED_GROUP = GROUPS - 2
"""Which group must be typed: one that is not seen by chance at the beginning or the end."""
FORGOTTEN_AFTER_MS = 60_000
"""A copied code does not stay on the clipboard."""


class RecoveryCodePage(Retranslated):
    """One code; it counts only when it was confirmed."""

    confirmed = Signal()
    postponed = Signal()
    """Later: no code is registered."""

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._code: RecoveryCode | None = None
        self._account_name = ""
        self._busy = self._failed = self._copied = False
        self._copied_text = ""
        self._card = FormCard(self._submit, "key-round", WIDE_CARD)
        self._shown = widgets.label(size="heading", wrap=True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._shown.setFont(QFont(fixed.family(), weight=QFont.Weight.DemiBold))
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        frame = widgets.frame("accent")
        box = QVBoxLayout(frame)
        box.setContentsMargins(tokens.SPACE_4, tokens.SPACE_4, tokens.SPACE_4, tokens.SPACE_4)
        box.setSpacing(tokens.SPACE_3)
        box.addWidget(self._shown)
        self.copy = widgets.button("", "", "copy")
        self.copy.clicked.connect(self._copy)
        self.print = widgets.button("", "", "printer")
        self.print.clicked.connect(self._print)
        ways = QHBoxLayout()
        ways.setSpacing(tokens.SPACE_2)
        ways.addWidget(self.print)
        ways.addWidget(self.copy)
        ways.addStretch()
        box.addLayout(ways)
        self._typed = Field()
        self._typed.line.setMaxLength(GROUP)
        self._card.add(frame)
        self._card.add(self._typed)
        self.later = self._card.add_link()
        self.later.clicked.connect(self.postponed)
        self._clipboard_timer = QTimer(self, singleShot=True, interval=FORGOTTEN_AFTER_MS)
        self._clipboard_timer.timeout.connect(self._clear_clipboard)
        outer = QVBoxLayout(self)
        outer.addWidget(self._card)
        self.retranslate()

    def show_code(self, code: RecoveryCode, account_name: str) -> None:
        """Show one that is not registered yet."""
        self._code, self._account_name = code, account_name
        self._failed = self._copied = False
        self._typed.line.clear()
        self.retranslate()
        self._typed.line.setFocus()

    def forget(self) -> None:
        """The code is not needed here any more."""
        self._code = None
        self._shown.setText("")

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._card.set_busy(busy)
        self._label()

    def set_failed(self, failed: bool) -> None:
        """The service did not take it."""
        self._failed = failed
        self._label()

    def retranslate(self) -> None:
        self._card.title.setText(self.tr("For an emergency"))
        self._card.introduction.setText(
            self.tr(
                "Nobody can reset your password, since nobody knows it. If you lose it, this code opens your account. "
                "Keep it on paper where your other important papers are. It is shown only now."
            )
        )
        self._typed.name(
            self.tr("To check: type group {number} of the code").format(number=ASKED_GROUP + 1),
            self.tr("From your paper, not from the screen."),
        )
        self.later.setText(self.tr("Later"))
        self.print.setText(self.tr("Print"))
        self.copy.setText(self.tr("Copied") if self._copied else self.tr("Copy"))
        self._shown.setAccessibleName(self.tr("Recovery code"))
        if self._code:
            # Broken where a reader pauses, too.
            groups = self._code.groups
            self._shown.setText("  ".join(groups[:4]) + "\n" + "  ".join(groups[4:]))
        self._label()

    def _label(self) -> None:
        self._card.button.setText(self.tr("One moment …") if self._busy else self.tr("I have written it down"))
        if self._failed:
            self._card.notice.show_notice(
                self.tr("The practice service has not taken the code. It does not count yet; please try again."),
                "danger",
            )
        else:
            self._card.notice.clear()

    def _submit(self) -> None:
        if self._busy or self._code is None:
            return
        typed = self._typed.line.text().strip().upper().translate(str.maketrans("OIL", "011"))
        if typed != self._code.groups[ASKED_GROUP]:
            self._typed.set_error(self.tr("That is another group. Please look at your paper once more."))
            self._typed.line.setFocus()
        else:
            self.confirmed.emit()

    def _copy(self) -> None:
        if self._code:
            self._copied_text = self._code.text
            QGuiApplication.clipboard().setText(self._copied_text)
            self._copied = True
            self._clipboard_timer.start()
            self.retranslate()

    def _clear_clipboard(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard.text() == self._copied_text:
            clipboard.clear()
        self._copied_text = ""

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.sheet().print_(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def sheet(self) -> QTextDocument:
        """What is printed."""
        document = QTextDocument()
        code = self._code.text if self._code else ""
        parts = [
            f"<h2>{escape(self.tr('Recovery code for the video appointments'))}</h2>",
            f"<p>{escape(self.tr('Account: {name}').format(name=self._account_name))}</p>",
            f"<p style='font-size: 20pt; font-family: monospace'>{escape(code)}</p>",
            f"<p>{escape(self.tr('Keep this sheet locked away. Whoever has it can open the account.'))}</p>",
        ]
        document.setHtml("".join(parts))
        return document
