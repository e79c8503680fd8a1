"""Small makers of labels, buttons and frames that carry the theme's dynamic properties."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from medclient.ui import icons, theme
from medclient.ui.buttons import PushButton, ShrinkingButton, ToolButton

Kind = Literal["primary", "danger", "quiet", "link", "stage", "stage-danger", "chip", ""]
Size = Literal["small", "body", "heading", "title"]
Tone = Literal["", "muted", "accent", "danger", "warning", "stage", "stage-muted"]
Surface = Literal["card", "panel", "accent", "warning", "danger", "stage", "line"]

_ICON_SIZE = 18
_ICON_GAP = 4
"""Added to the 4 px that Qt leaves between an icon and its text."""

_ICON_COLOR = {
    "primary": "on_accent",
    "danger": "on_danger",
    "link": "accent_text",
    "stage": "on_stage",
    "stage-danger": "on_stage",
}


def label(text: str = "", *, size: Size = "body", tone: Tone = "", strong: bool = False, wrap: bool = False) -> QLabel:
    """A label with type and colour from the tokens; its text is always plain."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("type", size)
    result.setProperty("tone", tone)
    result.setProperty("strong", strong)
    result.setWordWrap(wrap)
    if wrap:
        result.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return result


def set_tone(target: QLabel, tone: Tone) -> None:
    """Change a shown label's colour."""
    if target.property("tone") != tone:
        target.setProperty("tone", tone)
        theme.refresh(target)


def button(text: str, kind: Kind = "", icon: str = "", *, shrinks: bool = False) -> QPushButton:
    """A push button; its text is its accessible name. One that `shrinks` keeps its icon alone where room is short."""
    result = ShrinkingButton(text) if shrinks else PushButton(text)
    result.setProperty("kind", kind)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.setAutoDefault(False)
    if icon:
        result.setIconSize(QSize(_ICON_SIZE + _ICON_GAP, _ICON_SIZE))
        icons.set_icon(result, icon, _ICON_COLOR.get(kind, "text"), gap=_ICON_GAP)
    return result


def icon_button(name: str, icon: str, kind: Kind = "quiet") -> QToolButton:
    """A square button with an icon only; `name` is its tooltip and its accessible name."""
    result = ToolButton()
    result.setProperty("kind", kind)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    result.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    result.setIconSize(QSize(20, 20))
    icons.set_icon(result, icon, _ICON_COLOR.get(kind, "text"))
    rename(result, name)
    return result


def rename(target: QToolButton, name: str) -> None:
    """Give an icon button another name."""
    target.setToolTip(name)
    target.setAccessibleName(name)


def frame(surface: Surface, parent: QWidget | None = None) -> QFrame:
    """A frame with the ground of `surface`; `line` is a thin horizontal divider."""
    result = QFrame(parent)
    result.setProperty("surface", surface)
    if surface == "line":
        result.setFixedHeight(1)
    return result


def page(parent: QWidget | None = None) -> QWidget:
    """A widget with the page's ground."""
    result = QWidget(parent)
    as_page(result)
    return result


def as_page(target: QWidget) -> None:
    """Let `target` paint the page's ground."""
    target.setProperty("page", True)
    target.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


class Scrolled(QWidget):
    """What a scroll area holds, as high as its texts are at the width they have. A wrapped label's own size is a guess
    at some width: the area would scroll over what is not there."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least


class ScrollArea(QScrollArea):
    """Room for what may be higher than the window; it takes the width that there is."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scrolled = Scrolled(content)
        self.setWidget(self.scrolled)
