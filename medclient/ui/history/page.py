"""The list of the consultations that are over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from medclient.practice.facts import CallFacts
from medclient.ui import tokens, widgets
from medclient.ui.history import wording
from medclient.ui.notice_bar import NoticeBar
from medclient.ui.translation import Retranslated

RETENTION_DAYS = (30, 90, 365, 730, 0)
"""For how long the facts may be kept; 0: until they are deleted."""
NAME_COLUMN = 1


class HistoryPage(Retranslated):
    """Shows facts; deletes, copies and exports what is selected, or all."""

    closed = Signal()
    listed = Signal()
    """`facts` are others."""
    copyRequested = Signal(object)
    """A tuple of `CallFacts`, as of the next two."""
    deleteRequested = Signal(object)
    exportRequested = Signal(object)
    deleteAllRequested = Signal()
    undoRequested = Signal()
    retentionChosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        widgets.as_page(self)
        self._facts: tuple[CallFacts, ...] = ()
        self.back = widgets.icon_button("", "arrow-left")
        self._title = widgets.label(size="title")
        self._keep = widgets.label(tone="muted")
        self.retention = QComboBox()
        for days in RETENTION_DAYS:
            self.retention.addItem("", days)
        self.notice = NoticeBar()
        self.table = QTableWidget(0, len(wording.columns()))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(44)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME_COLUMN, QHeaderView.ResizeMode.Stretch)
        self._empty = widgets.label(tone="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.copy = widgets.button("", icon="copy")
        self.delete = widgets.button("", icon="trash-2")
        self.export = widgets.button("", icon="download")
        self.delete_all = widgets.button("", "quiet")
        self._note = widgets.label(size="small", tone="muted", wrap=True)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_facts(())

    def show_facts(self, facts: tuple[CallFacts, ...]) -> None:
        """Newest first; what was selected stays selected where it is still there."""
        chosen = {each.link_id for each in self.selected()}
        self._facts = facts
        self.table.clearSelection()
        self.table.setRowCount(len(facts))
        for row, each in enumerate(facts):
            for column, text in enumerate(wording.cells(each)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        model = self.table.selectionModel()
        for row, each in enumerate(facts):
            if each.link_id in chosen:
                index = self.table.model().index(row, 0)
                model.select(index, model.SelectionFlag.Select | model.SelectionFlag.Rows)
        self.table.setVisible(bool(facts))
        self._empty.setVisible(not facts)
        self._draw()
        self.listed.emit()

    @property
    def facts(self) -> tuple[CallFacts, ...]:
        """What is listed."""
        return self._facts

    def show_retention(self, days: int) -> None:
        """What is in force; emits nothing."""
        self.retention.setCurrentIndex(max(0, self.retention.findData(days)))

    def selected(self) -> tuple[CallFacts, ...]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return tuple(self._facts[row] for row in rows if row < len(self._facts))

    def show_deleted(self, count: int) -> None:
        """So many are gone, and can be had back for a while."""
        text = self.tr("{count} deleted.").format(count=count)
        self.notice.show_notice(text, "accent", self.tr("Undo"))

    def show_copied(self) -> None:
        self.notice.show_notice(self.tr("Copied, without the patient's name."))

    def show_exported(self, name: str) -> None:
        text = self.tr("Saved as {name}. This file is not encrypted: keep it as you keep patients' files.")
        self.notice.show_notice(text.format(name=name), "warning")

    def show_failed(self) -> None:
        self.notice.show_notice(self.tr("That did not work: the disk is full or the file is in use."), "danger")

    def retranslate(self) -> None:
        widgets.rename(self.back, self.tr("Back"))
        self._title.setText(self.tr("Past consultations"))
        self._keep.setText(self.tr("Keep for"))
        self.retention.setAccessibleName(self.tr("Keep for"))
        for index, days in enumerate(RETENTION_DAYS):
            self.retention.setItemText(
                index, self.tr("{days} days").format(days=days) if days else self.tr("until deleted")
            )
        self.table.setHorizontalHeaderLabels(wording.columns())
        self.table.setAccessibleName(self._title.text())
        self._empty.setText(self.tr("No consultation has taken place yet. After a call its facts are listed here."))
        self.copy.setText(self.tr("Copy"))
        self.delete.setText(self.tr("Delete"))
        self.export.setText(self.tr("Export as CSV …"))
        self.delete_all.setText(self.tr("Delete all"))
        self._note.setText(self.tr("Kept encrypted on this computer only. The practice service never gets them."))
        self.notice.clear()
        self.show_facts(self._facts)

    def _draw(self) -> None:
        some = bool(self.selected())
        self.copy.setEnabled(some)
        self.delete.setEnabled(some)
        self.export.setEnabled(bool(self._facts))
        self.delete_all.setEnabled(bool(self._facts))

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.copy.clicked.connect(lambda: self.copyRequested.emit(self.selected()))
        self.delete.clicked.connect(lambda: self.deleteRequested.emit(self.selected()))
        self.export.clicked.connect(lambda: self.exportRequested.emit(self.selected() or self._facts))
        self.delete_all.clicked.connect(self.deleteAllRequested)
        self.notice.actionPressed.connect(self.undoRequested)
        self.notice.actionPressed.connect(self.notice.clear)
        self.table.itemSelectionChanged.connect(self._draw)
        self.retention.activated.connect(lambda index: self.retentionChosen.emit(self.retention.itemData(index)))
        for keys, act in ((QKeySequence.StandardKey.Copy, self.copy.click), (Qt.Key.Key_Delete, self.delete.click)):
            QShortcut(QKeySequence(keys), self.table, act, context=Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.closed.emit)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6, tokens.SPACE_6)
        column.setSpacing(tokens.SPACE_4)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_3)
        head.addWidget(self.back)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._keep)
        head.addWidget(self.retention)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.SPACE_3)
        for button in (self.copy, self.export, self.delete):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.delete_all)
        column.addLayout(foot)
        column.addWidget(self._note)
