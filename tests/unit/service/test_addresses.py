"""An address becomes a name before anybody reads it."""

import asyncio
import socket

from medclient.service.addresses import NAME, Forwarded, Nameless, forget_address, name_of


def test_a_name_is_the_same_for_the_same_address_and_tells_nothing() -> None:
    name = name_of("203.0.113.7")
    assert name == name_of("203.0.113.7") == name_of(name)
    assert NAME.fullmatch(name)
    assert "203" not in name.partition("-")[0]
    assert name != name_of("203.0.113.8")


def test_a_household_has_one_name() -> None:
    assert name_of("2001:db8:1:2::3") == name_of("2001:db8:1:2:ffff::9")
    assert name_of("2001:db8:1:2::3") != name_of("2001:db8:1:3::3")


def test_whether_it_is_this_computer_stays_known() -> None:
    assert name_of("127.0.0.1").startswith("here-")
    assert name_of("::1").startswith("here-")
    assert name_of("192.0.2.1").startswith("elsewhere-")
    assert name_of("").startswith("elsewhere-")


def test_the_application_is_told_no_address() -> None:
    headers = [(b"x-forwarded-for", b"203.0.113.7"), (b"accept", b"*/*"), (b"x-real-ip", b"203.0.113.7")]
    scope = {"type": "http", "client": ("203.0.113.7", 4711), "headers": headers}
    forget_address(scope)
    assert scope == {"type": "http", "client": (name_of("203.0.113.7"), 0), "headers": [(b"accept", b"*/*")]}


def test_a_socket_names_its_other_end() -> None:
    with Nameless(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname()) as client:
            accepted, address = listener.accept()
            with accepted:
                assert address == accepted.getpeername() == (name_of("127.0.0.1"), 0)
                assert str(client.getsockname()[1]) not in str(accepted).partition("raddr")[2]
                client.sendall(b"whole")
                assert accepted.recv(5) == b"whole"


def test_uvicorn_remembers_nobody() -> None:
    """Its own would, in a cache; a new version may have another one."""
    asked = []

    async def application(scope: object, *_: object) -> None:
        asked.append(scope)

    forwarded = Forwarded(application, ("127.0.0.1", "10.0.0.0/8"))
    headers = [(b"x-forwarded-for", b"198.51.100.1, 203.0.113.7, 10.1.2.3")]
    scope = {"type": "http", "scheme": "http", "client": ("127.0.0.1", 1), "headers": headers}
    asyncio.run(forwarded(scope, None, None))  # type: ignore[arg-type]
    assert scope["client"] == ("203.0.113.7", 0)
    assert asked
    kept = [each for each in vars(forwarded.trusted_hosts).values() if hasattr(each, "cache_info")]
    assert kept == []
