"""The pages of sign-in and account on a real window, before the real service."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from medclient.demo_run import until
from medclient.practice.client import PracticeClient
from medclient.practice.credentials import Credentials
from medclient.settings import Settings
from medclient.ui.account.room import AccountRoom
from medclient.ui.background import Background
from medclient.ui.main_window import MainWindow, Page
from medclient.ui.sign_in.flow import SignInFlow
from tests.service.client import Service
from tests.service.conftest import Clock, clock, service, start

__all__ = ["clock", "service", "start"]

PASSWORD = "ein gutes Passwort"
OTHER = "ein ganz anderes Passwort"
WAIT_S = 60.0


@dataclass
class Desk:
    """One PC of the practice: a window, a client, what it remembers."""

    folder: Path
    service: Service
    clock: Clock
    name: str = "PC 1"
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        self.background = Background()
        self.window = MainWindow(self.clock, QWidget())
        self.credentials = Credentials(self.folder / "remembered.json")
        self.client = PracticeClient(self.service.url, self.clock, self.name)
        self.room = AccountRoom(
            self.window,
            self.background,
            self.credentials,
            lambda: self.settings,
            self._change,
            lambda: self.service.url,
        )
        self.flow: SignInFlow = self.room.open(self.client)
        self.flow.signedIn.connect(self._signed_in)
        self.room.signOutRequested.connect(lambda: self.background.spawn(self._sign_out()))

    def _change(self, settings: Settings) -> None:
        self.settings = settings

    def _signed_in(self) -> None:
        self.window.show_page(Page.APPOINTMENTS)
        self.room.signed_in()

    async def _sign_out(self) -> None:
        self.room.signed_out()
        await self.flow.sign_out()

    async def reach(self, page: Page) -> None:
        """Wait until a page is shown."""
        await until(self.window.pageChanged, lambda: self.window.page is page, WAIT_S)

    async def settle(self) -> None:
        """Wait until nothing is under way any more."""
        while tasks := list(self.background._tasks):
            await asyncio.gather(*tasks, return_exceptions=True)
        QCoreApplication.processEvents()

    async def signed_in(self) -> None:
        """As somebody who has set the practice up."""
        await asyncio.to_thread(self.client.set_up_practice, "Praxis", "Dr. Anna Arnold", "arnold", PASSWORD)
        await asyncio.to_thread(self.client.sign_in, "arnold", PASSWORD)
        self._signed_in()

    def closes(self) -> None:
        self.window.close()
        self.window.deleteLater()


Make = Callable[..., Desk]


@pytest.fixture
async def make(service: Service, clock: Clock, tmp_path: Path, qapp: QApplication) -> AsyncIterator[Make]:
    """Makes PCs; none of them has a keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    made: list[Desk] = []

    def make(name: str = "PC 1", **more: object) -> Desk:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        desk = Desk(folder, service, clock, name, **more)  # type: ignore[arg-type]
        made.append(desk)
        return desk

    yield make
    for desk in made:
        await desk.background.close()
        desk.closes()
    keyring.set_keyring(before)


@pytest.fixture
async def desk(make: Make) -> Desk:
    """The first PC, with a practice that is set up and somebody signed in."""
    result = make()
    await result.signed_in()
    return result
