"""Brings the call page, the engine and the devices together."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from medclient.media.camera import CameraState
from medclient.media.local_media import LocalMedia, MediaState
from medclient.media.sound import SoundState
from medclient.practice.facts import CallFacts
from medclient.protocol.messages import PictureSize
from medclient.session.engine import Engine
from medclient.session.events import CallSnapshot, CallState, ConsultationTicket, EndedBy, StillState
from medclient.ui.call.own_media import DeviceCondition, OwnMedia
from medclient.ui.call.page import CallPage

TICK_MS = 500

CAMERA = {
    CameraState.OFF: DeviceCondition.OFF,
    CameraState.STARTING: DeviceCondition.STARTING,
    CameraState.ON: DeviceCondition.WORKING,
    CameraState.MISSING: DeviceCondition.MISSING,
    CameraState.BUSY: DeviceCondition.BUSY,
    CameraState.LOST: DeviceCondition.FAILED,
}
SOUND = {
    SoundState.OFF: DeviceCondition.STARTING,
    SoundState.ON: DeviceCondition.WORKING,
    SoundState.MISSING: DeviceCondition.MISSING,
    SoundState.BUSY: DeviceCondition.BUSY,
    SoundState.LOST: DeviceCondition.FAILED,
}


def own_media(state: MediaState, *, talking_while_muted: bool = False) -> OwnMedia:
    """The devices as the pages draw them."""
    return OwnMedia(CAMERA[state.camera], SOUND[state.microphone], SOUND[state.speaker], talking_while_muted)


class CallBridge(QObject):
    """Carries what the engine's and the devices' threads say to the user interface's thread."""

    snapshotArrived = Signal(object)
    mediaChanged = Signal(object)
    stillDecoded = Signal(object)
    """A still of the patient's camera (`av.VideoFrame`), or None where it cannot be read."""


class CallPresenter(QObject):
    """One call page, one engine."""

    opened = Signal()
    ended = Signal(object)
    """`CallFacts`, when somebody has hung up."""
    left = Signal()
    """The page was left; the consultation stays valid."""
    coverChanged = Signal(str, object)
    """Link id; when the cover was confirmed aloud (`datetime`), or None where that was taken back."""
    snapshotChanged = Signal()
    """`snapshot` is another."""
    stateChanged = Signal(object)
    """`CallSnapshot`, whenever the state is another."""

    def __init__(
        self, page: CallPage, engine: Engine, media: LocalMedia, bridge: CallBridge, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._engine = engine
        self._media = media
        self._clock = clock
        self._snapshot = CallSnapshot()
        self._bridge = bridge
        self._name = ""
        self._practitioner_name = ""
        self._cover_at: datetime | None = None
        """When the patient has said aloud that they are insured."""
        self._camera_comes_back = False
        """The own camera was switched off for the weak line, and not by its button."""
        bridge.snapshotArrived.connect(self._show)
        bridge.mediaChanged.connect(lambda state: self._show_media())
        page.cameraToggled.connect(engine.set_camera)
        page.microphoneToggled.connect(engine.set_microphone)
        page.reconnectRequested.connect(engine.reconnect)
        page.callRequested.connect(engine.ring)
        page.hangUpConfirmed.connect(engine.hang_up)
        page.chatSent.connect(engine.send_chat)
        page.hintChosen.connect(engine.send_hint)
        page.chatSeen.connect(engine.chat_seen)
        page.pictureChosen.connect(self._choose_picture)
        page.coverConfirmed.connect(self._confirm_cover)
        page.stillRequested.connect(engine.ask_for_still)
        bridge.stillDecoded.connect(page.show_still)
        page.leaveRequested.connect(self.leave)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def snapshot(self) -> CallSnapshot:
        return self._snapshot

    def seconds_since_start(self) -> float:
        """How long picture or sound has flowed."""
        started = self._snapshot.started_at
        return (self._clock() - started).total_seconds() if started else 0.0

    def open(self, ticket: ConsultationTicket) -> None:
        """Join the consultation and ring the patient as soon as they are there."""
        self._snapshot = CallSnapshot()
        self._name = ticket.patient_name
        self._practitioner_name = ticket.practitioner_name
        self._camera_comes_back = False
        self._cover_at = None
        self._page.card.show_cover(None)
        self._page.open_consultation(ticket.patient_name, ticket.patient_telephone)
        self._page.set_remote_frames(self._engine.remote_video)
        self._page.set_self_frames(self._media.self_view)
        self._engine.set_camera(True)
        self._engine.set_microphone(True)
        self._engine.open(ticket, ring=True)
        self._tick()
        self._timer.start()
        self.opened.emit()

    def leave(self) -> None:
        """Back to the list; nobody is hung up on."""
        self._close()
        self.left.emit()

    def _close(self) -> None:
        self._timer.stop()
        self._engine.leave()
        self._page.set_remote_frames(None)
        self._page.set_self_frames(None)

    def _show(self, snapshot: CallSnapshot) -> None:
        if not self._timer.isActive():
            return
        before, self._snapshot = self._snapshot, snapshot
        self._page.show_snapshot(snapshot)
        if snapshot.still != before.still and snapshot.still and snapshot.still.state is StillState.READY:
            self._engine.take_still(self._bridge.stillDecoded.emit)
        self.snapshotChanged.emit()
        if snapshot.state is not before.state:
            self.stateChanged.emit(snapshot)
            if snapshot.state is CallState.ENDED:
                self._close()
                self.ended.emit(self._facts(snapshot))

    def _confirm_cover(self, confirmed: bool) -> None:
        self.set_cover(self._clock() if confirmed else None)
        self.coverChanged.emit(self._snapshot.link_id, self._cover_at)

    def set_cover(self, at: datetime | None) -> None:
        """When the cover was confirmed aloud, perhaps before the program was started again."""
        self._cover_at = at
        self._page.card.show_cover(at)

    def _choose_picture(self, size: PictureSize) -> None:
        """Both pictures alike: the patient's end is told, and a camera that is off is off with its light."""
        self._engine.choose_picture(size)
        if size is PictureSize.OFF and self._snapshot.local_camera:
            self._camera_comes_back = True
            self._engine.set_camera(False)
        elif size is not PictureSize.OFF and self._camera_comes_back:
            self._camera_comes_back = False
            self._engine.set_camera(True)

    def _facts(self, snapshot: CallSnapshot) -> CallFacts:
        return CallFacts(
            patient_name=snapshot.patient_name or self._name,
            started_at=snapshot.started_at,
            ended_at=snapshot.ended_at or self._clock(),
            interruptions=snapshot.interruptions,
            consent_at=snapshot.consent_at,
            cover_at=self._cover_at,
            ended_by_patient=snapshot.ended_by is EndedBy.PATIENT,
            link_id=snapshot.link_id,
            practitioner_name=self._practitioner_name,
        )

    def _show_media(self) -> None:
        self._page.show_media(own_media(self._media.state, talking_while_muted=self._media.talking_while_muted))

    def _tick(self) -> None:
        self._page.set_now(self._clock())
        self._show_media()
