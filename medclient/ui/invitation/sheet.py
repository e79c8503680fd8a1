"""An invitation on paper: one sheet of A4 with the code, painted on a printer or into a PDF."""

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from medclient.ui import tokens
from medclient.ui.appointments.qr_code import modules
from medclient.ui.invitation.wording import Invitation, Wording

MARGIN_MM = 20
_RESOLUTION = 300
_INK = tokens.LIGHT.text
_QUIET = tokens.LIGHT.muted
_ACCENT = tokens.LIGHT.accent_text


class SheetFailed(Exception):
    """The printer or the file does not take it."""


def page_layout() -> QPageLayout:
    """A4, upright."""
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
    )


def write_pdf(invitation: Invitation, file: str) -> None:
    """Raises: SheetFailed."""
    writer = QPdfWriter(file)
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(page_layout())
    writer.setTitle(Wording(invitation).title)
    writer.setCreator("medclient")
    paint(invitation, writer, _RESOLUTION)


def paint(invitation: Invitation, device: QPagedPaintDevice, dots_per_inch: int) -> None:
    """Paint the sheet.

    Raises:
        SheetFailed: The device cannot be painted on.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise SheetFailed
    try:
        area = device.pageLayout().paintRectPixels(dots_per_inch)
        _Sheet(painter, QRectF(0, 0, area.width(), area.height()), dots_per_inch / 25.4).write(invitation)
    finally:
        if not painter.end():
            raise SheetFailed


class _Sheet:
    """A pen that goes down the page; all measures in millimetres."""

    def __init__(self, painter: QPainter, area: QRectF, dots_per_mm: float) -> None:
        self._painter = painter
        self._area = area
        self._mm = dots_per_mm
        self._y = 0.0

    def write(self, invitation: Invitation) -> None:
        wording = Wording(invitation)
        self._text(wording.with_whom, 10, _QUIET)
        self._text(invitation.address, 9, _QUIET)
        self._space(8)
        self._text(wording.title, 24, _INK, bold=True)
        self._text(invitation.patient, 14, _INK)
        self._space(4)
        self._text(wording.when, 16, _ACCENT, bold=True)
        self._text(wording.access, 11, _INK)
        self._space(8)
        self._code(invitation.link, 62)
        self._space(4)
        self._text(wording.scan, 10, _QUIET)
        self._text(invitation.link, 8, _INK, anywhere=True)
        self._space(7)
        self._heading(wording.steps_heading)
        for number, step in enumerate(wording.steps, 1):
            self._item(f"{number}.", step)
        self._space(4)
        self._heading(wording.needs_heading)
        for need in wording.needs:
            self._item("–", need)
        self._space(6)
        self._text(wording.call_us, 12, _INK, bold=True)
        self._space(2)
        self._text(wording.secrecy, 9, _QUIET)

    def _font(self, points: float, *, bold: bool = False) -> QFont:
        font = QFont(self._painter.font())
        font.setPixelSize(max(1, round(points * 25.4 / 72 * self._mm)))
        font.setBold(bold)
        return font

    def _space(self, mm: float) -> None:
        self._y += mm * self._mm

    def _heading(self, text: str) -> None:
        self._text(text, 12, _INK, bold=True)
        self._space(1)

    def _text(
        self, text: str, points: float, color: str, *, bold: bool = False, anywhere: bool = False, indent: float = 0
    ) -> None:
        """A paragraph over the whole width; nothing where there is none."""
        if not text:
            return
        font = self._font(points, bold=bold)
        flags = int(Qt.TextFlag.TextWrapAnywhere if anywhere else Qt.TextFlag.TextWordWrap)
        left = indent * self._mm
        room = QRectF(left, self._y, self._area.width() - left, self._area.height())
        needed = QFontMetricsF(font, self._painter.device()).boundingRect(room, flags, text)
        self._painter.setFont(font)
        self._painter.setPen(QColor(color))
        self._painter.drawText(QRectF(room.topLeft(), needed.size()).adjusted(0, 0, self._mm, self._mm), flags, text)
        self._y += needed.height() + 1.2 * self._mm

    def _item(self, mark: str, text: str) -> None:
        top = self._y
        self._text(text, 11, _INK, indent=6)
        below, self._y = self._y, top
        self._text(mark, 11, _QUIET)
        self._y = below

    def _code(self, link: str, side_mm: float) -> None:
        """As lines and areas, so that it is sharp in every size."""
        rows = modules(link)
        module = side_mm * self._mm / len(rows)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor("black"))
        origin = QPointF(0, self._y)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    # A hair larger, so that no white line shows between two of them.
                    self._painter.drawRect(
                        QRectF(origin.x() + x * module, origin.y() + y * module, module * 1.02, module * 1.02)
                    )
        self._y += side_mm * self._mm
