"""The composition root: builds the parts, connects them, runs them, and takes them down again."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

import qasync
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtWidgets import QApplication

from medclient import __version__, settings, startup, trust
from medclient.diagnostics import crash
from medclient.diagnostics import log as log_file
from medclient.diagnostics.report.content import Facts
from medclient.diagnostics.system_test.service_probe import ServiceAccess
from medclient.media.devices import TEST_PATTERN, TEST_TONE, list_devices
from medclient.media.local_media import LocalMedia, MediaChoice
from medclient.network.proxy import Proxies
from medclient.network.system_proxy import system_proxy
from medclient.options import Options
from medclient.practice import demo, page_check
from medclient.practice.appointments import Appointment
from medclient.practice.client import PracticeClient
from medclient.practice.credentials import Credentials
from medclient.practice.embedded import (
    DamagedDatabase,
    EmbeddedService,
    EmbeddedServiceError,
    PortInUse,
    UnwritableDatabase,
)
from medclient.practice.errors import PracticeError, ServiceUnreachable, SignedOut
from medclient.practice.facts import CallFacts, FactsStore
from medclient.practice.open_call import OpenCallNote
from medclient.session.engine import Engine
from medclient.session.events import ConsultationTicket
from medclient.session.ice.servers import IceServers, ice_servers_from
from medclient.session.outbox import Outbox
from medclient.session.rehearsal_process import RehearsalProcess
from medclient.settings import Appearance, Paths, Settings, SettingsFile
from medclient.startup import Ground
from medclient.ui import garbage, theme, translation
from medclient.ui.account.room import AccountRoom
from medclient.ui.appointments.notices import Notice
from medclient.ui.appointments.presenter import AppointmentsPresenter
from medclient.ui.appointments.reminding import Reminding
from medclient.ui.background import Background
from medclient.ui.call.files import FilesPresenter
from medclient.ui.call.page import CallPage
from medclient.ui.call.presenter import CallBridge, CallPresenter
from medclient.ui.call.rehearsing import Rehearsing
from medclient.ui.call.resuming import Resuming
from medclient.ui.capture_guard import CaptureGuard, system_apply
from medclient.ui.devices.presenter import DevicesPresenter, media_choice
from medclient.ui.history.presenter import HistoryPresenter
from medclient.ui.invitation.presenter import InvitationPresenter
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.network_settings.presenter import NetworkSettingsPresenter
from medclient.ui.page_watch import PageWatch
from medclient.ui.shell import autostart, link_scheme
from medclient.ui.shell.application import Application
from medclient.ui.shell.presenter import ShellPresenter
from medclient.ui.shell.single_instance import FirstInstance, hand_over
from medclient.ui.shell.tray import Tray, program_icon
from medclient.ui.shell.window_places import WindowPlaces
from medclient.ui.sign_in.flow import SignInFlow
from medclient.ui.sign_in.sign_in_page import SignInError
from medclient.ui.start_page import StartState, tell_already_running
from medclient.ui.support import Support
from medclient.ui.system_test.presenter import screens
from medclient.ui.video.gpu import Gpu, Painting

log = logging.getLogger("medclient.app")

NOTICEABLE_SKEW = timedelta(seconds=5)
"""A smaller difference of the clocks is the network's."""


def utc_now() -> datetime:
    """This computer's clock."""
    return datetime.now(UTC)


