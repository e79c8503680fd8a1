"""What looks after the program itself, brought to the window: system test, for now from menu and first start."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from medclient.diagnostics.system_test.service_probe import ServiceAccess
from medclient.media.local_media import LocalMedia
from medclient.settings import Paths
from medclient.ui.background import Background
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.system_test.presenter import SystemTestPresenter


class Support(QObject):
    """Owns the presenters of the diagnostics."""

    def __init__(
        self,
        window: MainWindow,
        media: LocalMedia,
        background: Background,
        paths: Paths,
        *,
        access: Callable[[], ServiceAccess | None],
        show_devices: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self.system_test = SystemTestPresenter(
            window.system_test, media, background, access, paths.diagnostics_dir / "system-test.json"
        )
        window.system_test.deviceSettingsRequested.connect(show_devices)
        window.appointments.menu.systemTestRequested.connect(self.show_system_test)
        window.first_start.systemTestRequested.connect(self.show_system_test)

    def show_system_test(self) -> None:
        self._window.show_page(Page.SYSTEM_TEST)
        self._window.system_test.action.setFocus()
        self.system_test.open()

    def call_opened(self) -> None:
        """A call needs devices and line for itself."""
        self.system_test.cancel()
