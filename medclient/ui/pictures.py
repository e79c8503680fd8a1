"""Pictures that came from somebody else, decoded with limits: of few formats, of bearable size."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

MOST_PIXELS = 50_000_000
MOST_MEGABYTES = 256
FORMATS = frozenset({"png", "jpeg", "gif", "webp"})
"""Those that browsers make; nothing that holds scripts, fonts or other files."""


def decode(content: bytes, most: QSize) -> QImage | None:
    """The picture in `content`, no larger than `most`; None where it is none that is taken. May run on any thread."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).decode() not in FORMATS:
        return None
    size = reader.size()
    if not size.isValid() or size.isEmpty() or size.width() * size.height() > MOST_PIXELS:
        return None
    QImageReader.setAllocationLimit(MOST_MEGABYTES)
    if size.width() > most.width() or size.height() > most.height():
        # Before a turn by EXIF, the sides may be exchanged: a square that fits either way.
        edge = min(most.width(), most.height()) if _is_turned(reader) else None
        reader.setScaledSize(size.scaled(QSize(edge, edge) if edge else most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def _is_turned(reader: QImageReader) -> bool:
    return bool(reader.transformation().value & 4)
