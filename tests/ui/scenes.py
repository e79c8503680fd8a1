"""Every page in every state that a user can see: the tests walk them, `screenshots` paints them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Scene:
    """One page in one state."""

    name: str
    build: Callable[[], QWidget]
    """Makes the widget in the language and appearance in force; called anew for each picture."""
    width: int = 1280
    height: int = 800
    after_show: Callable[[QWidget], None] | None = None
    """Brings the shown widget into its state, where that needs a shown one (focus, hover)."""


def all_scenes() -> tuple[Scene, ...]:
    """The scenes of all pages."""
    from tests.ui.scenes_account import SCENES as ACCOUNT
    from tests.ui.scenes_call import SCENES as CALL
    from tests.ui.scenes_network import SCENES as NETWORK
    from tests.ui.scenes_pages import SCENES as PAGES
    from tests.ui.scenes_support import SCENES as SUPPORT

    return (*PAGES, *ACCOUNT, *NETWORK, *SUPPORT, *CALL)
