"""Which addresses count: those of interfaces that lead somewhere."""

from types import SimpleNamespace

import ifaddr
import psutil
import pytest

from medclient.session.network_watch import local_addresses


def test_the_address_of_a_pulled_cable_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    def adapter(name: str, *ips: object) -> SimpleNamespace:
        return SimpleNamespace(name=name, nice_name=name, ips=[SimpleNamespace(ip=each) for each in ips])

    adapters = [adapter("eth0", "10.1.0.2", ("fe80::1", 0, 2)), adapter("wifi", "10.3.0.2"), adapter("vpn", "10.8.0.2")]
    plugged = {"eth0": SimpleNamespace(isup=False), "wifi": SimpleNamespace(isup=True)}
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: adapters)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: plugged)
    assert local_addresses() == {"10.3.0.2", "10.8.0.2"}
    plugged["eth0"].isup = True
    assert local_addresses() == {"10.1.0.2", "fe80::1", "10.3.0.2", "10.8.0.2"}


def test_this_computer_has_its_own_address() -> None:
    assert "127.0.0.1" in local_addresses()
