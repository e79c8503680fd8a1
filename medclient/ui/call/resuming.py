"""After a crash in a call: the program goes back into it."""

import asyncio
import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from medclient.practice.appointments import Appointment
from medclient.practice.client import PracticeClient
from medclient.practice.errors import PracticeError, ServiceUnreachable, SignedOut
from medclient.practice.open_call import OpenCallNote
from medclient.ui.background import Background
from medclient.ui.call.control_bar import ACCEPTED
from medclient.ui.call.presenter import CallPresenter

log = logging.getLogger("medclient.ui.call.resuming")

NOTE_EVERY_MS = 15_000
"""How often it is noted that a call still runs."""
AGAIN_S = 1.0
"""Between two tries to read the call that was running, where the service does not answer."""


class Resuming(QObject):
    """Notes the call that runs, until it is left."""

    def __init__(self, call: CallPresenter, note: OpenCallNote, background: Background) -> None:
        super().__init__(call)
        self._call = call
        self._note = note
        self._background = background
        self._over = False
        self._timer = QTimer(self, interval=NOTE_EVERY_MS)
        self._timer.timeout.connect(self.look)
        call.stateChanged.connect(self.look)

    def look(self) -> None:
        """A call that runs is noted."""
        call = self._call.snapshot
        if call.state in ACCEPTED and call.started_at and not self._over:
            self._note.link_id = call.link_id
            self._background.spawn(asyncio.to_thread(self._note.write))
            self._timer.start()

    def forget(self) -> None:
        """The call is over, or was left on purpose."""
        self._timer.stop()
        self._note.clear()

    def stop(self) -> None:
        """The program ends: nothing is noted any more."""
        self._over = True
        self.forget()

    async def go_back(self, client: PracticeClient, in_call: Callable[[], bool]) -> Appointment | None:
        """The call to go back into, whatever day it began on; None if there is none."""
        while link_id := await asyncio.to_thread(self._note.read):
            if in_call():
                return None
            try:
                appointment = await asyncio.to_thread(client.appointment, link_id)
            except ServiceUnreachable:
                await asyncio.sleep(AGAIN_S)
                continue
            except SignedOut:
                return None
            except PracticeError as error:
                log.info("the call that was running could not be read: %s", type(error).__name__)
                break
            if not appointment.started_at or appointment.ended_at:
                break
            log.info("going back into the call that was running")
            return appointment
        self._note.clear()
        return None
