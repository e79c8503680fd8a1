"""What the report's figures and values are called: its data has names for programs, its readers want words."""

from PySide6.QtCore import QObject

from medclient.diagnostics.system_test.verdict import Item, Reason, Result, Verdict
from medclient.ui.system_test.texts import ResultTexts
from medclient.ui.translation import LANGUAGES


class ReportLabels(QObject):
    """`label_NAME` for what stands before a value, `value_NAME` for values that are one of a few words."""

    def all(self) -> dict[str, str]:
        labels = self._program() | self._computer() | self._devices() | self._settings() | self._calls()
        values = self._states() | self._pages() | LANGUAGES
        return (
            {f"label_{name}": text for name, text in labels.items()}
            | {f"value_{name}": text for name, text in values.items()}
            | self._test()
        )

    def _program(self) -> dict[str, str]:
        return {
            "version": self.tr("Version"),
            "python": self.tr("Python"),
            "qt": self.tr("Qt"),
            "frozen": self.tr("Installed as one program"),
            "service": self.tr("Practice service"),
            "page": self.tr("Page shown"),
            "call": self.tr("Call"),
            "quality": self.tr("Line of the call"),
            "transport": self.tr("Connections made in the call"),
            "camera": self.tr("Camera"),
            "camera_fps": self.tr("Pictures per second of the camera"),
            "microphone": self.tr("Microphone"),
            "speaker": self.tr("Loudspeaker"),
        }

    def _computer(self) -> dict[str, str]:
        return {
            "system": self.tr("Operating system"),
            "kernel": self.tr("Kernel"),
            "architecture": self.tr("Processor architecture"),
            "cores": self.tr("Processor cores"),
            "memory_mib": self.tr("Memory in MiB"),
            "memory_free_mib": self.tr("Free memory in MiB"),
            "screens": self.tr("Screens"),
            "graphics": self.tr("Window system"),
            "language": self.tr("Language"),
            "networks": self.tr("Networks"),
        }

    def _devices(self) -> dict[str, str]:
        return {
            "cameras": self.tr("Cameras"),
            "microphones": self.tr("Microphones"),
            "speakers": self.tr("Loudspeakers"),
        }

    def _settings(self) -> dict[str, str]:
        return {
            "appearance": self.tr("Appearance"),
            "noise_suppression": self.tr("Noise suppression"),
            "echo_cancellation": self.tr("Echo cancelling"),
            "gain_control": self.tr("Loudness evened out"),
            "original_sound": self.tr("Original sound"),
            "camera_size": self.tr("Size of the camera's picture"),
            "volume": self.tr("Volume in percent"),
            "volume_memory": self.tr("Volume of each loudspeaker"),
            "sound_memory": self.tr("Sound of each microphone"),
            "capture_guard": self.tr("Protection from screen captures"),
            "keep_facts_days": self.tr("Days that past consultations are kept"),
            "checklist_hidden_on": self.tr("Checklist not shown again on a day"),
            "rules_shown_to": self.tr("Rules were read"),
            "service_url": self.tr("Address of the practice service"),
            "ca_file": self.tr("Certificate of an own authority"),
            "proxy_way": self.tr("Choice of the proxy"),
            "proxy_address": self.tr("Address of the proxy"),
            "proxy_username": self.tr("Name at the proxy"),
            "account_name": self.tr("Sign-in name"),
            "ready_texts": self.tr("Own ready texts"),
            "stay_in_tray": self.tr("Goes on in the tray"),
            "window_places": self.tr("Places of the windows"),
            "lock_after_minutes": self.tr("Minutes until the screen locks"),
            "locked": self.tr("Screen locked"),
            "damaged": self.tr("Settings were damaged"),
        }

    def _calls(self) -> dict[str, str]:
        return {
            "seconds": self.tr("Seconds recorded"),
            "transports": self.tr("Connections"),
            "in_kbps": self.tr("Received, kbit/s"),
            "out_kbps": self.tr("Sent, kbit/s"),
            "in_loss": self.tr("Share lost of what was received"),
            "out_loss": self.tr("Share lost of what was sent"),
            "rtt_ms": self.tr("Round trip time in ms"),
            "in_fps": self.tr("Pictures received per second"),
            "frozen_ms": self.tr("Frozen picture in ms"),
            "interruptions": self.tr("Interruptions"),
            "ciphers": self.tr("Encryption"),
        }

    def _states(self) -> dict[str, str]:
        return {
            "true": self.tr("yes"),
            "false": self.tr("no"),
            "set": self.tr("set"),
            "not set": self.tr("not set"),
            "embedded": self.tr("on this computer"),
            "own": self.tr("the practice's own"),
            "system": self.tr("as the system"),
            "light": self.tr("light"),
            "dark": self.tr("dark"),
            "idle": self.tr("none"),
            "waiting": self.tr("waiting for the patient"),
            "ringing": self.tr("ringing"),
            "connecting": self.tr("being connected"),
            "in_call": self.tr("running"),
            "unstable": self.tr("unstable"),
            "reconnecting": self.tr("being restored"),
            "ended": self.tr("ended"),
            "unknown": self.tr("not known"),
            "poor": self.tr("poor"),
            "on": self.tr("on"),
            "off": self.tr("off"),
            "starting": self.tr("starting"),
            "missing": self.tr("missing"),
            "busy": self.tr("used by another program"),
            "lost": self.tr("unplugged or broken off"),
        }

    def _pages(self) -> dict[str, str]:
        return {
            "start": self.tr("Start"),
            "sign_in": self.tr("Sign in"),
            "first_start": self.tr("First start"),
            "recovery": self.tr("Recovery"),
            "invitation": self.tr("Invitation"),
            "recovery_code": self.tr("Recovery code"),
            "second_factor": self.tr("Second factor"),
            "account": self.tr("Practice and account"),
            "lock": self.tr("Locked screen"),
            "appointments": self.tr("Appointments"),
            "call": self.tr("Call"),
            "summary": self.tr("After the call"),
            "help": self.tr("Help"),
            "about": self.tr("About"),
            "system_test": self.tr("System test"),
            "rules": self.tr("What may be done by video"),
            "history": self.tr("Past consultations"),
        }

    def _test(self) -> dict[str, str]:
        texts = ResultTexts()
        return (
            {"label_at": self.tr("Measured on")}
            | {f"value_{each.value}": texts.verdict(each) for each in Verdict}
            | {f"label_item_{each.value}": texts.item(each) for each in Item}
            | {f"figures_{each.value}": texts.figures(each) for each in Item}
            | {f"advice_{each.value}": texts.advice(Result(Item.CAMERA, Verdict.FAIR, each)) for each in Reason}
        )