class App:
    """The running program. The window may be asked for anything; all else belongs to this class alone."""

    def __init__(
        self, qt: QApplication, ground: Ground, clock: Callable[[], datetime], *, crashed: bool = False
    ) -> None:
        self.options = ground.options
        self._qt = qt
        self._paths = paths = ground.paths
        remembered = ground.remembered
        self._first_service = ground.service
        self._clock = clock
        self._settings = SettingsFile(paths.settings_file, remembered)
        self._background = Background()
        self._closed = asyncio.Event()
        self._opening = asyncio.Lock()
        self._credentials = Credentials(paths.remembered_file)
        self.service: EmbeddedService | None = None
        self._client: PracticeClient | None = None
        self._rehearsing = Rehearsing(self.now)
        self.exit_code = 0
        self._show_preferences()
        self.call_page = CallPage()
        self._gpu = Gpu(Painting.chosen())
        for picture in (self.call_page.stage.remote, self.call_page.modes.small.picture):
            picture.use_gpu(self._gpu)
        self.window = MainWindow(self.now, self.call_page, can_remember=self._credentials.can_remember)
        self._bridge = bridge = CallBridge()
        self.media = LocalMedia(self._media_choice(remembered), bridge.mediaChanged.emit)
        self.proxies = Proxies(system=system_proxy)
        outbox = Outbox(paths.outbox_file)
        self.engine = Engine(self.media, self._fetch_ice_servers, bridge.snapshotArrived.emit, self.proxies, outbox)
        self.call = CallPresenter(self.call_page, self.engine, self.media, bridge, self.now)
        self.files = FilesPresenter(
            self.call_page.chat,
            self.window.summary.chat,
            self.engine,
            self._background,
            lambda text: self.call_page.passing.say(text, "triangle-alert"),
        )
        self.devices = DevicesPresenter(
            self.window,
            self.media,
            bridge,
            self._background,
            lambda: self._settings.current,
            self._settings.change,
            lambda dialog: self._places.follow(dialog, "devices"),
        )
        self.capture_guard = CaptureGuard(remembered.capture_guard, system_apply(), self.window)
        for guarded in (self.window, self.call_page.modes.small):
            self.capture_guard.guard(guarded)
        self.call_page.menu.show_protection(self.capture_guard.protection)
        self.network_settings = NetworkSettingsPresenter(
            self.window,
            self.proxies,
            self._background,
            lambda: self._settings.current,
            self._settings.change,
            service_url=lambda: self._client.base_url if self._client else "",
            may_open=lambda: self.window.page is not Page.CALL,
            can_remember=self._credentials.can_remember,
            follow=lambda dialog: self._places.follow(dialog, "network"),
        )
        self._practice_key: bytes | None = None
        self.history = HistoryPresenter(
            self.window.history,
            FactsStore(paths.facts_file, self._facts_key),
            self._background,
            self.now,
            lambda: self._settings.current.keep_facts_days,
            lambda days: self._change_settings(keep_facts_days=days),
        )
        self.support = Support(
            self.window,
            self.call_page,
            self.call,
            self.media,
            self._background,
            paths,
            access=self._service_access,
            facts=self._facts,
            latest_sample=lambda: self.engine.latest_sample,
            show_devices=self.devices.show,
            settings=lambda: self._settings.current,
            change_settings=self._settings.change,
            crashed=crashed,
            follow_report=lambda dialog: self._places.follow(dialog, "report"),
        )
        self.accounts = AccountRoom(
            self.window,
            self._background,
            self._credentials,
            lambda: self._settings.current,
            self._settings.change,
            self._public_url,
        )
        self.ready: asyncio.Future[AppointmentsPresenter] = asyncio.get_running_loop().create_future()
        """Done when the practice is open."""
        self.appointments: AppointmentsPresenter | None = None
        self._flow: SignInFlow | None = None
        self._resuming = Resuming(self.call, OpenCallNote(paths.open_call_file), self._background)
        self._tray = Tray(self.window)
        self.shell = ShellPresenter(
            self.window,
            self._tray,
            autostart.for_this_system(settings.config_home()),
            self._background,
            self.now,
            lambda: self._settings.current,
            self._change_settings,
        )
        self._places = WindowPlaces(
            lambda: self._settings.current.window_places, lambda places: self._change_settings(window_places=places)
        )
        small = self.call_page.modes.small
        small.placed = self._places.follow(small, "small")
        self._first: FirstInstance | None = None
        self._connect()

    # Its life.

    async def run(self) -> int:
        """Open, work until the window is closed, take everything down."""
        log.info("medclient %s starts", __version__)
        log_file.watch_loop(asyncio.get_running_loop())
        self.engine.start()
        self._places.follow(self.window, "main")
        self.window.show_page(Page.START)
        self._come_in()
        self._background.spawn(self._open())
        try:
            await self._closed.wait()
        finally:
            self._places.stop()
            await self._close()
        log.info("medclient ends")
        return self.exit_code

    def _come_in(self) -> None:
        """Show the window, unless it is to begin in the tray; hear later starts and the system's links."""
        self._qt.setWindowIcon(program_icon())
        if not self.options.demo:
            self._tray.show()
        if not (self.options.background and self._tray.is_there):
            self.window.show()
        self._first = first = FirstInstance(self._paths.data_dir, self.window)
        first.asked.connect(self.shell.open)
        if isinstance(self._qt, Application):
            self._qt.linkOpened.connect(self.shell.open)
        if self.options.link:
            self.shell.open(self.options.link)
        if self._paths == Paths.default():
            self._background.spawn(
                asyncio.to_thread(link_scheme.register, settings.config_home(), settings.data_home())
            )

    def close(self) -> None:
        """End the program, without a question; an open consultation stays valid."""
        self.window.set_in_call(False)
        self.window.quit()

    def now(self) -> datetime:
        """The time, by the practice service's clock where this computer's is wrong."""
        skew = self._client.clock_skew if self._client else None
        moment = self._clock()
        return moment + skew if skew and abs(skew) > NOTICEABLE_SKEW else moment

    async def _open(self) -> None:
        """Once, however often it is pressed: what is connected here belongs to pages that stay."""
        if self._client is None and not self._opening.locked():
            async with self._opening:
                await self._open_practice()

    async def _open_practice(self) -> None:
        self.window.start.show_start(StartState.STARTING)
        self.window.show_page(Page.START)
        await self.network_settings.load()
        base_url = self.options.service or self._settings.current.service_url
        if not base_url:
            begun, self._first_service = self._first_service, None
            service = begun or startup.embedded_service(self.options, self._paths)
            try:
                await asyncio.to_thread(service.start)
            except EmbeddedServiceError as error:
                self._show_start_error(error)
                return
            self.service = service
            base_url = service.local_url
        self._client = client = PracticeClient(base_url, self._clock, proxies=self.proxies)
        self.appointments = presenter = AppointmentsPresenter(
            self.window.appointments,
            client,
            self._public_url,
            self.now,
            self._background,
            lambda: translation.resolve(self._settings.current.language),
        )
        self._flow = flow = self.accounts.open(client)
        InvitationPresenter(self.window.appointments, presenter, client, self.now, self._background)
        reminding = Reminding(
            self.window.appointments,
            presenter,
            self.now,
            self._background,
            in_call=lambda: self.window.in_call,
            settings=lambda: self._settings.current,
            list_devices=lambda: None if self.media.in_use else list_devices(),
            notify=self._tray.notify,
        )
        self.window.closing.connect(reminding.stop)
        self.shell.attach(presenter)
        if not self.service:
            # What serves the page is not of this installation.
            watch = PageWatch(
                self.window.appointments,
                self._background,
                lambda: page_check.check(client.fetch_file),
            )
            self.window.when_made(Page.ABOUT, watch.show_on)
            flow.signedIn.connect(watch.start)
            self.call.opened.connect(watch.look)
            watch.found.connect(self.call_page.show_page_changed)
            self.window.closing.connect(watch.stop)
        flow.signedIn.connect(self._signed_in)
        presenter.startRequested.connect(self._start_pressed)
        presenter.patientArrived.connect(self._patient_arrived)
        presenter.changed.connect(self._count_waiting)
        presenter.signedOut.connect(self._session_ended)
        if not self.ready.done():
            self.ready.set_result(presenter)
        if self.options.demo:
            await asyncio.to_thread(demo.sign_in, client, self.now)
            await self._use_test_sources()
            self._signed_in()
        else:
            await flow.begin()

    async def _close(self) -> None:
        for clock in self.window.findChildren(QTimer):  # nothing begins any more
            clock.stop()
        await self._background.close()
        await asyncio.to_thread(self._rehearsing.finish)
        await asyncio.to_thread(self.engine.stop)
        await asyncio.to_thread(self.media.close)
        if self.service:
            await asyncio.to_thread(self.service.stop)
        await asyncio.to_thread(self.support.close)
        await asyncio.to_thread(self._settings.close)

    # What the parts tell each other.

    def _connect(self) -> None:
        window, call = self.window, self.call
        window.closing.connect(self._closing)
        window.start.retryRequested.connect(lambda: self._background.spawn(self._open()))
        window.start.newDatabaseRequested.connect(self._begin_anew)
        menu = window.appointments.menu
        menu.rehearsalRequested.connect(lambda: self._background.spawn(self._rehearse()))
        menu.deviceSettingsRequested.connect(self.devices.show)
        for asking in (menu.historyRequested, window.summary.historyRequested):
            asking.connect(self._show_history)
        menu.networkRequested.connect(self.network_settings.show)
        window.when_made(Page.SIGN_IN, lambda page: page.networkRequested.connect(self.network_settings.show))
        self.network_settings.changed.connect(self.engine.network_changed)
        menu.languageRequested.connect(self._choose_language)
        menu.appearanceRequested.connect(self._choose_appearance)
        menu.termsRequested.connect(lambda: QDesktopServices.openUrl(QUrl(self._public_url() + "/terms")))
        menu.signOutRequested.connect(lambda: self._background.spawn(self._sign_out()))
        self.accounts.signOutRequested.connect(lambda: self._background.spawn(self._sign_out()))
        self.accounts.sessionEnded.connect(self._session_ended)
        self.accounts.practiceDeleted.connect(lambda: self._background.spawn(self._practice_deleted()))
        window.appointments.set_preferences(self._settings.current.language, self._settings.current.appearance)
        window.appointments.set_ready_texts(self._settings.current.ready_texts)
        window.appointments.readyTextsChanged.connect(self._change_ready_texts)
        self.call_page.deviceSettingsRequested.connect(self.devices.show)
        self.devices.soundMoved.connect(lambda text: self.call_page.passing.say(text, "headphones"))
        self.call_page.stage.remote.areaChanged.connect(self.engine.set_picture_area)
        self.call_page.helpRequested.connect(lambda: window.show_page(Page.HELP))
        self.call_page.captureGuardChosen.connect(self._guard_captures)
        call.opened.connect(self._call_opened)
        call.snapshotChanged.connect(lambda: self.files.show_snapshot(call.snapshot))
        for leaving in (call.opened, window.summary.closed, window.summary.historyRequested):
            leaving.connect(self.files.forget)
        if QNetworkInformation.loadDefaultBackend():
            network = QNetworkInformation.instance()
            network.reachabilityChanged.connect(lambda reachability: self.engine.network_changed())
            network.transportMediumChanged.connect(lambda medium: self.engine.network_changed())
        call.coverChanged.connect(self.history.note_cover)
        call.left.connect(self._call_left)
        call.ended.connect(self._call_ended)

    def _show_start_error(self, error: EmbeddedServiceError) -> None:
        log.error("the practice service does not start: %s", type(error).__name__)
        if isinstance(error, PortInUse):
            self.window.start.show_start(StartState.PORT_IN_USE, self.options.listen)
        elif isinstance(error, DamagedDatabase):
            self.window.start.show_start(StartState.DAMAGED_DATABASE, str(self._paths.service_database))
        elif isinstance(error, UnwritableDatabase):
            self.window.start.show_start(StartState.UNWRITABLE_DATABASE, str(self._paths.service_database))
        else:
            self.window.start.show_start(StartState.FAILED)

    def _begin_anew(self) -> None:
        if self._opening.locked():
            return  # pressed twice: the new database is not put aside as well
        database = self._paths.service_database
        stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
        try:
            for file in (database, *database.parent.glob(database.name + "-*")):
                if file.exists() and "damaged" not in file.name:
                    file.replace(file.with_name(f"{file.name}.damaged-{stamp}"))
        except OSError as error:
            log.error("the damaged database could not be moved: %s", type(error).__name__)
        self._background.spawn(self._open())

    def _signed_in(self) -> None:
        if self.appointments is None:
            return
        self.window.show_page(Page.APPOINTMENTS)
        self.appointments.signed_in()
        self.accounts.signed_in(can_lock=not self.options.demo)
        self._background.spawn(self._resume())
        if self._settings.current.damaged:
            self.window.appointments.show_notice(Notice.SETTINGS_DAMAGED)

    def _session_ended(self) -> None:
        if self._flow and self.appointments:
            self.appointments.signed_out()
            self.accounts.signed_out()
            self._flow.ask(SignInError.SIGNED_OUT)

    async def _sign_out(self) -> None:
        if self._flow and self.appointments:
            self.appointments.signed_out()
            self.accounts.signed_out()
            await self._flow.sign_out()

    async def _practice_deleted(self) -> None:
        if self._flow and self.appointments and self._client:
            self.appointments.signed_out()
            self.accounts.signed_out()
            await asyncio.to_thread(self._credentials.forget, self._client.base_url)
            await self._flow.begin()

    def _start_pressed(self, appointment: Appointment) -> None:
        """A person wants to talk to a patient; a demonstration asks nothing."""
        if self.options.demo or self._client is None:
            self._start(appointment)
        else:
            self.support.before_call(self._client.session.account_id, lambda: self._start(appointment))

    def _start(self, appointment: Appointment) -> None:
        ticket = self.appointments.ticket(appointment) if self.appointments else None
        if ticket:
            self.call.open(ticket)
            self._background.spawn(self._recall_cover(ticket.link_id))

    async def _recall_cover(self, link_id: str) -> None:
        at = await self.history.cover(link_id)
        if at and self.call.snapshot.link_id in ("", link_id):
            self.call.set_cover(at)

    def _facts_key(self) -> bytes:
        """The practice key that seals the facts of consultations; the last one, where a call outlives its session."""
        with contextlib.suppress(SignedOut):
            if self._client:
                self._practice_key = self._client.session.practice_key
        if self._practice_key is None:
            raise OSError("nobody has signed in")
        return self._practice_key

    def _show_history(self) -> None:
        self.history.show()
        self.window.show_page(Page.HISTORY)

    def _guard_captures(self, wanted: bool) -> None:
        self._change_settings(capture_guard=wanted)
        self.capture_guard.set_wanted(wanted)
        self.call_page.menu.show_protection(self.capture_guard.protection)

    def _patient_arrived(self) -> None:
        # While a consultation is open nobody else is heard, whatever page is looked at.
        if not self.window.in_call:
            self.media.play_chime()

    def _count_waiting(self) -> None:
        if self.appointments:
            self.call_page.set_waiting(self.appointments.others_waiting(self.call.snapshot.link_id))

    def _call_opened(self) -> None:
        self._gpu.look(QGuiApplication.platformName())
        self.window.set_in_call(True)
        self.window.show_page(Page.CALL)
        self._count_waiting()
        self.call_page.stage.setFocus()

    async def _resume(self) -> None:
        if self.appointments is None or self._client is None:
            return
        appointment = await self._resuming.go_back(self._client, lambda: self.window.in_call)
        if appointment:
            self.appointments.learn(appointment)
            self._start(appointment)

    def _call_left(self) -> None:
        self._resuming.forget()
        self.window.set_in_call(False)
        self.window.show_page(Page.APPOINTMENTS)
        self._background.spawn(self._after_call(left=True))

    def _call_ended(self, facts: CallFacts) -> None:
        self._resuming.forget()
        self.window.set_in_call(False)
        if facts.link_id != self._rehearsing.link_id:
            self.history.add(facts)
        self.window.summary.set_facts(facts)
        self.window.show_page(Page.SUMMARY)
        self._background.spawn(self._after_call(left=False))

    async def _after_call(self, *, left: bool) -> None:
        """The list has moved on."""
        await self._rehearsing.call_is_over(self._client, left=left)
        if self.appointments:
            await self.appointments.load()

    async def _rehearse(self) -> None:
        """A call with the practice patient."""
        if self._client is None or self.appointments is None:
            return
        try:
            self._start(await self._rehearsing.begin(self._client))
        except SignedOut:
            self._session_ended()
        except PracticeError as error:
            log.warning("no rehearsal: %s", type(error).__name__)
            self.window.appointments.show_notice(Notice.START_FAILED)

    def invite_practice_patient(self, appointment: Appointment) -> RehearsalProcess:
        """See `Rehearsing.invite`."""
        return self._rehearsing.invite(appointment, self._client.base_url if self._client else "")

    async def _fetch_ice_servers(self, ticket: ConsultationTicket) -> IceServers:
        if self._client is None:
            return IceServers()
        try:
            return ice_servers_from(
                await asyncio.to_thread(self._client.ice_servers, ticket.link_id, ticket.session_token)
            )
        except ServiceUnreachable as error:
            raise OSError(str(error)) from None
        except PracticeError as error:
            raise OSError(type(error).__name__) from None

    def _service_access(self) -> ServiceAccess | None:
        """The service as the system test asks it."""
        client = self._client
        if client is None:
            return None
        try:
            return ServiceAccess(client.base_url, client.session.token, proxies=self.proxies)
        except SignedOut:
            return ServiceAccess(client.base_url, proxies=self.proxies)

    def _facts(self) -> Facts:
        """What a system report asks for; the names in it are there to be kept out."""
        session = self._client.names() if self._client else ()
        patients = self.appointments.names() if self.appointments else set()
        call, media = self.call.snapshot, self.media.state
        return Facts(
            self._paths,
            self._settings.current,
            screens(),
            graphics=QGuiApplication.platformName(),
            service="embedded" if self.service else "own",
            names=(self._settings.current.account_name, call.patient_name, *session, *sorted(patients)),
            state={
                "page": self.window.page.value,
                "call": call.state.value,
                "quality": call.quality.value,
                "transport": call.generation,
                "camera": media.camera.value,
                "camera_fps": round(self.media.frames_per_second, 1),
                "microphone": media.microphone.value,
                "speaker": media.speaker.value,
            },
        )

    # Settings.

    def _media_choice(self, current: Settings) -> MediaChoice:
        """The command line goes before what was chosen earlier."""
        return media_choice(
            current.changed(
                camera=self.options.camera or current.camera,
                microphone=self.options.microphone or current.microphone,
                speaker=self.options.speaker or current.speaker,
            )
        )

    async def _use_test_sources(self) -> None:
        """A demonstration shows something on a machine without camera or microphone, and always when unattended."""
        found = await asyncio.to_thread(list_devices)
        chosen = self.media.choice
        unattended = self.options.start
        changes = {}
        if not chosen.camera and (unattended or not found.cameras):
            changes["camera"] = TEST_PATTERN
        if not chosen.microphone and (unattended or not found.microphones):
            changes["microphone"] = TEST_TONE
        if changes:
            current = self._settings.current
            self.media.choose(self._media_choice(current.changed(**changes)))

    def _change_settings(self, **values: object) -> None:
        self._settings.change(self._settings.current.changed(**values))

    def _change_ready_texts(self, own: tuple[str, ...]) -> None:
        self._change_settings(ready_texts=own)
        self.window.appointments.set_ready_texts(own)

    def _show_preferences(self) -> None:
        current = self._settings.current
        translation.install(self._qt, self.options.language or current.language)
        theme.apply(self._qt, current.appearance.dark)

    def _choose_language(self, code: str) -> None:
        self._change_settings(language=code)
        translation.install(self._qt, code)
        self._tick_preferences()

    def _choose_appearance(self, appearance: Appearance) -> None:
        self._change_settings(appearance=appearance)
        theme.change(self._qt, appearance.dark)
        self._tick_preferences()

    def _tick_preferences(self) -> None:
        current = self._settings.current
        self.window.appointments.set_preferences(current.language, current.appearance)

    def _public_url(self) -> str:
        if self.options.public_url:
            return self.options.public_url.rstrip("/")
        return self._client.base_url if self._client else ""

    def _closing(self) -> None:
        self._closed.set()
        self._resuming.stop()
        self._places.note(self.window)


