"""Which proxy to use, and what to sign in with: chosen, kept, and asked for once."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from medclient import settings
from medclient.network.proxy import Proxies, Proxy, ProxyChoice, ProxyWay
from medclient.practice import proxy_password
from medclient.ui.background import Background
from medclient.ui.network_settings.dialog import NetworkSettings
from medclient.ui.network_settings.presenter import NetworkSettingsPresenter

FOUND = Proxy("proxy.example", 8080)


class Memory(KeyringBackend):
    """A keyring that lasts as long as the test."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture
def memory() -> Iterator[Memory]:
    before, ring = keyring.get_keyring(), Memory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def dialog(qtbot: QtBot) -> NetworkSettings:
    made = NetworkSettings()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_sign_in_is_asked_for_where_there_is_a_proxy(dialog: NetworkSettings) -> None:
    """Requirements: pain proxy."""
    dialog.show_choice(ProxyChoice(), None)
    assert not dialog.username.isVisible()
    dialog.show_choice(ProxyChoice(), FOUND)
    assert "proxy.example:8080" in dialog.found.text()
    assert dialog.username.isVisible()
    dialog.choose(ProxyWay.NONE)
    assert not dialog.username.isVisible()
    dialog.choose(ProxyWay.TYPED)
    assert dialog.address.isVisible()
    assert dialog.password.isVisible()


def test_an_address_that_is_none_is_not_saved(dialog: NetworkSettings) -> None:
    chosen: list[ProxyChoice] = []
    dialog.chosen.connect(chosen.append)
    dialog.show_choice(ProxyChoice(ProxyWay.TYPED), None)
    dialog.address.line.setText("proxy")
    dialog.save.click()
    assert dialog.isVisible()
    assert dialog.address.error
    dialog.address.line.setText("proxy:8080")
    dialog.username.line.setText("praxis")
    dialog.password.line.setText("geheim")
    dialog.save.click()
    assert not dialog.isVisible()
    assert chosen == [ProxyChoice(ProxyWay.TYPED, "proxy:8080", "praxis", "geheim")]


@pytest.mark.parametrize("can_remember", [True, False])
async def test_the_password_goes_to_the_keyring_alone(
    qtbot: QtBot, tmp_path: Path, memory: Memory, can_remember: bool
) -> None:
    window, background = QWidget(), Background()
    qtbot.addWidget(window)
    file = settings.SettingsFile(tmp_path / "settings.json", settings.Settings())
    proxies = Proxies()
    opened = [False]

    followed: list[QWidget] = []

    def presenter() -> NetworkSettingsPresenter:
        return NetworkSettingsPresenter(
            window,
            proxies,
            background,
            lambda: file.current,
            file.change,
            service_url=lambda: "",
            may_open=lambda: opened[0],
            can_remember=can_remember,
            follow=followed.append,
        )

    first = presenter()
    await first.load()
    assert proxies.choice == ProxyChoice()
    await asyncio.to_thread(proxies.on_sign_in_needed)
    await settled(background)
    assert first.dialog is None, "a call is not disturbed"
    opened[0] = True
    await asyncio.to_thread(proxies.on_sign_in_needed)
    await settled(background)
    assert first.dialog
    assert first.dialog.isVisible()
    assert followed == [first.dialog], "it comes back where it was"
    assert first.dialog.notice.isVisible()
    first.dialog.choose(ProxyWay.TYPED)
    first.dialog.address.line.setText("proxy:8080")
    first.dialog.username.line.setText("praxis")
    first.dialog.password.line.setText("geheim")
    first.dialog.save.click()
    await settled(background)
    assert proxies.choice == ProxyChoice(ProxyWay.TYPED, "proxy:8080", "praxis", "geheim")
    await asyncio.to_thread(file.close)
    written = (tmp_path / "settings.json").read_text(encoding="utf-8")
    assert json.loads(written)["proxy_address"] == "proxy:8080"
    assert "geheim" not in written
    assert list(memory.kept) == ([(proxy_password.SERVICE, "praxis")] if can_remember else [])
    await presenter().load()
    assert proxies.choice.password == ("geheim" if can_remember else "")


async def settled(background: Background) -> None:
    """Let queued signals arrive, and what they set going come to its end."""
    for _ in range(3):
        QCoreApplication.processEvents()
        await background.settled()
