"""A call page on a screen, and what it says."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from medclient.session.events import CallSnapshot
from medclient.ui.call import CallPage
from medclient.ui.call.control_bar import ACCEPTED
from medclient.ui.call.own_media import OwnMedia
from tests.ui.call.screens import WORKING, page

Open = Callable[..., CallPage]


@pytest.fixture
def open_page(qtbot: QtBot) -> Open:
    """Shows the page in a state, with pictures of both sides painted once."""

    def make(call: CallSnapshot, media: OwnMedia = WORKING, *, remote: bool = True) -> CallPage:
        made = page(call, media, remote=remote)
        qtbot.addWidget(made)
        made.resize(1280, 800)
        made.show()
        qtbot.waitExposed(made)
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        if remote and call.remote_camera and call.state in ACCEPTED:
            qtbot.waitUntil(lambda: made.stage.remote.has_picture)
        return made

    return make


@pytest.fixture(autouse=True)
def _in_english(english: None) -> None:
    """The source texts are what these tests read."""
