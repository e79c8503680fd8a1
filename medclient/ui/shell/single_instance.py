"""One program for each data folder: a second start hands what it was asked to the first, and ends."""

import hashlib
import json
import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from medclient.protocol.access_link import is_link_id

log = logging.getLogger("medclient.ui.shell.single_instance")

TIMEOUT_MS = 3000
MOST_BYTES = 1024
HEARD = b"heard\n"


def server_name(data_dir: Path) -> str:
    """The same for the same folder, short enough for every system, and telling nothing."""
    return "medclient-" + hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:24]


class FirstInstance(QObject):
    """Listens for later starts; only this user's programs reach it."""

    asked = Signal(str)
    """Somebody has started the program again: the link id to open, or empty."""

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        name = server_name(data_dir)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        # Whoever holds the lock of the folder is alone: what is left of the name is a crashed program's.
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            log.warning("later starts cannot be heard: %s", self._server.serverError())

    def close(self) -> None:
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._listen(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._listen(socket)

    def _listen(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > MOST_BYTES:
            socket.abort()
        elif socket.canReadLine():
            link_id = read(bytes(socket.readLine().data()))
            socket.write(HEARD)
            socket.flush()
            socket.disconnectFromServer()
            self.asked.emit(link_id)


def read(line: bytes) -> str:
    """The link id in what a later start says; empty for everything that is none."""
    try:
        asked = json.loads(line)
        link_id = asked.get("open") if isinstance(asked, dict) else None
    except (ValueError, RecursionError):
        return ""
    return link_id if isinstance(link_id, str) and is_link_id(link_id) else ""


def hand_over(data_dir: Path, link_id: str) -> bool:
    """Tell the first program what this start was asked for; whether it has heard. Blocks for seconds at most."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(data_dir))
    if not socket.waitForConnected(TIMEOUT_MS):
        return False
    socket.write(json.dumps({"open": link_id} if link_id else {}).encode() + b"\n")
    socket.flush()
    heard = b""
    while not heard.endswith(b"\n"):
        more = socket.waitForReadyRead(TIMEOUT_MS)
        heard += bytes(socket.readAll().data())  # what came before the other end has gone, too
        if not more:
            break
    socket.disconnectFromServer()
    return heard == HEARD
