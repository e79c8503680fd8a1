"""For all tests: no screen, and a Chromium that takes files for its camera and microphone."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SIDE_BY_SIDE = tuple(HERE / name for name in ("unit", "ui", "service", "page", "proxy"))
"""Tests that wait for nobody's clock; those among them that do are marked `alone`."""

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in SIDE_BY_SIDE) and not item.get_closest_marker("alone"):
            item.add_marker(pytest.mark.side_by_side)
