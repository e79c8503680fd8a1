"""The device settings are read in the source texts."""

import pytest


@pytest.fixture(autouse=True)
def _in_english(english: None) -> None:
    """The source texts are what these tests read."""
