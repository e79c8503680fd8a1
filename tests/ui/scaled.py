"""`python -m tests.ui.scaled`: every scene in German as the screen's scale in QT_SCALE_FACTOR makes it.

Prints a line for each text that is cut off and each control that cannot be reached; nothing where all is well.
"""

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from medclient.ui import theme, translation
from tests.ui.cut_off import out_of_reach, texts_cut_off
from tests.ui.scenes import Scene, all_scenes

SMALL_SCREEN = QSize(853, 533)
"""What 1280x800 is at 150 %."""


def problems(scene: Scene) -> list[str]:
    """In the scene's own size, and on a small screen."""
    widget = scene.build()
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    found = []
    own = QSize(scene.width, scene.height) if scene.width else widget.sizeHint()
    for size in (own, own.boundedTo(SMALL_SCREEN)):
        widget.resize(size)
        if not widget.isVisible():
            widget.show()
            if scene.after_show is not None:
                scene.after_show(widget)
        for _ in range(4):  # what a page makes one part at a time is there then
            QCoreApplication.processEvents()
        found += [f"{size.toTuple()}: {each}" for each in (*texts_cut_off(widget), *out_of_reach(widget))]
        if size == own == own.boundedTo(SMALL_SCREEN):
            break
    if widget.width() > SMALL_SCREEN.width() or widget.height() > SMALL_SCREEN.height():
        found.append(f"does not fit a small screen: {widget.size().toTuple()}")
    _let_go(widget)
    return [f"{scene.name}: {each}" for each in found]


def _let_go(widget: QWidget) -> None:
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main() -> int:
    app = QApplication(sys.argv[:1])
    translation.install(app, "de")
    theme.apply(app, False)
    for scene in all_scenes():
        for each in problems(scene):
            print(each)
    return 0


if __name__ == "__main__":
    sys.exit(main())
