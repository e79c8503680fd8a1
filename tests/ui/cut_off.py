"""What of a shown page cannot be read or pressed: texts that are cut off, controls outside the window."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QTextEdit,
    QWidget,
)

from medclient.ui.buttons import ShrinkingButton
from medclient.ui.elided_label import ElidedLabel

CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QSlider)


def texts_cut_off(page: QWidget) -> Iterator[str]:
    """Each text that has less room than it needs; those that give way on purpose have a name or tooltip."""
    for each in page.findChildren(QWidget):
        if not each.isVisible() or isinstance(each, ElidedLabel | ShrinkingButton):
            continue
        kind = each.metaObject().className()
        if isinstance(each, QLabel) and each.text():
            yield from _label(each)
        elif isinstance(each, QPushButton | QCheckBox) and each.text():
            needed = each.sizeHint()
            if each.width() < needed.width() or each.height() < needed.height():
                yield f"{kind} {each.text()!r} has {each.size().toTuple()}, needs {needed.toTuple()}"
        elif isinstance(each, QComboBox):
            if each.width() < _wide(each, each.currentText()) + 40:
                yield f"{kind} {each.currentText()!r}"
        elif isinstance(each, QLineEdit) and each.width() < each.fontMetrics().horizontalAdvance(
            each.placeholderText()
        ):
            yield f"{kind} {each.placeholderText()!r}"


def _wide(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text)


def _label(label: QLabel) -> Iterator[str]:
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if label.height() < needed - 1:
            yield f"{label.text()!r} is {label.height()} high, needs {needed}"
        longest = max(label.text().split(), key=len)
        if label.width() < _wide(label, longest):
            yield f"{longest!r} is wider than {label.width()}"
    elif label.width() < label.sizeHint().width():
        yield f"{label.text()!r} is {label.width()} wide, needs {label.sizeHint().width()}"
    elif label.height() < label.fontMetrics().height() - 2:
        yield f"{label.text()!r} is {label.height()} high"


def out_of_reach(page: QWidget) -> Iterator[str]:
    """Each control that the window does not show whole, and that no scrolling brings in."""
    for each in page.findChildren(QWidget):
        if isinstance(each, CONTROLS) and each.isVisible() and not isinstance(each.parent(), CONTROLS):
            frame, sideways = _frame_of(each, page)
            place = QRect(each.mapTo(frame, QPoint(0, 0)), each.size())
            room = frame.rect()
            if sideways:
                room.setTop(min(room.top(), place.top()))
                room.setBottom(max(room.bottom(), place.bottom()))
            if not room.contains(place):
                name = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
                yield f"{each.metaObject().className()} {name!r} at {place.getRect()} of {frame.size().toTuple()}"


def _frame_of(control: QWidget, page: QWidget) -> tuple[QWidget, bool]:
    """What must show it, and whether that scrolls up and down."""
    at = control.parentWidget()
    while at is not None and at is not page:
        above = at.parentWidget()
        if isinstance(above, QAbstractScrollArea) and at is above.viewport():
            return at, True
        at = above
    return page, False
