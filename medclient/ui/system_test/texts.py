"""Results in words: what an item is called, what was found, and what to do about it."""

from PySide6.QtCore import QLocale, QObject

from medclient.diagnostics.system_test.verdict import Figure, Item, Reason, Result, Verdict

DEVICE_REASONS = frozenset(
    {
        Reason.CAMERA_SLOW,
        Reason.CAMERA_VERY_SLOW,
        Reason.CAMERA_SMALL,
        Reason.CAMERA_BLACK,
        Reason.CAMERA_FROZEN,
        Reason.CAMERA_MISSING,
        Reason.CAMERA_BUSY,
        Reason.CAMERA_NO_PICTURE,
        Reason.MICROPHONE_QUIET,
        Reason.MICROPHONE_CLIPS,
        Reason.MICROPHONE_NOISY,
        Reason.MICROPHONE_SILENT,
        Reason.MICROPHONE_NO_SPEECH,
        Reason.MICROPHONE_MISSING,
        Reason.MICROPHONE_BUSY,
        Reason.SPEAKER_UNHEARD,
        Reason.SPEAKER_MISSING,
        Reason.SPEAKER_BUSY,
        Reason.ECHO_LOUD,
        Reason.ECHO_LATE,
        Reason.ECHO_NOT_CANCELLED,
    }
)
"""What the device settings can repair."""
LEAST_GROUPED = 10_000


