"""Dialogs that may be higher than the screen: all but their buttons scrolls then."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QDialog, QLayout, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets

BAR = 12
"""Width of a scroll bar, as the style sheet has it."""
TITLE_BAR = 40
"""What a window system may put around a dialog."""
_LEAST = 160


class _Content(widgets.ScrollArea):
    """Wants to be as high as what it holds."""

    def __init__(self, content: QWidget, width: int) -> None:
        super().__init__(content)
        self._width = width
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        content = self.scrolled
        width = self._width or content.sizeHint().width()
        height = content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()
        return QSize(width + BAR, height)

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(whole.width(), min(_LEAST, whole.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        result = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return result


class _Fits(QObject):
    """Gives a dialog the height that it wants, as far as the screen has it; one that a person made larger stays so."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._given = 0
        """The height that it got from here."""
        self._follows = QTimer(self, singleShot=True, interval=0)
        self._follows.timeout.connect(self._follow)
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() is QEvent.Type.Show and not event.spontaneous()
        if shown and not self._dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
            for each in self._dialog.findChildren(QWidget):
                each.ensurePolished()  # in its own type, or it would say another height
            self._give(self._dialog.sizeHint().width())
        elif event.type() is QEvent.Type.LayoutRequest and not self._follows.isActive():
            self._follows.start()  # the layouts in it are told of it one after the other, this one last
        return False

    def _follow(self) -> None:
        # The layout may have pushed it to its least height meanwhile.
        if self._dialog.height() in (self._given, self._dialog.minimumHeight()):
            self._give(self._dialog.width())

    def _give(self, width: int) -> None:
        most = self._dialog.screen().availableGeometry().height() - TITLE_BAR
        self._given = min(self._dialog.sizeHint().height(), most)
        self._dialog.resize(width, self._given)


def lay_out(dialog: QDialog, content: QWidget, foot: QLayout, width: int = 0) -> None:
    """`content` over the buttons; `width` is the dialog's own, where that is fixed."""
    edge = tokens.SPACE_6
    if width:
        dialog.setFixedWidth(width + BAR)
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(edge, edge, edge, edge)
    outer.setSpacing(tokens.SPACE_4)
    outer.addWidget(_Content(content, width - 2 * edge if width else 0), 1)
    outer.addLayout(foot)
    _Fits(dialog)
