"""For all tests: no screen, and a Chromium that takes files for its camera and microphone."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
SIDE_BY_SIDE = tuple(HERE / name for name in ("unit", "ui", "service", "page", "proxy"))
"""Tests that wait for nobody's clock; those among them that do are marked `alone`."""

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# How long an example takes says something about the machine's other work, nothing about what is tested.
settings.register_profile("medclient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("medclient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in SIDE_BY_SIDE) and not item.get_closest_marker("alone"):
            item.add_marker(pytest.mark.side_by_side)
