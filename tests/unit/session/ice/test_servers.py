"""Which servers we read out of the service's answer."""

import pytest

from medclient.session.ice.servers import Carrier, IceServers, StunServer, TurnServer, ice_servers_from


def read(*urls: object) -> IceServers:
    return ice_servers_from({"ice_servers": [{"urls": list(urls), "username": "u", "credential": "p"}]})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("turn:turn.example", ("turn.example", 3478, Carrier.UDP)),
        ("turn:turn.example:80?transport=udp", ("turn.example", 80, Carrier.UDP)),
        ("turn:192.0.2.1:80?transport=tcp", ("192.0.2.1", 80, Carrier.TCP)),
        ("turns:turn.example", ("turn.example", 5349, Carrier.TLS)),
        ("turns:[2001:db8::1]:443?transport=tcp", ("2001:db8::1", 443, Carrier.TLS)),
    ],
)
def test_a_relay_and_what_carries_it(url: str, expected: tuple[str, int, Carrier]) -> None:
    assert read(url).turn == (TurnServer(*expected, "u", "p"),)


def test_the_stun_server_that_is_named_is_the_one_asked() -> None:
    servers = read("turn:turn.example", "stun:stun.example:19302")
    assert servers.stun == (StunServer("stun.example", 19302),)


def test_without_one_the_relay_over_udp_is() -> None:
    assert read("turns:turn.example:443", "turn:turn.example").stun == (StunServer("turn.example", 3478),)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"ice_servers": None},
        {"ice_servers": "turn:x"},
        {"ice_servers": [None, 5, {"urls": None}, {"urls": [None, {}]}]},
        {"ice_servers": [{"urls": ["turn:x"]}, {"urls": "turn:x", "username": 5, "credential": None}]},
        {
            "ice_servers": [
                {"urls": ["stun:", "stun:a b", "stun:x:0", "stun:x:99999", "stun:x?transport=udp", "http:x"]}
            ]
        },
        {"ice_servers": [{"urls": "turns:x?transport=udp", "username": "u", "credential": "p"}]},
    ],
)
def test_what_is_malformed_is_passed_over(answer: object) -> None:
    assert ice_servers_from(answer) == IceServers()


def test_the_same_server_is_asked_once_and_never_too_many() -> None:
    assert len(read("turn:a", "turn:a?transport=udp", "turn:a:3478").turn) == 1
    assert len(read(*(f"turn:turn{number}" for number in range(100))).turn) == 16


def test_no_credential_is_shown() -> None:
    assert "'p'" not in repr(read("turn:a"))
