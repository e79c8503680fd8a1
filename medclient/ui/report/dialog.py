"""The report is looked at, section by section, before it is saved; a call goes on behind it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from medclient.diagnostics.report import html
from medclient.diagnostics.report.content import Report
from medclient.ui import tokens, widgets
from medclient.ui.notice_bar import NoticeBar
from medclient.ui.report.words import ReportWords

_SIZE = (860, 600)
_LIST_WIDTH = 200


class ReportDialog(QDialog):
    """Never modal: open it with `show()`. Being made, ready, saved or failed."""

    saveRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.resize(*_SIZE)
        self._report: Report | None = None
        self._words = ReportWords(self)
        self._saved = self._failed = ""
        self._title = widgets.label(size="heading")
        self._text = widgets.label(tone="muted", wrap=True)
        self._making = QProgressBar()
        self._making.setRange(0, 0)
        self._making.setTextVisible(False)
        self.sections = QListWidget()
        self.sections.setFixedWidth(_LIST_WIDTH)
        self.sections.currentRowChanged.connect(self._show_section)
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.notice = NoticeBar(closable=False)
        self.close_button = widgets.button("")
        self.close_button.clicked.connect(self.close)
        self.save = widgets.button("", "primary", "file-down")
        self.save.clicked.connect(self.saveRequested)
        middle = QHBoxLayout()
        middle.setSpacing(tokens.SPACE_4)
        middle.addWidget(self.sections)
        middle.addWidget(self.preview, 1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_4)
        column.setSpacing(tokens.SPACE_3)
        for part in (self._title, self._text, self._making):
            column.addWidget(part)
        column.addLayout(middle, 1)
        column.addWidget(self.notice)
        column.addLayout(buttons)
        self.retranslate()

    @property
    def report(self) -> Report | None:
        return self._report

    def show_making(self) -> None:
        self._report, self._saved, self._failed = None, "", ""
        self.sections.clear()
        self.preview.clear()
        self.retranslate()

    def show_report(self, report: Report) -> None:
        self._report = report
        self.retranslate()
        self.sections.setCurrentRow(0)

    def show_saved(self, file: str) -> None:
        """`file` is the name that was chosen."""
        self._saved, self._failed = file, ""
        self.retranslate()

    def show_failed(self) -> None:
        """It was not written, or could not be made."""
        self._saved, self._failed = "", "failed"
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Save system report"))
        self._title.setText(self.windowTitle())
        self._text.setText(
            self.tr(
                "This is what the file holds: no names, links, messages or passwords; network addresses are "
                "shortened. Give it to your support. Nothing is sent by itself."
            )
        )
        making = self._report is None and not self._failed
        self._making.setVisible(making)
        self._making.setAccessibleName(self.tr("The report is being made"))
        self.sections.setAccessibleName(self.tr("Sections of the report"))
        self.preview.setAccessibleName(self.tr("Contents of the section"))
        self.save.setText(self.tr("Save as …"))
        self.save.setEnabled(self._report is not None)
        self.close_button.setText(self.tr("Close"))
        self._fill()
        if self._saved:
            self.notice.show_notice(self.tr("Saved: {file}").format(file=self._saved))
        elif self._failed:
            self.notice.show_notice(self.tr("The file was not saved. Please choose another place."), "danger")
        else:
            self.notice.clear()

    def _fill(self) -> None:
        if self._report is None:
            return
        chosen = max(0, self.sections.currentRow())
        words = self._words.all()
        self.sections.blockSignals(True)
        self.sections.clear()
        for section in self._report.sections:
            item = QListWidgetItem(words[f"section_{section.key.value}"])
            item.setData(Qt.ItemDataRole.UserRole, section.key.value)
            self.sections.addItem(item)
        self.sections.setCurrentRow(chosen)
        self.sections.blockSignals(False)
        self._show_section(chosen)

    def _show_section(self, row: int) -> None:
        if self._report is not None and 0 <= row < len(self._report.sections):
            self.preview.setPlainText(html.plain(self._report, self._report.sections[row], self._words.all()))
