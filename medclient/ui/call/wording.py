"""Which lines stand over the picture in a given state, in the order in which they matter."""

from PySide6.QtCore import QCoreApplication

from medclient.protocol.messages import PictureSize
from medclient.session.events import CallSnapshot, CallState, Problem, StillState
from medclient.ui.call.control_bar import ACCEPTED
from medclient.ui.call.ladder import Step
from medclient.ui.call.notices import Notice
from medclient.ui.call.own_media import TROUBLE, DeviceCondition, OwnMedia

DEVICES = "devices"
"""Key of notices whose action opens the device settings."""
PICTURE_SMALL, PICTURE_OFF, PICTURE_FULL = "picture-small", "picture-off", "picture-full"
PATIENT_PAGE = "patient-page"
CHAT, TELEPHONE = "chat", "telephone"
"""Keys of what the ladder offers."""


def page_changed() -> Notice:
    """The service serves another patient page than it should."""
    text = QCoreApplication.translate(
        "CallNotices",
        "The patient page of the practice service is not the true one: it could listen in. Ask your operator first.",
    )
    return Notice(PATIENT_PAGE, text, "triangle-alert", closable=True)


def notices(call: CallSnapshot, media: OwnMedia, name: str) -> tuple[Notice, ...]:
    """What is to be read now. `name` is the patient's, never empty."""
    if call.state in (CallState.IDLE, CallState.ENDED):
        return _of_problem(call)
    return (
        *_of_connection(call),
        *_of_directions(call, name),
        *_of_problem(call),
        *_of_service(call),
        *_of_devices(call, media, name),
    )


def _of_connection(call: CallSnapshot) -> tuple[Notice, ...]:
    translate = QCoreApplication.translate
    if call.state is CallState.UNSTABLE:
        text = translate("CallNotices", "The connection is faltering. The picture goes on in a moment.")
        return (Notice("connection", text, "wifi-off"),)
    if call.state is CallState.RECONNECTING:
        text = translate("CallNotices", "The connection is being restored …")
        return (Notice("connection", text, "refresh-cw"),)
    return ()


def _of_directions(call: CallSnapshot, name: str) -> tuple[Notice, ...]:
    """What one end sends and the other does not get, by its own word."""
    translate = QCoreApplication.translate
    mutual = call.mutual
    if mutual.patient_hears is False and mutual.patient_sees is False:
        text = translate("CallNotices", "{name} neither hears nor sees you at the moment. The connection is renewed.")
    elif mutual.patient_hears is False:
        text = translate("CallNotices", "{name} does not hear you at the moment. The connection is renewed.")
    elif mutual.patient_sees is False:
        text = translate("CallNotices", "{name} does not see you at the moment. The connection is renewed.")
    elif mutual.hears_patient is False:
        text = translate("CallNotices", "No sound arrives from {name} at the moment. The connection is renewed.")
    elif mutual.sees_patient is False:
        text = translate("CallNotices", "No picture arrives from {name} at the moment. The connection is renewed.")
    else:
        return ()
    return (Notice("direction", text.format(name=name), "triangle-alert"),)


def confirmation(call: CallSnapshot) -> str:
    """What the patient gets of us, by the word of their own end; empty while that is not known."""
    translate = QCoreApplication.translate
    if call.state is not CallState.IN_CALL:
        return ""
    if call.mutual.patient_hears and call.mutual.patient_sees:
        return translate("CallNotices", "hears and sees you")
    if call.mutual.patient_hears:
        return translate("CallNotices", "hears you")
    return translate("CallNotices", "sees you") if call.mutual.patient_sees else ""


def _of_problem(call: CallSnapshot) -> tuple[Notice, ...]:
    translate = QCoreApplication.translate
    match call.problem:
        case Problem.SIGNED_OUT if call.state in ACCEPTED:
            text = translate("CallNotices", "You are signed out. The call goes on; sign in again afterwards.")
        case Problem.SIGNED_OUT:
            text = translate("CallNotices", "You are signed out. Go back to the list and sign in again.")
        case Problem.REPLACED:
            text = translate(
                "CallNotices",
                "This consultation was opened in another window or on another PC. "
                "To go on here, press Start in the list.",
            )
        case Problem.MESSAGE_REFUSED:
            text = translate(
                "CallNotices", "A message arrived damaged and was dropped. Please ask for it to be sent again."
            )
        case Problem.MESSAGE_MISSING:
            text = translate(
                "CallNotices",
                "Messages from the patient are kept back on the way. Do not rely on the chat, and tell your operator.",
            )
        case Problem.KEY_CHANGED:
            text = translate(
                "CallNotices",
                "A new connection came with another key and was refused: somebody may be interfering. "
                "Compare the security code.",
            )
        case Problem.END_DISPUTED:
            text = translate(
                "CallNotices",
                "The practice service says that this consultation is over, but nobody has hung up. The call goes on.",
            )
        case Problem.LINK_CLOSED:
            text = translate("CallNotices", "The access to this consultation is closed. Make a new appointment.")
        case Problem.CHAT_TOO_LONG:
            text = translate("CallNotices", "Your message was too long and was not sent. Please shorten it.")
        case _:
            return ()
    return (Notice("problem", text, "triangle-alert"),)


