"""One consultation at work: performs what the `Call` decides, and tells it what happens.

Everything here runs on the engine's loop.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import timedelta

import av

from medclient.network.proxy import Proxies
from medclient.protocol import messages
from medclient.protocol.envelope import Role
from medclient.session import aiortc_seam, call_effects, call_events, file_transfer, mailbox, tasks
from medclient.session.call import Call
from medclient.session.delivery_watch import DeliveryWatch
from medclient.session.events import CallSnapshot, CallState, ConsultationTicket, EndedBy, Problem
from medclient.session.forward_clock import ForwardClock
from medclient.session.ice.servers import IceServers
from medclient.session.ice.ways import Ways
from medclient.session.mailbox_connection import MailboxConnection
from medclient.session.network_watch import AddressesChanged, watch_addresses
from medclient.session.outbox import Outbox
from medclient.session.rtp.audio_buffer import AudioBuffer
from medclient.session.statistics import StatisticsRing
from medclient.session.tracks import AudioFeed, VideoFeed
from medclient.session.transport import OfferError, Transport
from medclient.session.verification import Verification

log = logging.getLogger("medclient.session.consultation")

SAMPLE_EVERY_S = 0.25
SAMPLE_EAGERLY_S = 0.08
LISTEN_AFTER = timedelta(seconds=0.2)
"""Silence after which it is looked more often."""
STATISTICS_EVERY_S = 1.0
PUMP_EVERY_S = 0.02
"""How often it is looked whether more of a file may go; what is acknowledged lets it go at once."""
FAREWELL_S = 5.0
"""How long a consultation that is left waits for the service to take its last words."""

IN_TROUBLE = frozenset({CallState.UNSTABLE, CallState.RECONNECTING})

REFUSALS: dict[str, Problem | None] = {
    "unauthorised": Problem.SIGNED_OUT,
    "forbidden": Problem.SIGNED_OUT,
    "unknown_link": Problem.LINK_CLOSED,
    "replaced": Problem.REPLACED,
    "over": None,
    "not_yet_open": Problem.LINK_CLOSED,
}


class Consultation:
    """Mailbox, call and transports of one appointment."""

    def __init__(
        self,
        ticket: ConsultationTicket,
        fetch_ice_servers: Callable[[ConsultationTicket], Awaitable[IceServers]],
        on_snapshot: Callable[[CallSnapshot], None],
        on_video: Callable[[av.VideoFrame], None],
        on_sound: Callable[[AudioBuffer | None], None],
        on_feeds: Callable[[list[VideoFeed], list[AudioFeed]], None],
        *,
        camera: bool,
        microphone: bool,
        proxies: Proxies | None = None,
        outbox: Outbox | None = None,
    ) -> None:
        self._ticket = ticket
        self._outbox = outbox
        self._on_snapshot = on_snapshot
        self._on_video = on_video
        self._on_sound = on_sound
        self._on_feeds = on_feeds
        self._client = mailbox.MailboxClient(ticket.link_id, ticket.secret, Role.PRACTITIONER, ticket.session_token)
        self._connection = MailboxConnection(
            self._client,
            ticket.base_url,
            self._mailbox_event,
            lambda: self.tell(call_events.MailboxLost()),
            proxies,
            call_flows=lambda: self._call.snapshot().state is CallState.IN_CALL,
        )
        self._call = Call(self._client.instance, ticket.practitioner_name, ticket.link_id, ticket.practice_telephone)
        self._call.show(patient_name=ticket.patient_name, local_camera=camera, local_microphone=microphone)
        self._clock = ForwardClock()
        kept = outbox.read(ticket.link_id) if outbox else []
        for message_id, line in self._client.restore(kept):
            self._call.chat_restored(message_id, line.text, self._clock())
        self._kept = kept
        self._to_keep = asyncio.Event()
        self._deliveries = DeliveryWatch()
        self._verification = Verification(ticket.secret, ticket.link_id)
        self._transports: dict[int, Transport] = {}
        self._certificate = aiortc_seam.new_certificate()
        self._ways = Ways(lambda: fetch_ice_servers(ticket), proxies)
        self._tasks: set[asyncio.Task[None]] = set()
        self._shown: CallSnapshot | None = None
        self.statistics = StatisticsRing()
        self._sending = asyncio.Event()
        """There may be something of a file to send."""
        self.picture_area = (0, 0)
        """Width and height of the area in which the patient is shown, in device pixels; 0: not known."""

    async def run(self) -> None:
        """Work until cancelled; an ended consultation stays readable (its chat goes on) until it is left."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._run_mailbox())
                group.create_task(self._sample())
                group.create_task(self._judge_line())
                group.create_task(self._send_files())
                group.create_task(self._keep_unsent())
                group.create_task(watch_addresses(self._addresses_changed))
                group.create_task(self._ways.run())
                self.tell(call_events.Tick())
        finally:
            await self._close()

    def tell(self, event: call_events.Event) -> None:
        """Give the call an event of now, and perform what it answers."""
        for effect in self._call.handle(event, self._clock()):
            self._perform(effect)
        self._connection.flush()
        snapshot = self._call.snapshot()
        if snapshot != self._shown:
            self._shown = snapshot
            self._on_snapshot(snapshot)

    def _perform(self, effect: call_effects.Effect) -> None:
        match effect:
            case call_effects.Send(message, chat_key):
                if isinstance(message, messages.Connect):
                    quiet_s = self._call.quiet(self._clock()).total_seconds()
                    log.info("transport %d is asked for, after %.1f s of silence", message.generation, quiet_s)
                message_id = self._client.post(message)
                if chat_key:
                    self._to_keep.set()
                    self._call.chat_sealed(chat_key, message_id)
            case file_transfer.Tell(generation, data):
                transport = self._transports.get(generation)
                if transport:
                    transport.send_file_data(data)
            case call_effects.Beat(beat):
                transport = self._transports.get(beat.generation)
                if transport:
                    width, height = self.picture_area
                    told = replace(beat, posted=self._client.posted, shown_width=width, shown_height=height)
                    transport.tell(json.dumps(told.to_content()))
            case call_effects.LimitPicture(size):
                for transport in self._transports.values():
                    transport.limit_picture(size)
            case call_effects.StartCall():
                self._client.start()
            case call_effects.EndConsultation():
                self._client.end()
            case call_effects.OpenTransport(generation, offer_sdp, commitment, in_need):
                page = self._call.peer
                if self._verification.offered(page, offer_sdp, commitment):
                    transport = self._open(generation)
                    self._spawn(self._answer(transport, page, offer_sdp, in_need))
                else:
                    log.warning("an offer came with another certificate than before, and is refused")
                    self._spawn(self._refuse_key())
            case call_effects.TakeReveal(nonce):
                self._spawn(self._take_reveal(self._call.peer, nonce))
            case call_effects.AddCandidate(generation, candidate, mid):
                transport = self._transports.get(generation)
                if transport:
                    self._spawn(transport.add_candidate(candidate, mid))
            case call_effects.UseTransport(generation):
                for transport in self._transports.values():
                    transport.in_use = transport.generation == generation
                    if transport.in_use:
                        log.info("transport %d carries the call", generation)
                        self._on_sound(transport.sound)
            case call_effects.BeginMedia():
                self._feeds_changed()
            case call_effects.CloseTransport(generation):
                transport = self._transports.pop(generation, None)
                if transport:
                    self._spawn(transport.close())
                self._feeds_changed()

    async def _refuse_key(self) -> None:
        self.tell(call_events.KeyChanged())

    async def _take_reveal(self, page: str, nonce: str) -> None:
        if not self._verification.revealed(page, nonce):
            self.tell(call_events.KeyChanged())
        elif page == self._call.peer:
            self.tell(call_events.CodeKnown(self._verification.code(page)))

    def _open(self, generation: int) -> Transport:
        """Make a transport, at once: the mailbox may bring its first candidates in the same breath as its offer."""

        def progressed() -> None:
            if generation in self._transports:
                self._spawn(self._report(self._transports[generation]))

        def found(candidate: str) -> None:
            if generation in self._transports:
                self.tell(call_events.CandidateFound(generation, candidate))

        def files(data: str | bytes | None) -> None:
            self._file_data(generation, data)

        transport = Transport(
            generation,
            self._ways,
            self._certificate,
            self._on_video,
            progressed,
            self._channel_message,
            found,
            files,
        )
        self._transports[generation] = transport
        transport.limit_picture(self._call.snapshot().picture)
        self._feeds_changed()
        return transport

    async def _answer(self, transport: Transport, page: str, offer_sdp: str, in_need: bool) -> None:
        generation = transport.generation
        try:
            sdp = await transport.answer(offer_sdp, in_need=in_need)
        except OfferError:
            # The call asks for another offer when its patience ends.
            return
        if generation in self._transports:
            self.tell(call_events.AnswerMade(generation, sdp, self._verification.answered(page, sdp)))

    def _channel_message(self, text: str) -> None:
        try:
            message = messages.parse(json.loads(text))
        except (ValueError, AttributeError, RecursionError):
            return
        if isinstance(message, messages.Heartbeat):
            self.tell(call_events.HeartbeatHeard(message))
            if transport := self._transports.get(message.generation):
                transport.shown_there(message.shown_width, message.shown_height)
            self._watch_deliveries(message.posted)
        elif isinstance(message, messages.Accept):
            self.tell(call_events.AcceptHeard(message))

    def _watch_deliveries(self, posted: int) -> None:
        peer = self._call.peer
        came = self._client.openers[Role.PATIENT].count(peer)
        if self._deliveries.look(peer, posted, came, self._call.caught_up, self._clock()):
            log.warning("the service keeps %d messages of the patient's end back", posted - came)
            self.tell(call_events.MessagesMissing())

    def _file_data(self, generation: int, data: str | bytes | None) -> None:
        if data is None:
            self.tell(call_events.FileChannelOpened(generation))
        else:
            self._file_effects(self._call.files.heard(generation, data, self._clock()))
        self._sending.set()

    def _file_effects(self, effects: Iterable[file_transfer.FileEffect]) -> None:
        """What comes hundreds of times a second is carried out at once, and shown with the next tick."""
        now = self._clock()
        for effect in (*effects, *self._call.files.pump(now)):
            self._perform(call_effects.Send(effect.message) if isinstance(effect, file_transfer.Post) else effect)
        self._connection.flush()

    async def _send_files(self) -> None:
        while True:
            await self._sending.wait()
            self._sending.clear()
            while self._call.files.busy:
                self._file_effects(())
                await asyncio.sleep(PUMP_EVERY_S)

    def take_still(self) -> bytes | None:
        """The still that has come, once."""
        return self._call.stills.take()

    def file_content(self, file_id: str) -> bytes | None:
        """A received file, whole and checked. May be called from any thread."""
        return self._call.files.content(file_id)

    def _feeds_changed(self) -> None:
        # What is prepared while it rings gets no picture and no sound.
        transports = self._transports.values() if self._call.accepted else ()
        self._on_feeds([each.video for each in transports], [each.audio for each in transports])

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        tasks.log_failure(task)

    async def _run_mailbox(self) -> None:
        reason = await self._connection.run()
        self.tell(call_events.MailboxRefused(REFUSALS[reason]))

    async def _sample(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            doubted = self._call.quiet(self._clock()) > LISTEN_AFTER
            due = loop.time() + (SAMPLE_EAGERLY_S if doubted else SAMPLE_EVERY_S)
            await asyncio.sleep(due - loop.time())
            late = timedelta(seconds=loop.time() - due)
            for transport in list(self._transports.values()):
                await self._report(transport)
            self.tell(call_events.Tick(late))
            if self._call.snapshot().state in IN_TROUBLE or self._call.doubtful(self._clock()):
                self._connection.hurry()

    def network_changed(self) -> None:
        """Something outside says that the network is another."""
        self._connection.hurry()
        self._ways.network_changed()
        self.tell(call_events.NetworkChanged(address_gone=False))

    def _addresses_changed(self, change: AddressesChanged) -> None:
        log.info("the addresses of this computer changed: %d gone", len(change.gone))
        self._connection.addresses_changed(change.now)
        self._ways.network_changed()
        self.tell(call_events.NetworkChanged(address_gone=bool(change.gone)))

    async def _judge_line(self) -> None:
        while True:
            await asyncio.sleep(STATISTICS_EVERY_S)
            for transport in self._transports.values():
                if transport.in_use:
                    self.statistics.add(transport.sample())
                    self.tell(call_events.LineJudged(*self.statistics.judge()))

    async def _report(self, transport: Transport) -> None:
        self.tell(await transport.report(self._clock()))

    def _mailbox_event(self, event: mailbox.MailboxEvent) -> None:
        match event:
            case mailbox.Joined(presence, started_at, ended_at):
                self.tell(call_events.MailboxJoined(presence[Role.PATIENT], started_at, ended_at))
            case mailbox.CaughtUp():
                self.tell(call_events.MailboxCaughtUp())
            case mailbox.Opened():
                own = event.sender is Role.PRACTITIONER
                if own and event.instance == self._client.instance:
                    self.tell(call_events.Posted(event.message_id))
                else:
                    self.tell(call_events.Received(event.message_id, event.instance, own, event.at, event.message))
            case mailbox.Acknowledged(message_id):
                self.tell(call_events.Posted(message_id))
                if self._kept:
                    self._to_keep.set()
            case mailbox.Presence(role, since):
                if role is Role.PATIENT:
                    self.tell(call_events.PatientPresence(since))
            case mailbox.Ended(_, by):
                self.tell(call_events.ConsultationEnded(EndedBy(by.value) if by else EndedBy.SERVICE))
            case mailbox.Dropped(seq, sender, reason):
                log.warning("mailbox message %d from %s dropped: %s", seq, sender, reason)
                self.tell(call_events.MessageRefused())
            case mailbox.Missing(sender):
                log.warning("messages of the %s are missing", sender.value)
                self.tell(call_events.MessagesMissing())
            case mailbox.ServiceError(code):
                log.warning("the service refused a frame: %s", code)

    async def _keep_unsent(self) -> None:
        """Keep what is typed until the service has taken it, or the consultation is over."""
        while self._outbox:
            await self._to_keep.wait()
            self._to_keep.clear()
            while (frames := self._unsent()) != self._kept:  # more may come, or go, while it is written
                await asyncio.to_thread(self._outbox.keep, self._ticket.link_id, frames)
                self._kept = frames

    def _unsent(self) -> list[str]:
        return [] if self._call.snapshot().state is CallState.ENDED else self._client.unsent

    async def _close(self) -> None:
        """Say what is left to say, then let go of everything."""
        if self._call.snapshot().state is CallState.ENDED:
            if not self._client.settled:
                await self._farewell()
            if self._outbox:
                await asyncio.to_thread(self._outbox.keep, self._ticket.link_id, [])
        self._on_feeds([], [])
        for task in list(self._tasks):
            task.cancel()
        for transport in list(self._transports.values()):
            await transport.close()
        self._transports.clear()

    async def _farewell(self) -> None:
        """A hang-up must reach the service although the page is left at once."""
        task = asyncio.create_task(self._connection.run())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                await self._connection.settled()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