Drive = Callable[[App], Awaitable[int | None]]


def run(options: Options, drive: Drive | None = None, clock: Callable[[], datetime] = utc_now) -> int:
    """Run the program; returns the process's exit code.

    `drive` does what a person before it would; where it returns an exit code, the program ends with it.
    """
    with startup.ground(options) as ground:
        return run_on(ground, drive, clock)


def run_on(ground: Ground, drive: Drive | None = None, clock: Callable[[], datetime] = utc_now) -> int:
    """Run the program where its service is already on its way."""
    options = ground.options
    qt = QApplication.instance()
    if not isinstance(qt, QApplication):
        qt = Application(sys.argv[:1])
    qt.setApplicationName("medclient")
    qt.setApplicationVersion(__version__)
    qt.setQuitOnLastWindowClosed(False)
    if not ground.alone and hand_over(ground.paths.data_dir, options.link):
        return 0
    if not ground.alone:
        translation.install(qt, options.language or translation.SYSTEM)
        theme.apply(qt, None)
        tell_already_running()
        return 1
    handler = log_file.start(ground.paths.log_file, verbose=options.verbose)
    log_file.install_hooks()
    _trust(options.ca_file or ground.remembered.ca_file, ground.paths.data_dir)
    try:
        with (
            crash.watched(ground.paths.diagnostics_dir, log_file.formatter()) as crashed,
            garbage.looked_for_here(),
            asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qt)) as runner,
        ):
            return runner.run(_main(lambda: App(qt, ground, clock, crashed=crashed), drive))
    finally:
        log_file.stop(handler)


def _trust(ca_file: Path | str, folder: Path) -> None:
    if ca_file:
        try:
            trust.add_authority(Path(ca_file), folder)
        except (trust.UnreadableAuthority, OSError) as error:
            log.error("the operator's authority does not count: %s", error)


async def _main(build: Callable[[], App], drive: Drive | None) -> int:
    app = build()
    with _closed_by_signals(app):
        if drive is None:
            return await app.run()
        driving = asyncio.create_task(_drive(app, drive))
        try:
            return await app.run()
        finally:
            driving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await driving


async def _drive(app: App, drive: Drive) -> None:
    try:
        exit_code = await drive(app)
    except Exception as error:  # Whatever it was: nobody is there to press anything.
        log.critical("the run failed", exc_info=error)
        exit_code = 1
    if exit_code is not None:
        app.exit_code = exit_code
        app.close()


@contextlib.contextmanager
def _closed_by_signals(app: App) -> Iterator[None]:
    """Python handles a signal when it next runs; the window's tick sees to that within a second."""

    def close(number: int, frame: FrameType | None) -> None:
        QTimer.singleShot(0, app.close)

    before = {number: signal.signal(number, close) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