def _of_service(call: CallSnapshot) -> tuple[Notice, ...]:
    translate = QCoreApplication.translate
    if call.service_reachable or call.problem in (Problem.SIGNED_OUT, Problem.REPLACED, Problem.LINK_CLOSED):
        return ()
    if call.state in ACCEPTED:
        text = translate(
            "CallNotices", "The practice service cannot be reached. The call goes on; messages are sent later."
        )
    elif call.problem is Problem.SERVICE_UNREACHABLE:
        text = translate("CallNotices", "The practice service cannot be reached. The program keeps trying by itself.")
    else:
        text = translate("CallNotices", "Connecting to the practice service …")
        return (Notice("service", text, "hourglass"),)
    return (Notice("service", text, "wifi-off"),)


def _of_devices(call: CallSnapshot, media: OwnMedia, name: str) -> tuple[Notice, ...]:
    translate = QCoreApplication.translate
    settings = translate("CallNotices", "Device settings")
    lines: list[Notice] = []
    if media.microphone in TROUBLE and call.local_microphone:
        text = {
            DeviceCondition.MISSING: translate("CallNotices", "No microphone was found: {name} cannot hear you."),
            DeviceCondition.BUSY: translate(
                "CallNotices", "Another program uses the microphone: {name} cannot hear you."
            ),
        }.get(
            media.microphone,
            translate("CallNotices", "The microphone delivers no sound: {name} cannot hear you."),
        )
        lines.append(Notice(DEVICES, text.format(name=name), "mic-off", settings))
    elif media.talking_while_muted and not call.local_microphone:
        text = translate("CallNotices", "Your microphone is off. Hold the space bar to talk.")
        lines.append(Notice("muted", text, "mic-off"))
    if media.speaker in TROUBLE:
        text = translate("CallNotices", "No loudspeaker was found: you cannot hear {name}.")
        # One button is enough for both.
        lines.append(Notice(DEVICES, text.format(name=name), "volume-x", "" if lines else settings))
    return tuple(lines)


def offers(step: Step | None, call: CallSnapshot, telephone: str) -> tuple[Notice, ...]:
    """The next step down a bad line, or back up; `telephone` is the patient's number, where it is known."""
    translate = QCoreApplication.translate
    match step:
        case Step.SMALLER:
            text = translate("CallNotices", "The line stays weak. Smaller pictures leave more of it to the sound.")
            return (Notice(PICTURE_SMALL, text, "wifi-off", translate("CallNotices", "Smaller picture"), True),)
        case Step.SOUND_ONLY:
            text = translate("CallNotices", "The line is still too weak for both.")
            action = translate("CallNotices", "Switch picture off, keep sound")
            return (Notice(PICTURE_OFF, text, "wifi-off", action, True),)
        case Step.OTHER_WAYS:
            text = translate(
                "CallNotices", "The line hardly carries the conversation. The chat needs very little of it."
            )
            ways = [Notice(CHAT, text, "wifi-off", translate("CallNotices", "Write"), True)]
            if telephone:
                number = translate("CallNotices", "The patient's telephone: {number}").format(number=telephone)
                ways.append(Notice(TELEPHONE, number, "phone", translate("CallNotices", "Call by telephone"), True))
            return tuple(ways)
        case Step.BACK:
            text = translate("CallNotices", "The line is better again.")
            action = (
                translate("CallNotices", "Switch picture on again")
                if call.picture is PictureSize.OFF
                else translate("CallNotices", "Larger picture again")
            )
            return (Notice(PICTURE_FULL, text, "video", action, True),)
    return ()


def still_failed(state: StillState) -> str:
    """Why a still that was asked for does not come; empty while it may."""
    translate = QCoreApplication.translate
    match state:
        case StillState.NO_CAMERA:
            return translate("CallNotices", "The patient's camera is off: there is no still.")
        case StillState.FAILED:
            return translate("CallNotices", "The still did not come. Hold the live picture instead, or try again.")
    return ""


def own_picture(call: CallSnapshot, media: OwnMedia) -> tuple[str, str]:
    """The line and the icon in the small picture while it shows none; both may be empty."""
    translate = QCoreApplication.translate
    if not call.local_camera or media.camera is DeviceCondition.OFF:
        return translate("CallNotices", "Camera off"), "video-off"
    match media.camera:
        case DeviceCondition.MISSING:
            return translate("CallNotices", "No camera found"), "camera-off"
        case DeviceCondition.BUSY:
            return translate("CallNotices", "Another program uses the camera"), "camera-off"
        case DeviceCondition.FAILED:
            return translate("CallNotices", "The camera delivers no picture"), "camera-off"
        case DeviceCondition.STARTING:
            return translate("CallNotices", "The camera is starting …"), "video"
    return "", ""
