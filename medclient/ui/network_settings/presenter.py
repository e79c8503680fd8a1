"""Brings the network settings, the proxies and the keyring together."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from medclient.network.proxy import Proxies, ProxyChoice, ProxyWay
from medclient.network.system_proxy import system_proxy
from medclient.practice import proxy_password
from medclient.settings import Settings
from medclient.ui.background import Background
from medclient.ui.network_settings.dialog import NetworkSettings

SOMEWHERE = "https://service.example"
"""What the system is asked for where there is no service elsewhere."""


class NetworkSettingsPresenter(QObject):
    """Opens the dialog when it is wanted, and by itself, once, when a proxy asks for a sign-in."""

    changed = Signal()
    """Another way out is in force: what could not be reached is worth another try."""
    _asked = Signal()

    def __init__(
        self,
        window: QWidget,
        proxies: Proxies,
        background: Background,
        settings: Callable[[], Settings],
        change_settings: Callable[[Settings], None],
        *,
        service_url: Callable[[], str],
        may_open: Callable[[], bool],
        can_remember: bool,
        follow: Callable[[QWidget], object] = lambda dialog: None,
    ) -> None:
        """`follow` lets the dialog come back where it was."""
        super().__init__(window)
        self._follow = follow
        self._window = window
        self._proxies = proxies
        self._background = background
        self._settings = settings
        self._change_settings = change_settings
        self._service_url = service_url
        self._may_open = may_open
        self._can_remember = can_remember
        self._told: ProxyChoice | None = None
        """The choice with which a proxy has already asked."""
        self.dialog: NetworkSettings | None = None
        proxies.on_sign_in_needed = self._asked.emit
        self._asked.connect(self._sign_in_needed)

    async def load(self) -> None:
        """Put in force what is remembered."""
        settings = self._settings()
        password = await asyncio.to_thread(proxy_password.load, settings.proxy_username)
        try:
            way = ProxyWay(settings.proxy_way)
        except ValueError:
            way = ProxyWay.SYSTEM
        self._proxies.choice = ProxyChoice(way, settings.proxy_address, settings.proxy_username, password)

    def show(self) -> None:
        self._background.spawn(self._show(asked=False))

    def _sign_in_needed(self) -> None:
        choice = self._proxies.choice
        if choice != self._told and self._may_open():
            self._told = choice
            self._background.spawn(self._show(asked=True))

    async def _show(self, *, asked: bool) -> None:
        found = await asyncio.to_thread(system_proxy, self._service_url() or SOMEWHERE)
        if self.dialog is None:
            self.dialog = NetworkSettings(self._window, can_remember=self._can_remember)
            self.dialog.chosen.connect(lambda choice: self._background.spawn(self._use(choice)))
            self._follow(self.dialog)
        if not self.dialog.isVisible() or asked:
            self.dialog.show_choice(self._proxies.choice, found, asked=asked)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    async def _use(self, choice: ProxyChoice) -> None:
        if not choice.username:
            choice = replace(choice, password="")
        self._told = None
        before = self._proxies.choice
        self._proxies.choice = choice
        self._change_settings(
            self._settings().changed(
                proxy_way=choice.way.value, proxy_address=choice.address, proxy_username=choice.username
            )
        )
        self.changed.emit()
        if self._can_remember:
            if before.username != choice.username:
                await asyncio.to_thread(proxy_password.save, before.username, "")
            await asyncio.to_thread(proxy_password.save, choice.username, choice.password)
