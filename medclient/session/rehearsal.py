"""The practice patient: a peer in a process of its own with which a practitioner can rehearse a call alone.

It does what the patient's page does: joins with the link, says hello with a name and consent, accepts, offers, and
offers again when asked. It shows a moving picture with a bar code, speaks, answers the chat once, and reports what
it saw and heard, by content, as one JSON line when it ends.

`medclient` starts it as a child of its own; the link comes in on standard input, so that no process list shows it.
When standard input ends, its parent is gone and it ends too.
"""

import asyncio
import contextlib
import json
import logging
import sys
import threading
import time
from datetime import UTC, datetime
from typing import Any

from aiortc import RTCDataChannel, RTCSessionDescription

from medclient import memory
from medclient.protocol import messages, security_code
from medclient.protocol.access_link import AccessLink, InvalidAccessLink
from medclient.protocol.envelope import Role, patient_token
from medclient.session import aiortc_seam, mailbox
from medclient.session.flow_meter import FlowMeter
from medclient.session.mailbox_connection import MailboxConnection
from medclient.session.mutual_view import MutualView, Sides
from medclient.session.rehearsal_media import RehearsalReceiver, RehearsalSource
from medclient.session.rtp.audio_buffer import AudioBuffer
from medclient.session.tracks import BLOCK_SAMPLES, SAMPLE_RATE
from medclient.session.transport import open_channel

log = logging.getLogger("medclient.session.rehearsal")

NAME = "Übungspatient"
ALL_ON = Sides(True, True, True, True)
LOOK_EVERY_S = 0.25
ACCEPT_AFTER_S = 0.8
"""A person needs a moment to press the button."""
REPLY = "Ich sehe und höre Sie gut."


