"""A file in the chat: what it is, how far it has come, and what can be done with it."""

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout

from medclient.protocol.envelope import Role
from medclient.session.events import ChatEntry, FileEntry, FileState
from medclient.ui import icons, tokens, widgets
from medclient.ui.call.chat_line import SIDE, meta_text
from medclient.ui.elided_label import ElidedLabel
from medclient.ui.translation import Retranslated

ICON_SIZE = 20
GETTABLE = frozenset({FileState.OFFERED, FileState.FAILED, FileState.DONE})
CANCELLABLE = frozenset({FileState.OFFERED, FileState.WAITING, FileState.MOVING})


class FileLine(Retranslated):
    """Stands among the lines of the chat like one of them."""

    acceptPressed = Signal(str)
    cancelPressed = Signal(str)
    savePressed = Signal(str)
    viewPressed = Signal(str)
    """Show the picture larger."""

    def __init__(self, text_width: int) -> None:
        super().__init__()
        self._entry: ChatEntry | None = None
        self._name = ""
        self._read_only = False
        self.thumbnail_size = QSize(text_width - 2 * SIDE, text_width)
        self.setFixedWidth(text_width)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._frame = widgets.frame("card")
        self.thumbnail = QPushButton()
        self.thumbnail.setProperty("kind", "picture")
        self.thumbnail.setCursor(Qt.CursorShape.PointingHandCursor)
        self.thumbnail.hide()
        self._icon = QLabel()
        self.file_name = ElidedLabel(strong=True)
        self._about = widgets.label(size="small", tone="muted")
        self.doing = widgets.label(size="small", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.accept_button = widgets.button("", "primary")
        self.save_button = widgets.button("", "", "download")
        self.cancel_button = widgets.button("")
        self.meta = widgets.label(size="small", tone="muted")
        self.meta.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._lay_out()
        for button, signal in (
            (self.accept_button, self.acceptPressed),
            (self.cancel_button, self.cancelPressed),
            (self.save_button, self.savePressed),
            (self.thumbnail, self.viewPressed),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self._entry.id if self._entry else ""))

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(SIDE, SIDE, SIDE, tokens.SPACE_2)
        column.setSpacing(tokens.SPACE_2)
        column.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignHCenter)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_2)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.file_name)
        names.addWidget(self._about)
        head.addLayout(names, 1)
        column.addLayout(head)
        column.addWidget(self.doing)
        column.addWidget(self.progress)
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_2)
        for button in (self.accept_button, self.save_button, self.cancel_button):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addLayout(buttons)
        column.addWidget(self.meta)

    @property
    def text(self) -> str:
        return self.file_name.text()

    def set_read_only(self, read_only: bool) -> None:
        """After the call a file can be saved, and nothing else be done."""
        self._read_only = read_only
        self.retranslate()

    def show_thumbnail(self, image: QImage) -> None:
        """A small picture of what has come; press it for a larger one."""
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(image.devicePixelRatio())
        size = pixmap.deviceIndependentSize().toSize()
        self.thumbnail.setIcon(pixmap)
        self.thumbnail.setIconSize(size)
        self.thumbnail.setFixedSize(size)
        self.thumbnail.show()

    def show_entry(self, entry: ChatEntry, name: str) -> None:
        self._entry, self._name = entry, name
        self._frame.setProperty("surface", "accent" if entry.sender is Role.PRACTITIONER else "card")
        self.retranslate()

    def retranslate(self) -> None:
        entry = self._entry
        if entry is None or entry.file is None:
            return
        file, own = entry.file, entry.sender is Role.PRACTITIONER
        icons.set_pixmap(self._icon, "image" if file.kind.startswith("image/") else "file", ICON_SIZE, "accent_text")
        self.file_name.setText(file.name)
        self._about.setText(" · ".join(part for part in (size_text(file.size), _suffix(file.name)) if part))
        doing = self._sending(file) if own else self._receiving(file)
        if file.state is FileState.MOVING:
            doing += f" {100 * file.moved // max(1, file.size)} %"
        self.doing.setText(doing)
        self.doing.setFixedHeight(self.doing.heightForWidth(self.thumbnail_size.width() - 2))
        self.doing.setVisible(bool(doing))
        self.progress.setVisible(file.state is FileState.MOVING)
        self.progress.setRange(0, max(1, file.size))
        self.progress.setValue(file.moved)
        self.progress.setAccessibleName(self.tr("Transfer of {name}").format(name=file.name))
        live = not self._read_only
        self.accept_button.setVisible(live and not own and not file.held and file.state in GETTABLE)
        self.cancel_button.setVisible(live and file.state in CANCELLABLE)
        self.save_button.setVisible(file.held)
        self.accept_button.setText(self.tr("Load"))
        self.save_button.setText(self.tr("Save …"))
        declines = not own and file.state is FileState.OFFERED
        self.cancel_button.setText(self.tr("Decline") if declines else self.tr("Cancel"))
        self.thumbnail.setAccessibleName(self.tr("Show picture {name} larger").format(name=file.name))
        self.thumbnail.setToolTip(self.tr("Show larger"))
        self.meta.setText(meta_text(entry))
        self.setAccessibleName(f"{self.tr('You') if own else self._name}, {file.name}, {self.meta.text()}")

    def _receiving(self, file: FileEntry) -> str:
        match file.state:
            case FileState.WAITING:
                return self.tr("It is loaded as soon as the connection is there.")
            case FileState.MOVING:
                return self.tr("Loading …")
            case FileState.DONE if not file.held:
                return self.tr("Was received before the program was started anew.")
            case FileState.FAILED:
                return self.tr("It arrived damaged.")
            case FileState.CANCELLED:
                return self.tr("Cancelled")
            case FileState.GONE:
                return self.tr("No longer available")
            case FileState.REFUSED:
                return self.tr("Too large, or a program: such files are not taken, for your safety.")
        return ""

    def _sending(self, file: FileEntry) -> str:
        match file.state:
            case FileState.OFFERED:
                return self.tr("Waits until the patient loads it.")
            case FileState.WAITING:
                return self.tr("Goes on as soon as the connection is there.")
            case FileState.MOVING:
                return self.tr("Sending …")
            case FileState.DONE:
                return self.tr("Arrived")
            case FileState.FAILED:
                return self.tr("It arrived damaged. Please send it again.")
            case FileState.CANCELLED:
                return self.tr("Cancelled")
            case FileState.GONE:
                return self.tr("No longer available. Please send it again.")
        return ""


def size_text(size: int) -> str:
    """A size as people say it."""
    return QLocale().formattedDataSize(size, 1 if size >= 1_000_000 else 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def _suffix(name: str) -> str:
    _, dot, suffix = name.rpartition(".")
    return suffix.upper() if dot and len(suffix) <= 6 else ""
