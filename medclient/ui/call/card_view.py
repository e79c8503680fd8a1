"""The card view: what its bar, the keys and the mouse do to the patient's picture."""

from datetime import datetime

import av
from PySide6.QtCore import QObject, Signal

from medclient.ui.call.card_bar import CardBar
from medclient.ui.video.magnified import MagnifiedVideo


class CardView(QObject):
    """Open while its bar is shown. A picture that is enlarged or held always has the bar that ends it."""

    stillRequested = Signal()
    coverConfirmed = Signal(bool)
    changed = Signal()
    """Its bar came, went, or is of another size."""

    def __init__(self, picture: MagnifiedVideo, bar: CardBar, parent: QObject) -> None:
        super().__init__(parent)
        self._picture = picture
        self._bar = bar
        self._usable = False
        bar.zoomInPressed.connect(picture.zoom_in)
        bar.zoomOutPressed.connect(picture.zoom_out)
        bar.holdPressed.connect(picture.set_held)
        bar.sharpenPressed.connect(picture.set_sharp)
        bar.stillPressed.connect(self.stillRequested)
        bar.coverConfirmed.connect(self.coverConfirmed)
        bar.closed.connect(self.close)
        picture.viewChanged.connect(self._draw)

    @property
    def is_open(self) -> bool:
        return not self._bar.isHidden()

    def set_usable(self, usable: bool) -> None:
        """Whether there is a patient in the call whose card could be read."""
        if usable != self._usable:
            self._usable = usable
            if not usable:
                self.close()

    def open(self) -> None:
        if self._usable and not self.is_open:
            self._bar.show()
            self._draw()

    def close(self) -> None:
        """Back to the live picture at its own size; what was held is gone."""
        self._bar.hide()
        self._picture.reset()
        self.changed.emit()

    def toggle(self) -> None:
        if self.is_open:
            self.close()
        else:
            self.open()

    def toggle_hold(self) -> None:
        if self._usable:
            self._picture.set_held(not self._picture.held)

    def zoom_in(self) -> None:
        if self._usable:
            self._picture.zoom_in()

    def zoom_out(self) -> None:
        if self._usable:
            self._picture.zoom_out()

    def reset(self) -> None:
        self._picture.reset()

    def show_cover(self, at: datetime | None) -> None:
        """When the cover was confirmed aloud."""
        self._bar.show_cover(at)

    def show_still(self, still: av.VideoFrame) -> None:
        """A still of the patient's camera has come."""
        if self._usable:
            self._picture.show_still(still)

    def show_fetching(self, percent: int | None, *, can_ask: bool) -> None:
        """How far a still that was asked for has come; None: none is under way."""
        self._bar.show_still(percent, can_ask=can_ask)

    def _draw(self) -> None:
        picture = self._picture
        if not picture.is_neutral and self._usable:
            self._bar.show()
        self._bar.show_view(
            round(picture.magnifier.zoom * 100),
            held=picture.held,
            sharp=picture.sharp,
            has_picture=picture.has_picture,
        )
        self.changed.emit()
