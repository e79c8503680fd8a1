"""Whose work is inside: a list that can be searched, and each one's licence to read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout

from medclient.diagnostics.libraries import Library
from medclient.ui import tokens, widgets
from medclient.ui.translation import Retranslated

_HEIGHT = 280
_LIST_WIDTH = 240


class LicenceBrowser(Retranslated):
    """Empty until `show_libraries`."""

    def __init__(self) -> None:
        super().__init__()
        self._libraries: tuple[Library, ...] = ()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda text: self._fill())
        self.list = QListWidget()
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.currentItemChanged.connect(lambda now, before: self._show())
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self._count = widgets.label(size="small", tone="muted")
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_3)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_2)
        column.addWidget(self.search)
        column.addLayout(row)
        column.addWidget(self._count)
        self.setFixedHeight(_HEIGHT)
        self.retranslate()

    def show_libraries(self, libraries: tuple[Library, ...]) -> None:
        self._libraries = libraries
        self._fill()

    def retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("Search by name or licence"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.list.setAccessibleName(self.tr("Libraries"))
        self.text.setAccessibleName(self.tr("Licence"))
        self._fill()

    def _fill(self) -> None:
        wanted = self.search.text().casefold().strip()
        found = [each for each in self._libraries if wanted in _searched(each)]
        self.list.clear()
        for library in found:
            item = QListWidgetItem(f"{library.name} {library.version}".strip())
            item.setData(Qt.ItemDataRole.UserRole, library.name)
            self.list.addItem(item)
        self._count.setText(
            self.tr("{count} of {all}").format(count=len(found), all=len(self._libraries))
            if self._libraries
            else self.tr("The list is being read …")
        )
        self.list.setCurrentRow(0)
        self._show()

    def _show(self) -> None:
        item = self.list.currentItem()
        name = item.data(Qt.ItemDataRole.UserRole) if item else None
        library = next((each for each in self._libraries if each.name == name), None)
        if library is None:
            self.text.clear()
            return
        lines = [f"{library.name} {library.version}".strip(), library.licence]
        if library.inside:
            lines += ["", self.tr("Inside:"), *(f"    {part}: {licence}" for part, licence in library.inside)]
        self.text.setPlainText("\n".join([*lines, "", library.text]).strip())


def _searched(library: Library) -> str:
    inside = (word for pair in library.inside for word in pair)
    return " ".join((library.name, library.version, library.licence, *inside)).casefold()