class PracticePatient:
    """One practice patient; ends when the practitioner hangs up."""

    def __init__(self, link: AccessLink) -> None:
        token = patient_token(link.secret, link.link_id)
        self._client = mailbox.MailboxClient(link.link_id, link.secret, Role.PATIENT, token)
        self._connection = MailboxConnection(self._client, link.base_url, self._event, lambda: None)
        self._peer: aiortc_seam.PeerConnection | None = None
        self._certificate = aiortc_seam.new_certificate()
        self._practitioner = ""
        self._call = ""
        self._nonce = security_code.new_nonce()
        self._revealed = False
        self._greeted = False
        self._replied = False
        self._lines = 0
        """Of chat, that have come."""
        self._mutual = MutualView(0, datetime.now(UTC), ALL_ON)
        self._over = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._source = RehearsalSource()
        self._receiver = RehearsalReceiver()
        self._sound: AudioBuffer | None = None

    async def run(self) -> dict[str, Any]:
        """Take part until hung up; returns what was received."""
        connection = asyncio.create_task(self._connection.run())
        over = asyncio.create_task(self._over.wait())
        self._source.start()
        self._spawn(self._listen())
        try:
            await asyncio.wait({connection, over}, return_when=asyncio.FIRST_COMPLETED)
            return self._receiver.summary()
        finally:
            self._source.stop()
            for task in (connection, over, *self._tasks):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            if self._peer:
                await self._peer.close()

    def stop(self) -> None:
        self._over.set()

    def _event(self, event: mailbox.MailboxEvent) -> None:
        if isinstance(event, mailbox.CaughtUp) and not self._greeted:
            self._greeted = True
            self._post(messages.Hello(NAME, datetime.now(UTC).isoformat(), "", True, True))
        elif isinstance(event, mailbox.Ended):
            self._over.set()
        elif isinstance(event, mailbox.Opened) and event.sender is Role.PRACTITIONER:
            self._message(event)

    def _message(self, event: mailbox.Opened) -> None:
        message = event.message
        if isinstance(message, messages.HangUp):
            self._over.set()
        elif isinstance(message, messages.Chat):
            self._lines += 1
            self._post(messages.Receipt(self._lines, self._lines))
            if not self._replied and self._call:
                self._replied = True
                self._post(messages.Chat(REPLY))
        elif getattr(message, "to", self._client.instance) != self._client.instance:
            return
        elif isinstance(message, messages.Ring):
            self._practitioner, self._call = event.instance, message.call
            self._spawn(self._accept(message))
        elif isinstance(message, messages.Still):
            self._post(messages.StillRefused(event.instance, message.id, "no camera"))
        elif isinstance(message, messages.Connect):
            self._practitioner, self._call = event.instance, message.call
            self._spawn(self._offer(message.generation))
        elif isinstance(message, messages.Answer) and self._peer:
            self._spawn(self._peer.setRemoteDescription(RTCSessionDescription(message.sdp, "answer")))
            if message.nonce and not self._revealed:
                self._revealed = True
                self._post(messages.Reveal(self._practitioner, self._nonce))

    async def _accept(self, ring: messages.Ring) -> None:
        await asyncio.sleep(ACCEPT_AFTER_S)
        self._post(messages.Accept(self._practitioner, ring.call))
        await self._offer(ring.generation)

    async def _offer(self, generation: int) -> None:
        earlier = self._peer
        # The practitioner answers at once with the way inside this computer: an earlier answer cannot follow.
        self._peer = peer = aiortc_seam.create_peer_connection(self._certificate)
        audio, video = self._source.feeds(asyncio.get_running_loop())
        peer.addTransceiver(audio, "sendrecv")
        peer.addTransceiver(video, "sendrecv")
        channel = open_channel(peer, self._told)
        self._mutual = MutualView(generation, datetime.now(UTC), ALL_ON)
        peer.media_receivers["video"].on_frame = self._receiver.picture
        self._sound = peer.media_receivers["audio"].buffer
        await peer.setLocalDescription(await peer.createOffer())
        commitment = security_code.commitment(self._nonce)
        self._post(messages.Offer(self._practitioner, generation, peer.localDescription.sdp, commitment))
        self._post(messages.Candidate(self._practitioner, generation, "", "0"))
        if earlier:
            await earlier.close()
        await self._beat(peer, channel)

    async def _listen(self) -> None:
        """Hear 20 ms of sound every 20 ms, as a speaker would."""
        begun, blocks = time.monotonic(), 0
        while True:
            blocks += 1
            if self._sound:
                self._receiver.sound(self._sound.pull(BLOCK_SAMPLES))
            await asyncio.sleep(max(0.0, begun + blocks * BLOCK_SAMPLES / SAMPLE_RATE - time.monotonic()))

    async def _beat(self, peer: aiortc_seam.PeerConnection, channel: RTCDataChannel) -> None:
        """Tell the practitioner what arrives here, for as long as this is the newest transport."""
        meter = FlowMeter(peer)
        while peer is self._peer:
            now = datetime.now(UTC)
            await meter.look(now)
            self._mutual.flows(meter.flow, now)
            beat, post = self._mutual.due(self._practitioner, now)
            if beat and channel.readyState == "open":
                channel.send(json.dumps(beat.to_content()))
            if beat and post and meter.rtp_at:
                self._post(beat)
            await asyncio.sleep(LOOK_EVERY_S)

    def _told(self, text: str) -> None:
        with contextlib.suppress(ValueError):
            message = messages.parse(json.loads(text))
            if isinstance(message, messages.Heartbeat):
                self._mutual.told(message, datetime.now(UTC))

    def _post(self, message: messages.Message) -> None:
        self._client.post(message)
        self._connection.flush()

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("the practice patient failed", exc_info=error)
            self._over.set()


async def _run(link: AccessLink) -> dict[str, Any]:
    patient = PracticePatient(link)
    loop = asyncio.get_running_loop()

    def wait_for_parent() -> None:
        sys.stdin.read()
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            loop.call_soon_threadsafe(patient.stop)

    threading.Thread(target=wait_for_parent, name="parent", daemon=True).start()
    return await patient.run()


def main() -> int:
    """Read the link from standard input, take part, print the report."""
    logging.basicConfig(level=logging.WARNING)
    memory.be_sparing()
    try:
        link = AccessLink.parse(sys.stdin.readline())
    except InvalidAccessLink:
        print(json.dumps({"error": "invalid_link"}), flush=True)
        return 2
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        print(json.dumps(runner.run(_run(link))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
