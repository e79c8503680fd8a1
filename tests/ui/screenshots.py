"""`python -m tests.ui.screenshots OUTDIR [NAME ...]`: every scene, light and dark, in both languages.

Names choose scenes by their beginning. Runs without a screen.
"""

import os
import sys
from html import escape
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from medclient.ui import theme, translation
from tests.ui.scenes import Scene, all_scenes


def paint(scene: Scene) -> QPixmap:
    """The scene as it looks at this moment's language and appearance."""
    widget = scene.build()
    if scene.width:
        widget.resize(scene.width, scene.height)
    widget.show()
    if scene.after_show is not None:
        scene.after_show(widget)
    for _ in range(3):  # layouts in layouts, and what is made one part at a time
        QCoreApplication.processEvents()
    picture = widget.grab()
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return picture


def paint_all(app: QApplication, folder: Path, names: tuple[str, ...] = ()) -> list[Path]:
    """Write the pictures and `index.html`; returns the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for language in translation.LANGUAGES:
        translation.install(app, language)
        for dark in (False, True):
            theme.apply(app, dark)
            for scene in all_scenes():
                if names and not scene.name.startswith(names):
                    continue
                file = folder / f"{scene.name}-{language}-{'dark' if dark else 'light'}.png"
                if not paint(scene).save(str(file)):
                    raise OSError(f"cannot write {file}")
                written.append(file)
    figures = "\n".join(
        f'<figure><img src="{escape(file.name)}"><figcaption>{escape(file.stem)}</figcaption></figure>'
        for file in sorted(written)
    )
    (folder / "index.html").write_text(
        "<!doctype html><meta charset=utf-8><title>Screens</title><style>body{font:14px sans-serif}"
        "figure{display:inline-block;margin:8px;max-width:620px}img{max-width:100%}</style>" + figures,
        encoding="utf-8",
    )
    return written


def _complain(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's warnings, but not that the offscreen platform is none."""
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(text + "\n")


def main() -> int:
    if len(sys.argv) < 2:
        sys.stderr.write(__doc__ or "")
        return 2
    qInstallMessageHandler(_complain)
    app = QApplication(sys.argv[:1])
    written = paint_all(app, Path(sys.argv[1]), tuple(sys.argv[2:]))
    sys.stdout.write(f"{len(written)} pictures in {sys.argv[1]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
