"""What the report says, in the language of whoever saves it."""

from PySide6.QtCore import QObject

from medclient.ui.report.labels import ReportLabels


class ReportWords(QObject):
    """The texts that `diagnostics.report.html` asks for."""

    def all(self) -> dict[str, str]:
        return ReportLabels().all() | {
            "moment": self.tr("%Y-%m-%d %H:%M", "date and time; German: day, month, year"),
            "decimal_point": self.tr(".", "decimal point"),
            "title": self.tr("System report of medclient"),
            "introduction": self.tr(
                "For support. It holds no names, links, messages, passwords or e-mail addresses; "
                "network addresses are shortened."
            ),
            "made": self.tr("Made on {when}"),
            "nothing": self.tr("Nothing was recorded."),
            "call_of": self.tr("Call of {when}"),
            "bitrate": self.tr("Bit rate"),
            "loss": self.tr("Lost packets"),
            "rtt": self.tr("Round trip time"),
            "fps": self.tr("Pictures per second"),
            "freezes": self.tr("Frozen picture"),
            "received": self.tr("received"),
            "sent": self.tr("sent"),
            "section_program": self.tr("Program"),
            "section_computer": self.tr("Computer"),
            "section_devices": self.tr("Devices"),
            "section_settings": self.tr("Settings"),
            "section_system_test": self.tr("Last system test"),
            "section_calls": self.tr("Last calls"),
            "section_crashes": self.tr("Crashes"),
            "section_log": self.tr("Log"),
            "section_libraries": self.tr("Libraries"),
        }
