"""Design tokens: the only place that names a colour, a distance or a size."""

import dataclasses
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final

from PySide6.QtWidgets import QApplication

SPACE_1: Final = 4
SPACE_2: Final = 8
SPACE_3: Final = 12
SPACE_4: Final = 16
SPACE_6: Final = 24
SPACE_8: Final = 32
SPACE_12: Final = 48
"""Distances on the 4-px grid, in logical pixels."""

RADIUS: Final = 10
CONTROL_HEIGHT: Final = 40
"""Least height of anything that is pressed."""
MOTION_MS: Final = 150
"""Length of a fade; use 0 where the system asks for no motion."""

FONT_SMALL: Final = 13
FONT_BODY: Final = 15
FONT_HEADING: Final = 20
FONT_TITLE: Final = 28
"""Type sizes in logical pixels, before the system's own text scale."""

DARK_PROPERTY: Final = "medclientDark"
SCALE_PROPERTY: Final = "medclientTextScale"
"""Where `theme.apply` notes on the application what is in force."""


@dataclass(frozen=True)
class Tokens:
    """The colours of one appearance, as `#rrggbb`; `text_scale` is what the system asks of type."""

    dark: bool
    background: str
    """Behind everything."""
    surface: str
    """Cards, fields, menus."""
    surface_alt: str
    """Hovered rows and quiet buttons."""
    border: str
    """Lines that only divide."""
    control_border: str
    """Outline of fields: at least 3:1 against the surface."""
    text: str
    muted: str
    disabled: str
    accent: str
    """The primary button, the focus ring, the badge."""
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_text: str
    """The accent as type on a surface."""
    accent_soft: str
    """Ground of a selected row or of a patient who waits."""
    danger: str
    danger_hover: str
    danger_pressed: str
    on_danger: str
    danger_text: str
    danger_soft: str
    warning_text: str
    warning_soft: str
    stage: str = "#0b1110"
    """Behind the pictures of a call; the same in both appearances."""
    stage_control: str = "#27322f"
    stage_control_hover: str = "#36433f"
    on_stage: str = "#f2f6f5"
    on_stage_muted: str = "#b4c1bd"
    stage_accent: str = "#5fd0c5"
    stage_danger: str = "#c7352b"
    stage_danger_hover: str = "#ad2a21"
    stage_warning: str = "#f5c26b"
    text_scale: float = 1.0

    def px(self, size: int) -> int:
        """A type size in logical pixels, scaled as the system asks."""
        return round(size * self.text_scale)

    def colors(self) -> dict[str, str]:
        """Every colour by its name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, str)}


LIGHT: Final = Tokens(
    dark=False,
    background="#f5f8f7",
    surface="#ffffff",
    surface_alt="#ebf1ef",
    border="#dbe3e1",
    control_border="#82918d",
    text="#14201e",
    muted="#52625e",
    disabled="#8b9895",
    accent="#0b6b66",
    accent_hover="#095955",
    accent_pressed="#074744",
    on_accent="#ffffff",
    accent_text="#0b6b66",
    accent_soft="#dff1ee",
    danger="#b3261e",
    danger_hover="#97201a",
    danger_pressed="#7c1a15",
    on_danger="#ffffff",
    danger_text="#a8231c",
    danger_soft="#fbeae8",
    warning_text="#7d4a00",
    warning_soft="#fff2d9",
)

DARK: Final = Tokens(
    dark=True,
    background="#0f1615",
    surface="#18211f",
    surface_alt="#222d2a",
    border="#2c3936",
    control_border="#6d7d78",
    text="#e9f0ee",
    muted="#a6b5b1",
    disabled="#6f7e7a",
    accent="#58c4ba",
    accent_hover="#74d3ca",
    accent_pressed="#45aca2",
    on_accent="#05201d",
    accent_text="#6fd0c6",
    accent_soft="#12332f",
    danger="#c7352b",
    danger_hover="#ad2a21",
    danger_pressed="#942119",
    on_danger="#ffffff",
    danger_text="#ff9d92",
    danger_soft="#3b1e1b",
    warning_text="#f3c06a",
    warning_soft="#372a12",
)


def current() -> Tokens:
    """The tokens in force: light ones before `theme.apply` was called."""
    app = QApplication.instance()
    if app is None:
        return LIGHT
    chosen = DARK if app.property(DARK_PROPERTY) else LIGHT
    scale = app.property(SCALE_PROPERTY)
    return _scaled(chosen, scale) if scale else chosen


@lru_cache(maxsize=8)
def _scaled(chosen: Tokens, scale: float) -> Tokens:
    """Kept, since pictures ask for the tokens with every frame they paint."""
    return dataclasses.replace(chosen, text_scale=scale)
