"""The picture and what lies over it, each in its place."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from medclient.ui import tokens
from medclient.ui.call.card_bar import CardBar
from medclient.ui.call.control_bar import ControlBar
from medclient.ui.call.fading import Fades
from medclient.ui.call.hang_up_question import HangUpQuestion
from medclient.ui.call.info_bar import InfoBar
from medclient.ui.call.lobby import Lobby
from medclient.ui.call.notices import NoticeLines
from medclient.ui.call.security import SecurityCode, SecurityLock
from medclient.ui.call.self_view import SelfView
from medclient.ui.call.shortcut_sheet import ShortcutSheet
from medclient.ui.call.tool_bar import ToolBar
from medclient.ui.call.waiting_badge import WaitingBadge
from medclient.ui.video import MagnifiedVideo

EDGE = tokens.SPACE_6
SELF_LEAST, SELF_MOST = 160, 320
SELF_SHARE = 0.19
"""Width of the own picture as a share of the stage."""
SELF_ASPECT = 16 / 9
MOVEMENTS = frozenset(
    {QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress}
)


class Stage(QWidget):
    """Places its parts by hand: they lie over each other, which no layout does."""

    stirred = Signal()
    """The mouse, a finger or a key moved over it, or the keyboard's focus came to a part of it."""
    doubleClicked = Signal()

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._self_aspect = SELF_ASPECT
        self.remote = MagnifiedVideo(self)
        self.lobby = Lobby(self)
        self.own = SelfView(self)
        self.notices = NoticeLines(self)
        self.info = InfoBar(self)
        self.lock = SecurityLock(self)
        self.security = SecurityCode(self)
        self.controls = ControlBar(menu, self)
        self.tools = ToolBar(self)
        self.chat = self.tools.chat
        self.card = CardBar(self)
        self.question = HangUpQuestion(self)
        self.keys = ShortcutSheet(self)
        self.waiting = WaitingBadge(self)
        self.notices.linesChanged.connect(self.arrange)
        self.own.pictureResized.connect(self._take_aspect, Qt.ConnectionType.QueuedConnection)
        for part in self.findChildren(QWidget):
            part.installEventFilter(self)
            part.setMouseTracking(True)

    def arrange(self) -> None:
        """Put every part in its place for the present size."""
        width, height = self.width(), self.height()
        self.remote.setGeometry(0, 0, width, height)
        controls = self.controls.sizeHint()
        bottom = height - EDGE - controls.height()
        self.controls.setGeometry((width - controls.width()) // 2, bottom, controls.width(), controls.height())
        self._place_tools(bottom)
        self._place_info(bottom, controls.height())
        top = EDGE
        badge = self.waiting.sizeHint()
        self.waiting.setGeometry(EDGE, EDGE - 4, badge.width(), badge.height())
        if not self.notices.isHidden():
            self._place_notices()
        self._place_own(top, min(bottom, self.info.y(), self.tools.y()))
        question = self.question.sizeHint()
        self.question.setGeometry(
            (width - question.width()) // 2,
            bottom - tokens.SPACE_4 - question.height(),
            question.width(),
            question.height(),
        )
        keys = self.keys.sizeHint()
        self.keys.setGeometry((width - keys.width()) // 2, (height - keys.height()) // 2, keys.width(), keys.height())
        card = self.card.sizeHint()
        lowest = min(bottom, self.info.y(), self.tools.y()) - tokens.SPACE_3
        self.card.setGeometry((width - card.width()) // 2, lowest - card.height(), card.width(), card.height())
        security = self.security.sizeHint()
        highest = self.info.y() - tokens.SPACE_3 - security.height()
        self.security.setGeometry(EDGE, max(EDGE, highest), security.width(), security.height())
        self._place_lobby(bottom)

    def _place_notices(self) -> None:
        """In the middle of the upper edge; below the number of those who wait where both do not fit side by side."""
        self.notices.fit(self.width() - 2 * EDGE)
        lines, badge = self.notices.sizeHint(), self.waiting.geometry()
        x, y = (self.width() - lines.width()) // 2, EDGE - 4
        if not self.waiting.isHidden() and x < badge.right() + tokens.SPACE_2:
            y = badge.bottom() + tokens.SPACE_2
        self.notices.setGeometry(x, y, lines.width(), lines.height())

    def _place_tools(self, bottom: int) -> None:
        """Beside the controls where there is room, else above them."""
        size = self.tools.sizeHint()
        x = self.width() - EDGE - size.width()
        fits = x > self.controls.geometry().right() + tokens.SPACE_2
        self.tools.setGeometry(x, bottom if fits else bottom - size.height(), size.width(), size.height())

    def _place_info(self, bottom: int, row: int) -> None:
        """Beside the controls where there is room, else above them."""
        lock = 0 if self.lock.isHidden() else self.lock.width() + tokens.SPACE_1
        beside = self.controls.x() - EDGE - tokens.SPACE_4 - lock
        wanted = self.info.sizeHint()
        if beside >= min(wanted.width(), 280):
            size = QSize(min(wanted.width(), beside), wanted.height())
            y = bottom + (row - size.height()) // 2
        else:
            right = self.width() - EDGE if self.tools.y() >= bottom else self.tools.x() - tokens.SPACE_2
            size = QSize(min(wanted.width(), right - EDGE - lock), wanted.height())
            y = bottom - tokens.SPACE_2 - size.height()
        self.info.setGeometry(EDGE, y, size.width(), size.height())
        self.lock.move(EDGE + size.width() + tokens.SPACE_1, y + (size.height() - self.lock.height()) // 2)

    def _place_own(self, top: int, bottom: int) -> None:
        width = max(SELF_LEAST, min(SELF_MOST, round(self.width() * SELF_SHARE)))
        size = QSize(width, round(width / self._self_aspect))
        highest = round(self.height() * 0.36)
        if size.height() > highest:
            size = QSize(round(highest * self._self_aspect), highest)
        self.own.resize(size)
        self.own.set_area(QRect(EDGE, top, self.width() - 2 * EDGE, max(size.height(), bottom - tokens.SPACE_3 - top)))

    def _place_lobby(self, bottom: int) -> None:
        width = min(self.lobby.width(), self.width() - 2 * EDGE)
        layout = self.lobby.layout()
        height = layout.heightForWidth(width) if layout is not None else 0
        y = max(EDGE, (bottom - height) // 2)
        self.lobby.setGeometry((self.width() - width) // 2, y, width, height)

    def _take_aspect(self, size: QSize) -> None:
        if not size.isEmpty():
            self._self_aspect = size.width() / size.height()
            self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_focus = event.type() is QEvent.Type.FocusIn and watched is not self.remote
        if is_focus or event.type() in MOVEMENTS:
            self.stirred.emit()
        return super().eventFilter(watched, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.stirred.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.stirred.emit()
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.doubleClicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.stirred.emit()
        event.ignore()

    def overlays(self) -> tuple[Fades, ...]:
        """What fades."""
        return (self.controls, self.info, self.lock, self.tools)
