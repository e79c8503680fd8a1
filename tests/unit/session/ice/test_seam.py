"""What the seam touches inside aioice is still there."""

import inspect

import aioice
from aioice import Connection, turn
from aioice.ice import StunProtocol


def test_the_version_is_the_one_that_was_read() -> None:
    assert aioice.__version__.startswith("0.13.")


async def test_the_names_that_are_touched_exist() -> None:
    connection = Connection(ice_controlling=False)
    for name in ("_closing", "_protocols", "_local_candidates"):
        assert name in vars(connection)
    assert callable(connection._pair_remote_candidate)
    assert callable(connection.sort_check_list)
    assert callable(connection._check_periodic)
    assert (connection._check_list_done, connection._early_checks_done) == (False, False)
    for name in ("_nominated", "_query_consent_task"):
        assert name in vars(connection)
    assert list(inspect.signature(connection.sendto).parameters) == ["data", "component"]
    assert list(inspect.signature(connection.build_request).parameters) == ["pair", "nominate"]
    assert "self.query_consent()" in inspect.getsource(Connection.connect)
    assert "await self.sendto(" in inspect.getsource(Connection.send)
    protocol = StunProtocol(connection)
    assert list(inspect.signature(protocol.request).parameters) == [
        "request",
        "addr",
        "integrity_key",
        "retransmissions",
    ]
    assert callable(protocol.request)
    assert list(inspect.signature(turn.TurnClientMixin.__init__).parameters)[1:] == [
        "server",
        "username",
        "password",
        "lifetime",
        "channel_refresh_time",
    ]
    client = turn.TurnClientUdpProtocol(("192.0.2.1", 1), None, None, 600, 500)
    for name in ("peer_to_channel", "channel_to_peer", "relayed_address", "mapped_address", "receiver"):
        assert name in vars(client)
    assert inspect.iscoroutinefunction(turn.TurnTransport._connect)
    assert turn.DEFAULT_CHANNEL_REFRESH_TIME > 300, "aioice renews permissions in time now: is ours still needed?"
