"""A message to a patient who is not in a call: posted to the mailbox, it is there when the link is opened."""

import asyncio
import contextlib

from medclient.network.proxy import Proxies
from medclient.protocol import messages
from medclient.protocol.envelope import Role
from medclient.session.events import ConsultationTicket
from medclient.session.mailbox import MailboxClient
from medclient.session.mailbox_connection import MailboxConnection

TIMEOUT_S = 10.0


class NoteRefused(Exception):
    """The service does not take messages for this appointment any more."""


async def send_note(ticket: ConsultationTicket, text: str, proxies: Proxies | None = None) -> None:
    """Post one line of chat and leave.

    Raises:
        NoteRefused: The appointment is over, or the session is signed out.
        TimeoutError: The service was not reachable in time; nothing was posted, or it is not known.
        ValueError: The text is too long.
    """
    await _leave(ticket, messages.Chat(text), proxies)


async def send_delay(ticket: ConsultationTicket, minutes: int, proxies: Proxies | None = None) -> None:
    """Tell the patient that it will be about so many minutes late; 0 takes it back. The page shows it at once.

    Raises:
        NoteRefused, TimeoutError: As with `send_note`.
    """
    await _leave(ticket, messages.Delay(minutes), proxies)


async def _leave(ticket: ConsultationTicket, message: messages.Message, proxies: Proxies | None) -> None:
    client = MailboxClient(ticket.link_id, ticket.secret, Role.PRACTITIONER, ticket.session_token)
    client.post(message)
    connection = MailboxConnection(client, ticket.base_url, lambda event: None, lambda: None, proxies)
    running = asyncio.ensure_future(connection.run())
    settled = asyncio.ensure_future(connection.settled())
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await asyncio.wait({running, settled}, return_when=asyncio.FIRST_COMPLETED)
        if connection.refused:
            raise NoteRefused
    finally:
        for task in (running, settled):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
