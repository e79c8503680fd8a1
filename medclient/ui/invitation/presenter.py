"""Hands an appointment's link to the patient: mail program, calendar file, printer, PDF."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog

from medclient.practice.appointments import Appointment, Way
from medclient.practice.client import PracticeClient
from medclient.ui.appointments.notices import Notice
from medclient.ui.appointments.page import AppointmentsPage
from medclient.ui.appointments.presenter import AppointmentsPresenter
from medclient.ui.background import Background
from medclient.ui.invitation import sheet
from medclient.ui.invitation.calendar_file import calendar_file
from medclient.ui.invitation.email import mailto
from medclient.ui.invitation.wording import Invitation

log = logging.getLogger("medclient.ui.invitation")


class InvitationPresenter(QObject):
    """Every dialog is opened and left alone: nothing waits for it."""

    def __init__(
        self,
        page: AppointmentsPage,
        appointments: AppointmentsPresenter,
        client: PracticeClient,
        clock: Callable[[], datetime],
        background: Background,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._appointments = appointments
        self._client = client
        self._clock = clock
        self._background = background
        self._open_url = open_url
        self.dialog: QDialog | None = None
        """The file or print dialog that is open."""
        appointments.handedOver.connect(self.hand_over)

    def hand_over(self, link_id: str, way: Way, printed: bool) -> None:
        """`printed`: on paper rather than as PDF."""
        appointment = self._appointments.find(link_id)
        if appointment is None or not appointment.readable:
            self._page.show_notice(Notice.FILE_FAILED)
            return
        invitation = self.invitation(appointment)
        if way is Way.EMAIL:
            self._email(invitation)
        elif way is Way.CALENDAR:
            self._ask_file(invitation, way, "ics", self._write_calendar)
        elif printed:
            self._print(invitation)
        else:
            self._ask_file(invitation, way, "pdf", self._write_pdf)

    def invitation(self, appointment: Appointment) -> Invitation:
        """What the patient is told; the practice's number as it was last read."""
        row, session, profile = self._appointments.row(appointment), self._client.session, self._client.profile()
        practitioner = row.practitioner or (session.display_name if row.own and session.role != "staff" else "")
        return Invitation(
            link_id=row.link_id,
            link=row.link,
            patient=row.name,
            starts_at=row.starts_at,
            duration_minutes=row.duration_minutes,
            language=row.language,
            practice=session.practice_name,
            practitioner=practitioner,
            telephone=profile.telephone,
            address=profile.address,
            email=row.email,
            version=row.version,
        )

    def _email(self, invitation: Invitation) -> None:
        if self._open_url(QUrl.fromEncoded(mailto(invitation).encode("ascii"))):
            self._done(invitation, Way.EMAIL, Notice.MAIL_OPENED)
        else:
            self._page.show_notice(Notice.NO_MAIL_PROGRAM)

    def _ask_file(
        self, invitation: Invitation, way: Way, suffix: str, write: Callable[[Invitation, Path], None]
    ) -> None:
        day = invitation.starts_at.astimezone().strftime("%Y-%m-%d-%H%M")
        # No name in it: folders are looked into over shoulders.
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        dialog = QFileDialog(self._page, "", str(folder / f"{self._file_name(way)}-{day}.{suffix}"), f"*.{suffix}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(
            lambda file: self._background.spawn(self._write(invitation, way, Path(file), write))
        )
        self._open(dialog)

    def _file_name(self, way: Way) -> str:
        return (
            QCoreApplication.translate("InvitationFile", "appointment")
            if way is Way.CALENDAR
            else QCoreApplication.translate("InvitationFile", "invitation")
        )

    async def _write(
        self, invitation: Invitation, way: Way, file: Path, write: Callable[[Invitation, Path], None]
    ) -> None:
        try:
            await asyncio.to_thread(write, invitation, file)
        except (OSError, sheet.SheetFailed) as error:
            log.warning("an invitation could not be saved: %s", type(error).__name__)
            self._page.show_notice(Notice.FILE_FAILED)
        else:
            self._done(invitation, way, Notice.FILE_SAVED)

    def _write_calendar(self, invitation: Invitation, file: Path) -> None:
        file.write_bytes(calendar_file(invitation, self._clock()))

    def _write_pdf(self, invitation: Invitation, file: Path) -> None:
        sheet.write_pdf(invitation, str(file))

    def _print(self, invitation: Invitation) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self._page.show_notice(Notice.NO_PRINTER)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(sheet.page_layout())
        dialog = QPrintDialog(printer, self._page)
        dialog.accepted.connect(lambda: self._send_to_printer(invitation, printer))
        self._open(dialog)

    def _send_to_printer(self, invitation: Invitation, printer: QPrinter) -> None:
        try:
            sheet.paint(invitation, printer, printer.resolution())
        except sheet.SheetFailed:
            self._page.show_notice(Notice.NO_PRINTER)
        else:
            self._done(invitation, Way.SHEET, Notice.PRINTED)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _done(self, invitation: Invitation, way: Way, notice: Notice) -> None:
        self._page.show_notice(notice)
        self._background.spawn(self._appointments.changes.note_handover(invitation.link_id, way))
