"""Help: the first start, how an appointment goes, each function, what to do on trouble, each key."""

from medclient.ui.call import shortcuts
from medclient.ui.reading_page import ReadingPage
from medclient.ui.rules import KBV_PAGE, Rules


class HelpPage(ReadingPage):
    """One page; nothing is loaded from anywhere."""

    def write(self) -> None:
        self.title(self.tr("Help"))
        self._write_beginning()
        self._write_functions()
        self._write_trouble()
        self.heading(self.tr("Before the first call of the day"))
        self.paragraph(
            self.tr(
                "A closed, quiet room. Everybody in the room is introduced to the patient. "
                "Nobody records picture or sound; this program cannot."
            )
        )
        self.heading(self.tr("Not everything may be done by video"))
        self.table([(str(number), rule) for number, rule in enumerate(Rules().all(), 1)])
        self.link(self.tr("The rules in full, at the KBV (opens your browser)"), KBV_PAGE)
        self._write_keys()

    def _write_beginning(self) -> None:
        self.heading(self.tr("The first start"))
        self.table(
            [
                ("1", self.tr("Enter your name and a password. Your practice then exists on this computer.")),
                (
                    "2",
                    self.tr("Run the system test: it measures devices, computer and line, and says what helps."),
                ),
                ("3", self.tr("Hold a rehearsal call: the practice patient shows a picture and speaks.")),
            ]
        )
        self.heading(self.tr("How a video appointment goes"))
        self.table(
            [
                ("1", self.tr("Enter the appointment and give the link to the patient: copied, or as a QR code.")),
                ("2", self.tr("The link opens one hour before the appointment and closes one hour after it.")),
                ("3", self.tr("The list says who is waiting. Press “Start”; the patient accepts the call.")),
                ("4", self.tr("Only hanging up ends the consultation. Everything else can be resumed.")),
            ]
        )

    def _write_functions(self) -> None:
        self.heading(self.tr("What is where"))
        self.table(
            [
                (
                    self.tr("Appointment"),
                    self.tr("Select it: link, message, new link, times and state are at the side."),
                ),
                (
                    self.tr("Chat"),
                    self.tr("In the call at the side. It works without picture and sound, and before the call."),
                ),
                (
                    self.tr("Insurance card"),
                    self.tr("Ask the patient to hold it into the camera; enlarge the picture with the wheel."),
                ),
                (
                    self.tr("Device settings"),
                    self.tr("Camera, microphone and loudspeaker can be changed in the middle of a call."),
                ),
                (
                    self.tr("System test"),
                    self.tr("In the menu at the top right. Each item says what is found and what helps."),
                ),
                (
                    self.tr("System report"),
                    self.tr("A file for support, without names, links or messages; you see it before it is saved."),
                ),
                (
                    self.tr("Patient's device"),
                    self.tr("Patients find “Check your device” on their link's page, also days before."),
                ),
            ]
        )

    def _write_trouble(self) -> None:
        self.heading(self.tr("If something does not work"))
        self.table(
            [
                (
                    self.tr("Picture or sound stops"),
                    self.tr("Press the circle to make a new connection. The call stays valid meanwhile."),
                ),
                (
                    self.tr("The patient cannot hear you"),
                    self.tr("Check in the device settings that the level moves while you speak."),
                ),
                (
                    self.tr("The patient hears themselves"),
                    self.tr("Use a headset, or switch echo cancelling on in the device settings."),
                ),
                (
                    self.tr("You are late"),
                    self.tr("Select the appointment and send a message; the patient sees it in the waiting room."),
                ),
                (
                    self.tr("The computer restarts"),
                    self.tr("Start the program again and press “Return to call”."),
                ),
                (
                    self.tr("It does not get better"),
                    self.tr("Write in the chat, or telephone. Save a system report and give it to your support."),
                ),
            ]
        )

    def _write_keys(self) -> None:
        self.heading(self.tr("Keys during a call"))
        self.table(
            [
                (shortcuts.native(shortcuts.CAMERA), self.tr("Camera on and off")),
                (
                    shortcuts.native(shortcuts.MICROPHONE),
                    self.tr("Microphone on and off; hold Space to talk while muted"),
                ),
                (shortcuts.native(shortcuts.RECONNECT), self.tr("New connection")),
                (shortcuts.native(shortcuts.CHAT), self.tr("Chat")),
                (shortcuts.native(shortcuts.HINTS), self.tr("Hint to the patient, shown large on their page")),
                (shortcuts.native(shortcuts.CARD), self.tr("Insurance card")),
                (
                    " ".join(shortcuts.native(each) for each in (shortcuts.ZOOM_IN, shortcuts.ZOOM_OUT)),
                    self.tr("Enlarge the patient's picture, and back"),
                ),
                (shortcuts.native(shortcuts.FULL_SCREEN), self.tr("Full screen")),
                (shortcuts.native(shortcuts.HANG_UP), self.tr("Hang up")),
            ]
        )
