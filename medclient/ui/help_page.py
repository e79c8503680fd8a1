"""Help: how an appointment goes, what to do on trouble, the shortcuts, what not to do by video."""

from medclient.ui.reading_page import ReadingPage


class HelpPage(ReadingPage):
    """One page; nothing is loaded from anywhere."""

    def write(self) -> None:
        self.title(self.tr("Help"))
        self.heading(self.tr("How a video appointment goes"))
        self.table(
            [
                ("1", self.tr("Enter the appointment and give the link to the patient: copied, or as a QR code.")),
                ("2", self.tr("The link opens one hour before the appointment and closes one hour after it.")),
                ("3", self.tr("The list says who is waiting. Press “Start”; the patient accepts the call.")),
                ("4", self.tr("Only hanging up ends the consultation. Everything else can be resumed.")),
            ]
        )
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
                    self.tr("You are late"),
                    self.tr("Select the appointment and send a message; the patient sees it in the waiting room."),
                ),
                (
                    self.tr("The computer restarts"),
                    self.tr("Start the program again and press “Return to call”."),
                ),
            ]
        )
        self.heading(self.tr("Before the first call of the day"))
        self.paragraph(
            self.tr(
                "A closed, quiet room. Everybody in the room is introduced to the patient. "
                "Nobody records picture or sound; this program cannot."
            )
        )
        self.heading(self.tr("Not everything may be done by video"))
        self.paragraph(
            self.tr(
                "Whether a video consultation is medically sound is your decision, every time anew. "
                "Ask patients with severe or sudden complaints to come in, or call for help: 112."
            )
        )
        self.heading(self.tr("Keys during a call"))
        self.table(
            [
                (self.tr("Ctrl+E"), self.tr("Camera on and off")),
                (self.tr("Ctrl+D"), self.tr("Microphone on and off; hold Space to talk while muted")),
                (self.tr("Ctrl+R"), self.tr("New connection")),
                (self.tr("Ctrl+T"), self.tr("Chat")),
                (self.tr("F11"), self.tr("Full screen")),
                (self.tr("Ctrl+Shift+H"), self.tr("Hang up")),
            ]
        )
