"""Files of the chat between disk, clipboard and engine. Nothing is written that the user did not save, or opened."""

import asyncio
import hashlib
import logging
import mimetypes
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSize, QStandardPaths, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QMessageBox, QVBoxLayout, QWidget

from medclient.protocol import file_rules
from medclient.session.engine import Engine
from medclient.session.events import CallSnapshot, CallState
from medclient.ui import pictures
from medclient.ui.background import Background
from medclient.ui.call.chat_panel import ChatPanel

log = logging.getLogger("medclient.ui.files")

LARGE = 0.8
"""Of the screen, for a picture that is looked at."""


class FilesPresenter(QObject):
    """Serves the chat of the call, and the one that is read after it."""

    def __init__(
        self, chat: ChatPanel, read: ChatPanel, engine: Engine, background: Background, say: Callable[[str], None]
    ) -> None:
        """`say` shows a line over the call for a while."""
        super().__init__(chat)
        self._chat = chat
        self._read = read
        self._engine = engine
        self._background = background
        self._say = say
        self._kept: dict[str, bytes] = {}
        """Contents of a consultation that is over, until the next one is opened or the summary left."""
        self._names: dict[str, str] = {}
        self._dialogs: set[QDialog] = set()
        chat.attachPressed.connect(self._choose)
        chat.filesDropped.connect(self._send_paths)
        chat.picturePasted.connect(lambda image: background.spawn(self._send_picture(image)))
        chat.fileAccepted.connect(engine.accept_file)
        chat.fileCancelled.connect(engine.cancel_file)
        for panel in (chat, read):
            panel.fileSaveWanted.connect(lambda file_id, panel=panel: self._save(panel, file_id))
            panel.pictureWanted.connect(lambda file_id, panel=panel: background.spawn(self._enlarge(panel, file_id)))
            panel.fileShown.connect(lambda file_id, panel=panel: background.spawn(self._thumbnail(panel, file_id)))

    def show_snapshot(self, call: CallSnapshot) -> None:
        """A new state of the call; an ended one is kept for reading and saving."""
        files = {entry.id: entry.file for entry in call.chat if entry.file}
        self._names = {file_id: file.name for file_id, file in files.items()}
        if call.state is CallState.ENDED and not self._kept:
            held = [file_id for file_id, file in files.items() if file.held]
            contents = {file_id: self._engine.file_content(file_id) for file_id in held}
            self._kept = {file_id: content for file_id, content in contents.items() if content is not None}
            self._read.set_patient_name(call.patient_name)
            self._read.show_entries(call.chat)
            self._read.setVisible(bool(call.chat))

    def forget(self) -> None:
        """Let go of all that is left of the last consultation."""
        self._kept = {}
        self._names = {}
        self._read.show_entries(())
        self._read.hide()
        for dialog in list(self._dialogs):
            dialog.close()

    def content(self, file_id: str) -> bytes | None:
        return self._kept.get(file_id) or self._engine.file_content(file_id)

    # Sending.

    def _choose(self) -> None:
        dialog = QFileDialog(self._chat)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._send_paths)
        self._open(dialog)

    def _send_paths(self, paths: list[str]) -> None:
        for path in paths:
            self._background.spawn(self._send_file(Path(path)))

    async def _send_file(self, path: Path) -> None:
        try:
            content = await asyncio.to_thread(_read_file, path)
        except OSError as error:
            log.info("a chosen file cannot be read: %s", type(error).__name__)
            self._say(self.tr("{name} cannot be read.").format(name=path.name))
            return
        await self._send(path.name, mimetypes.guess_type(path.name)[0] or "", content)

    async def _send_picture(self, image: QImage) -> None:
        await self._send(self.tr("Picture") + ".png", "image/png", await asyncio.to_thread(_as_png, image))

    async def _send(self, name: str, kind: str, content: bytes) -> None:
        name = file_rules.clean_name(name)
        if not 0 < len(content) <= file_rules.MOST_BYTES or file_rules.is_refused(name):
            self._say(self.tr("{name} was not sent: files of up to 25 MB, and no programs.").format(name=name))
            return
        digest = await asyncio.to_thread(lambda: hashlib.sha256(content).hexdigest())
        self._engine.offer_file(name, kind, content, digest)

    # What has come.

    def _save(self, panel: ChatPanel, file_id: str) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = QFileDialog(panel)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(folder)
        dialog.selectFile(self._names.get(file_id, file_rules.NAMELESS))
        dialog.fileSelected.connect(lambda path: self._background.spawn(self.save_to(file_id, Path(path))))
        self._open(dialog)

    async def save_to(self, file_id: str, path: Path) -> None:
        """Write a received file where the user wants it."""
        content = self.content(file_id)
        if content is None:
            return
        try:
            await asyncio.to_thread(path.write_bytes, content)
        except OSError as error:
            log.warning("a received file could not be saved: %s", type(error).__name__)
            text = self.tr("The file could not be saved there. Choose another folder.")
            self._open(QMessageBox(QMessageBox.Icon.Warning, self.tr("Save file"), text, parent=self._chat.window()))

    async def _thumbnail(self, panel: ChatPanel, file_id: str) -> None:
        image = await self._picture(file_id, panel.thumbnail_size)
        if image:
            panel.show_thumbnail(file_id, image)

    async def _enlarge(self, panel: ChatPanel, file_id: str) -> None:
        room = panel.screen().availableSize() * LARGE
        image = await self._picture(file_id, room * panel.devicePixelRatio())
        if image is None:
            return
        image.setDevicePixelRatio(panel.devicePixelRatio())
        name = self._names.get(file_id, "")
        self._open(PictureDialog(name, image, panel))

    async def _picture(self, file_id: str, most: QSize) -> QImage | None:
        content = self.content(file_id)
        return await asyncio.to_thread(pictures.decode, content, most) if content else None

    def _open(self, dialog: QDialog) -> None:
        """Beside the call, never in its way."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialogs.add(dialog)
        dialog.finished.connect(lambda: self._dialogs.discard(dialog))
        dialog.show()


class PictureDialog(QDialog):
    """A received picture in a window of its own; Escape closes it."""

    def __init__(self, name: str, image: QImage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self.picture = QLabel()
        self.picture.setPixmap(QPixmap.fromImage(image))
        self.picture.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture)


def _read_file(path: Path) -> bytes:
    """One byte more than may be sent, at most: what is too large is not read whole."""
    with path.open("rb") as file:
        return file.read(file_rules.MOST_BYTES + 1)


def _as_png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