class ResultTexts(QObject):
    """In the language in force."""

    def verdict(self, verdict: Verdict) -> str:
        return {
            Verdict.GOOD: self.tr("good"),
            Verdict.FAIR: self.tr("fair"),
            Verdict.BAD: self.tr("bad"),
            Verdict.IMPOSSIBLE: self.tr("not measured"),
        }[verdict]

    def item(self, item: Item) -> str:
        return {
            Item.CAMERA: self.tr("Camera"),
            Item.MICROPHONE: self.tr("Microphone"),
            Item.SPEAKER: self.tr("Loudspeaker"),
            Item.ECHO: self.tr("Echo"),
            Item.SERVICE: self.tr("Practice service"),
            Item.CLOCK: self.tr("Clock of this computer"),
            Item.DOWNLOAD: self.tr("Line to you"),
            Item.UPLOAD: self.tr("Line from you"),
            Item.DELAY: self.tr("Delay"),
            Item.LOSS: self.tr("Lost packets"),
            Item.RELAY_UDP: self.tr("Relay by UDP"),
            Item.RELAY_TCP: self.tr("Relay by TCP"),
            Item.RELAY_TLS: self.tr("Relay by TLS"),
            Item.FIREWALL: self.tr("Firewall and proxy"),
            Item.PROCESSOR: self.tr("Processor"),
            Item.MEMORY: self.tr("Memory"),
            Item.SCREEN: self.tr("Screen"),
            Item.SYSTEM: self.tr("Operating system"),
        }[item]

    def finding(self, result: Result) -> str:
        """What was measured, as short as it goes; empty where nothing was."""
        text = self.figures(result.item)
        if not result.figures or not text:
            return ""
        return text.format(**{name: _number(value) for name, value in result.figures.items()})

    def figures(self, item: Item) -> str:
        """How what was measured is said, with a place for each figure; empty where there is none to say."""
        return {
            Item.CAMERA: self.tr("{width} × {height}, {fps} pictures/s"),
            Item.MICROPHONE: self.tr("voice {speech_dbfs} dB, room {noise_dbfs} dB"),
            Item.ECHO: self.tr("{gain_db} dB after {delay_ms} ms"),
            Item.SERVICE: self.tr("answers in {ms} ms"),
            Item.CLOCK: self.tr("{seconds} s off"),
            Item.DOWNLOAD: self.tr("{kbps} kbit/s, required {least_kbps}"),
            Item.UPLOAD: self.tr("{kbps} kbit/s, required {least_kbps}"),
            Item.DELAY: self.tr("{rtt_ms} ms, varies by {jitter_ms} ms"),
            Item.LOSS: self.tr("{percent} %"),
            Item.RELAY_UDP: self.tr("after {ms} ms"),
            Item.RELAY_TCP: self.tr("after {ms} ms"),
            Item.RELAY_TLS: self.tr("after {ms} ms"),
            Item.PROCESSOR: self.tr("{fps} pictures/s to and fro, {cores} cores"),
            Item.MEMORY: self.tr("{gib} GB"),
            Item.SCREEN: self.tr("{width} × {height}"),
            Item.SYSTEM: "{system}",
        }.get(item, "")

    def advice(self, result: Result) -> str:
        """What it means and what to do; empty where all is well."""
        reason = result.reason
        return (self._devices(reason) or self._line(reason) or self._relays(reason) or self._computer(reason)) or {
            Reason.FAILED: self.tr("This could not be measured here. The system report says why."),
            Reason.CANCELLED: self.tr("The test was ended before."),
        }.get(reason, "")

    def _devices(self, reason: Reason) -> str:
        return {
            Reason.CAMERA_SLOW: self.tr("Few pictures a second. More light helps: cameras slow down in the dark."),
            Reason.CAMERA_VERY_SLOW: self.tr(
                "The picture jerks. Make light, close other programs, or use another camera."
            ),
            Reason.CAMERA_SMALL: self.tr("The picture is smaller than the required 640 × 480. Choose another camera."),
            Reason.CAMERA_BLACK: self.tr("The picture is black. Open the cover of the lens, or take the sticker off."),
            Reason.CAMERA_DARK: self.tr("You are hardly to be seen. Put a lamp in front of you, not behind you."),
            Reason.CAMERA_FROZEN: self.tr("Always the same picture comes. Unplug the camera and plug it in again."),
            Reason.CAMERA_MISSING: self.tr(
                "No camera was found. Plug one in; a consultation also works with sound alone."
            ),
            Reason.CAMERA_BUSY: self.tr("Another program uses the camera, or the system forbids it. Close it there."),
            Reason.CAMERA_NO_PICTURE: self.tr("The camera delivers no picture. Unplug it and plug it in again."),
            Reason.MICROPHONE_QUIET: self.tr(
                "You are quiet. Come closer, or raise the level in the system's settings."
            ),
            Reason.MICROPHONE_CLIPS: self.tr(
                "You are too loud: it crackles. Lower the level in the system's settings."
            ),
            Reason.MICROPHONE_NOISY: self.tr("The room is loud or the microphone hums. Use a headset."),
            Reason.MICROPHONE_SILENT: self.tr(
                "Complete silence: the microphone is switched off, or the system forbids it."
            ),
            Reason.MICROPHONE_NO_SPEECH: self.tr("No voice was heard. Repeat the test and say a sentence when asked."),
            Reason.MICROPHONE_MISSING: self.tr("No microphone was found. Plug in a headset."),
            Reason.MICROPHONE_BUSY: self.tr("The microphone does not open. Close other programs that use it."),
            Reason.SPEAKER_ASK: self.tr("Did you hear two short tones?"),
            Reason.SPEAKER_UNHEARD: self.tr("Turn the volume up, or choose another loudspeaker or headset."),
            Reason.SPEAKER_MISSING: self.tr("No loudspeaker was found. Plug in a headset."),
            Reason.SPEAKER_BUSY: self.tr("The loudspeaker does not play. Choose another one."),
            Reason.ECHO_LOUD: self.tr(
                "Your microphone hears the loudspeaker very loudly. Turn it down, or use a headset."
            ),
            Reason.ECHO_LATE: self.tr(
                "The echo comes late, as with wireless loudspeakers. Use a headset with a cable."
            ),
            Reason.ECHO_NOT_CANCELLED: self.tr(
                "The patient hears themselves. Switch echo cancelling on, or use a headset."
            ),
            Reason.ECHO_UNKNOWN: self.tr("For this, microphone and loudspeaker must work."),
        }.get(reason, "")

    def _line(self, reason: Reason) -> str:
        return {
            Reason.SERVICE_SLOW: self.tr("The service answers slowly. Calls still go directly from one to the other."),
            Reason.SERVICE_UNREACHABLE: self.tr(
                "The service does not answer. Check the internet, then ask its operator."
            ),
            Reason.SERVICE_UNTRUSTED: self.tr(
                "The service's certificate is not valid. Do not go on; ask its operator."
            ),
            Reason.CLOCK_OFF: self.tr("Times follow the service. Let the system set its clock by the network."),
            Reason.CLOCK_WRONG: self.tr(
                "The clock is wrong. Let the system set it by the network, or secure links fail."
            ),
            Reason.CLOCK_UNKNOWN: self.tr("There was no clock to compare with."),
            Reason.LINE_TIGHT: self.tr("Enough, with little in reserve. Let nobody load large files meanwhile."),
            Reason.LINE_NARROW: self.tr(
                "Less than required. Use a cable instead of Wi-Fi, end downloads, ask your provider."
            ),
            Reason.LINE_LOCAL: self.tr(
                "The service runs on this computer: the way to the internet is not measured by it."
            ),
            Reason.LINE_SIGNED_OUT: self.tr("This is measured when you are signed in."),
            Reason.LINE_UNKNOWN: self.tr("The line broke off, or nobody answered."),
            Reason.DELAY_LONG: self.tr("You may interrupt each other. A cable instead of Wi-Fi often helps."),
            Reason.DELAY_VERY_LONG: self.tr("Talking is hard with this delay. Use a cable, and end downloads."),
            Reason.LOSS_SOME: self.tr("Some is lost on the way; sound stays whole. A cable helps where Wi-Fi is weak."),
            Reason.LOSS_MUCH: self.tr("Much is lost on the way. Use a cable instead of Wi-Fi."),
            Reason.LOSS_UNKNOWN: self.tr("No server was there to ask by UDP."),
        }.get(reason, "")

    def _relays(self, reason: Reason) -> str:
        return {
            Reason.RELAY_NONE: self.tr("Your service names no such relay. Its operator can add one."),
            Reason.RELAY_BLOCKED: self.tr("No answer on this way: a firewall stops it, or the relay is down."),
            Reason.RELAY_REFUSED: self.tr("The relay refuses the service's credentials. Tell the operator."),
            Reason.RELAY_UNTRUSTED: self.tr("The relay's certificate is not valid. Tell the operator."),
            Reason.FIREWALL_NO_UDP: self.tr(
                "UDP is blocked: calls work through the relay, with more delay. Open UDP if you can."
            ),
            Reason.FIREWALL_CLOSED: self.tr(
                "No way to any relay. Calls work where both are in one network; ask who runs yours."
            ),
            Reason.FIREWALL_PROXY: self.tr(
                "Web requests go through a proxy; without a relay, calls to outside may fail."
            ),
            Reason.FIREWALL_UNKNOWN: self.tr("Your service names no server outside that could be asked."),
        }.get(reason, "")

    def _computer(self, reason: Reason) -> str:
        return {
            Reason.PROCESSOR_TIGHT: self.tr("Just enough. Close other programs during consultations."),
            Reason.PROCESSOR_SLOW: self.tr(
                "Too slow for the full picture: it is sent smaller by itself. Close other programs."
            ),
            Reason.MEMORY_TIGHT: self.tr("Little memory is free. Close other programs during consultations."),
            Reason.MEMORY_SMALL: self.tr("This computer has too little memory for consultations."),
            Reason.MEMORY_UNKNOWN: self.tr("The system does not say."),
            Reason.SCREEN_LOW: self.tr("Enough, but small. A larger screen shows more of the patient."),
            Reason.SCREEN_SMALL: self.tr("Smaller than the required 640 × 480."),
            Reason.SCREEN_UNKNOWN: self.tr("No screen is attached."),
            Reason.SYSTEM_OLD: self.tr("This system gets no more security updates. Bring it up to date."),
            Reason.SYSTEM_UNKNOWN: self.tr("Whether it still gets security updates is not known here."),
        }.get(reason, "")


def _number(value: Figure) -> str:
    if isinstance(value, str):
        return value
    if float(value).is_integer():
        # Sizes of pictures carry no separator; rates of the line need one.
        return str(int(value)) if abs(value) < LEAST_GROUPED else QLocale().toString(int(value))
    return QLocale().toString(float(value), "f", 1)
