"""The appearance: Fusion style, own palette, and one style sheet built from the tokens.

How widgets ask for their look, through dynamic properties set before they are shown (see `widgets.py`):

- buttons: `kind` is `primary` (one on a page), `danger`, `quiet` (no outline), `stage`, `stage-danger` or `link`;
  without it a button has an outline.
- labels: `type` is `small`, `body`, `heading` or `title`; `tone` is `muted`, `accent`, `danger`, `warning`,
  `stage` or `stage-muted`; `strong` makes the type semi-bold.
- frames: `surface` is `card`, `panel`, `row`, `accent`, `warning`, `danger` or `stage`.
"""

import string
import sys
from collections.abc import Callable
from typing import Self

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from medclient.settings import resources_dir
from medclient.ui import icons, tokens
from medclient.ui.tokens import Tokens

_SYSTEM_TYPE_PX = {"win32": 12.0, "darwin": 13.0}
"""Size of the system's type when the user has not enlarged it."""
_DEFAULT_TYPE_PX = 14.7


def apply(app: QApplication, dark: bool | None) -> Tokens:
    """Dress the program now; `dark` None follows the system, now and whenever it changes."""
    follower = _Follower.of(app)
    follower.choice = dark
    for step in follower.steps():
        step()
    return tokens.current()


def change(app: QApplication, dark: bool | None) -> None:
    """Dress a program that is in use: in steps, between which it goes on; painted is only what is whole."""
    follower = _Follower.of(app)
    follower.choice = dark
    follower.begin()


def refresh(widget: QWidget) -> None:
    """Apply the style sheet again after a dynamic property of a shown widget has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def style_sheet(colors: Tokens) -> str:
    """The style sheet in `resources/styles`, with its `$names` filled in."""
    folder = resources_dir() / "styles"
    values = {
        **colors.colors(),
        "radius": str(tokens.RADIUS),
        "control_height": str(tokens.CONTROL_HEIGHT),
        "small": f"{colors.px(tokens.FONT_SMALL)}px",
        "body": f"{colors.px(tokens.FONT_BODY)}px",
        "heading": f"{colors.px(tokens.FONT_HEADING)}px",
        "title": f"{colors.px(tokens.FONT_TITLE)}px",
        "styles": folder.as_posix(),
        "check": "check-dark" if colors.dark else "check-light",
    }
    return string.Template((folder / "medclient.qss").read_text(encoding="utf-8")).substitute(values)


class _Follower(QObject):
    """Lives with the application and passes the system's change of appearance on."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.choice: bool | None = None
        self._left: list[Callable[[], None]] = []
        self._covered: list[QWidget] = []
        """Windows that are not painted before they are dressed wholly."""
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @classmethod
    def of(cls, app: QApplication) -> Self:
        follower = app.findChild(cls)
        if follower is None:
            app.setProperty(tokens.SCALE_PROPERTY, _text_scale(app.font()))
            app.setStyle("Fusion")
            follower = cls(app)
        return follower

    def steps(self) -> tuple[Callable[[], None], ...]:
        """What makes up a change. Qt dresses each widget once where there was no sheet; one that replaces another is
        applied to every widget once for itself and once for each widget that it lies in: nine times the work."""
        return self._undress, self._dress, lambda: icons.retint(self._app)

    def begin(self) -> None:
        """Go through the steps, one with each turn of the event loop."""
        if not self._left:
            self._covered = [each for each in self._app.topLevelWidgets() if each.updatesEnabled()]
            for window in self._covered:
                window.setUpdatesEnabled(False)
            QTimer.singleShot(0, self._go_on)
        self._left = list(self.steps())

    def _go_on(self) -> None:
        if self._left:
            self._left.pop(0)()
            QTimer.singleShot(0, self._go_on)
            return
        covered, self._covered = self._covered, []
        for window in filter(isValid, covered):
            window.setUpdatesEnabled(True)

    def _system_changed(self) -> None:
        if self.choice is None and self._app.property(tokens.DARK_PROPERTY) != _system_is_dark(self._app):
            self.begin()

    def _undress(self) -> None:
        dark = _system_is_dark(self._app) if self.choice is None else self.choice
        self._app.setProperty(tokens.DARK_PROPERTY, dark)
        colors = tokens.current()
        font = QFont(self._app.font())
        if sys.platform.startswith("linux") and QFontDatabase.hasFamily("Noto Sans"):
            font.setFamily("Noto Sans")
        font.setPixelSize(colors.px(tokens.FONT_BODY))
        self._app.setFont(font)
        self._app.setPalette(_palette(colors))
        self._app.setStyleSheet("")

    def _dress(self) -> None:
        self._app.setStyleSheet(style_sheet(tokens.current()))


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _text_scale(font: QFont) -> float:
    usual = _SYSTEM_TYPE_PX.get(sys.platform, _DEFAULT_TYPE_PX)
    return min(2.0, max(1.0, QFontInfo(font).pixelSize() / usual))


def _palette(colors: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for each, color in (
        (role.Window, colors.background),
        (role.WindowText, colors.text),
        (role.Base, colors.surface),
        (role.AlternateBase, colors.surface_alt),
        (role.Text, colors.text),
        (role.Button, colors.surface),
        (role.ButtonText, colors.text),
        (role.BrightText, colors.on_danger),
        (role.PlaceholderText, colors.muted),
        (role.ToolTipBase, colors.text),
        (role.ToolTipText, colors.surface),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.on_accent),
        (role.Accent, colors.accent),
        (role.Link, colors.accent_text),
        (role.LinkVisited, colors.accent_text),
        (role.Light, colors.surface_alt),
        (role.Midlight, colors.surface_alt),
        (role.Mid, colors.border),
        (role.Dark, colors.control_border),
        (role.Shadow, colors.control_border),
    ):
        palette.setColor(each, QColor(color))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(colors.disabled))
    return palette
