"""A TURN server on this computer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.relay.coturn import Authority, Coturn, make_authority, turnserver


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"), "localhost")


@pytest.fixture(scope="module")
def coturn(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Coturn]:
    folder: Path = tmp_path_factory.mktemp("coturn")
    # RFC 8656 says 300 s and 600 s.
    with turnserver(
        folder, authority, "--allow-loopback-peers", "--permission-lifetime=3", "--channel-lifetime=3"
    ) as running:
        yield running
