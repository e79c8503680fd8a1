"""What lies over the picture: fades when nobody moves, and comes back at once."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, QVariantAnimation, Signal

from medclient.ui.call import motion

IDLE_MS = 3000


class Fades(Protocol):
    """Something over the picture that can be seen through.

    It paints itself with an opacity instead of carrying a graphics effect, which would render it twice for every
    frame of the picture below. When it cannot be seen it lets the mouse through, but stays in the focus chain.
    """

    def set_opacity(self, opacity: float) -> None: ...


class Fader(QObject):
    """Fades overlays out after some seconds without movement, as long as `may_fade` allows it."""

    changed = Signal(bool)
    """Whether the overlays are shown (True as soon as they begin to come back)."""

    def __init__(self, overlays: tuple[Fades, ...], may_fade: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._overlays = overlays
        self._may_fade = may_fade
        self._shown = True
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._on_idle)
        self._animation = QVariantAnimation(self, startValue=1.0, endValue=1.0)
        self._animation.valueChanged.connect(self._apply)

    @property
    def is_shown(self) -> bool:
        return self._shown

    @property
    def idle_ms(self) -> int:
        return self._idle.interval()

    def set_idle_ms(self, milliseconds: int) -> None:
        self._idle.setInterval(milliseconds)

    def stir(self) -> None:
        """Somebody moved: show everything, and begin to count anew."""
        self._idle.start()
        if not self._shown:
            self._shown = True
            self._animation.stop()
            self._apply(1.0)
            self.changed.emit(True)

    def _on_idle(self) -> None:
        if not self._may_fade():
            self._idle.start()
            return
        self._shown = False
        self.changed.emit(False)
        duration = motion.duration_ms()
        if duration == 0:
            self._apply(0.0)
            return
        self._animation.setStartValue(1.0)
        self._animation.setEndValue(0.0)
        self._animation.setDuration(duration)
        self._animation.start()

    def _apply(self, opacity: float) -> None:
        for overlay in self._overlays:
            overlay.set_opacity(float(opacity))
