"""A proxy between the program and everything else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proxy.tinyproxy import Tinyproxy, tinyproxy
from tests.relay.conftest import authority, coturn
from tests.service.conftest import clock, start

__all__ = ["authority", "clock", "coturn", "start"]


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tinyproxy]:
    folder: Path = tmp_path_factory.mktemp("proxy")
    with tinyproxy(folder) as running:
        yield running
