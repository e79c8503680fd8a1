"""Everything for reading a card that is held into the camera, and the tick for what was said about it."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from medclient.ui import tokens, widgets
from medclient.ui.appointments import texts
from medclient.ui.call import shortcuts
from medclient.ui.call.notices import paint_ground
from medclient.ui.translation import Retranslated


class CardBar(Retranslated):
    """Over the picture, above the controls; hidden until somebody wants it."""

    zoomInPressed = Signal()
    zoomOutPressed = Signal()
    holdPressed = Signal(bool)
    sharpenPressed = Signal(bool)
    stillPressed = Signal()
    """Ask the patient's camera for a sharp still."""
    coverConfirmed = Signal(bool)
    """The patient has said aloud that they are insured; taken back with False."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cover_at: datetime | None = None
        self._percent = 100
        self._fetching: int | None = None
        self.zoom_out = widgets.icon_button("", "zoom-out", "stage")
        self.zoom_in = widgets.icon_button("", "zoom-in", "stage")
        self.percent = widgets.label(tone="stage")
        self.hold = widgets.button("", "stage", "pause")
        self.sharpen = widgets.button("", "stage", "sparkles")
        for switch in (self.hold, self.sharpen):
            switch.setCheckable(True)
        self.still = widgets.button("", "stage", "camera")
        self.cover = QCheckBox()
        self.cover.setProperty("tone", "stage")
        self.close_button = widgets.icon_button("", "x", "stage")
        self.zoom_in.clicked.connect(self.zoomInPressed)
        self.zoom_out.clicked.connect(self.zoomOutPressed)
        self.hold.clicked.connect(self.holdPressed)
        self.sharpen.clicked.connect(self.sharpenPressed)
        self.still.clicked.connect(self.stillPressed)
        self.cover.clicked.connect(self.coverConfirmed)
        self.close_button.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SPACE_3, tokens.SPACE_2, tokens.SPACE_3, tokens.SPACE_2)
        column.setSpacing(tokens.SPACE_2)
        for parts in (
            (self.zoom_out, self.percent, self.zoom_in, self.hold, self.sharpen, None, self.close_button),
            (self.still, None, self.cover),
        ):
            row = QHBoxLayout()
            row.setSpacing(tokens.SPACE_2)
            for part in parts:
                if part is None:
                    row.addSpacing(tokens.SPACE_3)
                    row.addStretch(1)
                else:
                    row.addWidget(part)
            column.addLayout(row)
        self.retranslate()
        self.hide()

    def show_view(self, percent: int, *, held: bool, sharp: bool, has_picture: bool) -> None:
        """How the picture is looked at now."""
        self._percent = percent
        self.hold.setChecked(held)
        self.sharpen.setChecked(sharp)
        for part in (self.zoom_in, self.zoom_out, self.hold, self.sharpen):
            part.setEnabled(has_picture)
        self.retranslate()

    def show_cover(self, at: datetime | None) -> None:
        """When the cover was confirmed aloud, if it was."""
        self._cover_at = at
        self.cover.setChecked(at is not None)
        self.retranslate()

    def show_still(self, percent: int | None, *, can_ask: bool) -> None:
        """How far a still that was asked for has come; None: none is under way."""
        self._fetching = percent
        self.still.setEnabled(can_ask and percent is None)
        self.retranslate()

    def retranslate(self) -> None:
        widgets.rename(self.zoom_out, self.tr("Smaller"))
        widgets.rename(self.zoom_in, self.tr("Larger"))
        self.zoom_out.setToolTip(f"{self.tr('Smaller')} ({shortcuts.native(shortcuts.ZOOM_OUT)})")
        self.zoom_in.setToolTip(f"{self.tr('Larger')} ({shortcuts.native(shortcuts.ZOOM_IN)})")
        self.percent.setText(f"{self._percent} %")
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance("888 %"))
        self.hold.setText(self.tr("Go on") if self.hold.isChecked() else self.tr("Hold"))
        self.hold.setToolTip(self.tr("Keep this picture on the screen ({key}); it is never stored").format(key="H"))
        self.sharpen.setText(self.tr("Sharpen"))
        self.still.setText(
            self.tr("Sharp still")
            if self._fetching is None
            else self.tr("Still: {percent} %").format(percent=self._fetching)
        )
        self.still.setToolTip(self.tr("A photo by the patient's camera, in its full size; it is never stored"))
        self.cover.setText(
            self.tr("Insurance confirmed aloud")
            if self._cover_at is None
            else self.tr("Insurance confirmed aloud at {time}").format(time=texts.clock(self._cover_at))
        )
        widgets.rename(self.close_button, self.tr("Close card view"))

    def paintEvent(self, event: object) -> None:
        paint_ground(self)
