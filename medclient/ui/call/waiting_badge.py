"""How many other patients wait: a silent badge, and nothing else of them, while a call runs."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from medclient.ui import icons, tokens, widgets
from medclient.ui.call.notices import paint_ground
from medclient.ui.translation import Retranslated


class WaitingBadge(Retranslated):
    """No name, no sound, no movement: the patient in the call must not learn of others, and the doctor not be torn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        mark = QLabel()
        icons.set_pixmap(mark, "users", 18, "on_stage_muted")
        self.label = widgets.label(tone="stage-muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE_3, tokens.SPACE_1, tokens.SPACE_3, tokens.SPACE_1)
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(mark)
        row.addWidget(self.label)
        self.hide()

    def show_count(self, count: int) -> None:
        """0 hides it."""
        self.count = count
        self.setVisible(count > 0)
        self.retranslate()

    def retranslate(self) -> None:
        self.label.setText(self.tr("{count} waiting").format(count=self.count))
        self.setToolTip(self.tr("Other patients in the waiting room"))
        self.setAccessibleName(f"{self.toolTip()}: {self.count}")
        self.adjustSize()

    def paintEvent(self, event: object) -> None:
        paint_ground(self)
