"""Scenes of the network settings."""

from PySide6.QtWidgets import QWidget

from medclient.network.proxy import Proxy, ProxyChoice, ProxyWay
from medclient.ui.network_settings.dialog import NetworkSettings
from tests.ui.scenes import Scene

FOUND = Proxy("proxy.praxis.example", 8080)


def network(choice: ProxyChoice, found: Proxy | None, *, asked: bool = False, can_remember: bool = True) -> QWidget:
    result = NetworkSettings(can_remember=can_remember)
    result.show_choice(choice, found, asked=asked)
    return result


SCENES = (
    Scene("network", lambda: network(ProxyChoice(), None), 480, 360),
    Scene("network-asked", lambda: network(ProxyChoice(), FOUND, asked=True), 480, 560),
    Scene(
        "network-typed",
        lambda: network(ProxyChoice(ProxyWay.TYPED, "proxy:3128", "praxis"), None, can_remember=False),
        480,
        600,
    ),
)
