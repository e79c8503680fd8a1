"""Tokens, theme, icons and the binding itself."""

import gc
import re
import sys

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from medclient.settings import resources_dir
from medclient.ui import icons, theme, tokens, widgets
from medclient.ui.tokens import DARK, LIGHT, Tokens


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


TYPE_ON_GROUND = [
    *(
        (text, ground)
        for text in ("text", "muted")
        for ground in ("background", "surface", "surface_alt", "accent_soft")
    ),
    *(("text", ground) for ground in ("warning_soft", "danger_soft", "border")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
    *(("on_danger", ground) for ground in ("danger", "danger_hover", "danger_pressed")),
    *(("accent_text", ground) for ground in ("background", "surface", "surface_alt", "accent_soft")),
    *(("danger_text", ground) for ground in ("background", "surface", "danger_soft")),
    *(("warning_text", ground) for ground in ("background", "surface", "surface_alt", "warning_soft", "accent_soft")),
    *((text, "stage") for text in ("on_stage", "on_stage_muted", "stage_accent", "stage_warning")),
    *(
        ("on_stage", ground)
        for ground in ("stage_control", "stage_control_hover", "stage_danger", "stage_danger_hover")
    ),
]
SHAPE_ON_GROUND = [("control_border", "surface"), ("accent", "surface"), ("accent", "background")]


@pytest.mark.parametrize("appearance", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TYPE_ON_GROUND)
def test_type_can_be_read(appearance: Tokens, text: str, ground: str) -> None:
    colors = appearance.colors()
    assert contrast(colors[text], colors[ground]) >= 4.5


@pytest.mark.parametrize("appearance", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_ON_GROUND)
def test_controls_can_be_seen(appearance: Tokens, shape: str, ground: str) -> None:
    colors = appearance.colors()
    assert contrast(colors[shape], colors[ground]) >= 3


def test_style_sheet_has_no_open_names() -> None:
    for appearance in (LIGHT, DARK):
        sheet = theme.style_sheet(appearance)
        assert "$" not in sheet
        assert appearance.accent in sheet
        for path in re.findall(r"url\(([^)]*)\)", sheet):
            assert QImage(path).width() > 0, path


def test_appearance_changes_while_shown(qapp: QApplication, qtbot: QtBot) -> None:
    button = widgets.icon_button("Mehr", "ellipsis")
    qtbot.addWidget(button)
    button.show()
    before = _ink(button.icon())
    theme.apply(qapp, True)
    assert tokens.current().dark
    assert qapp.palette().window().color() == QColor(DARK.background)
    assert before == QColor(LIGHT.text)
    assert _ink(button.icon()) == QColor(DARK.text)


def test_without_a_choice_the_system_decides(qapp: QApplication) -> None:
    assert theme.apply(qapp, None).dark == (qapp.styleHints().colorScheme().name == "Dark")


def test_type_grows_with_the_system(qapp: QApplication) -> None:
    large = Tokens(**{**{f: getattr(LIGHT, f) for f in LIGHT.__dataclass_fields__}, "text_scale": 1.5})
    assert "font-size: 22px" in theme.style_sheet(large)


def test_icons_are_sharp_at_double_scale() -> None:
    picture = icons.icon("video").pixmap(QSize(24, 24), 2.0)
    assert (picture.width(), picture.devicePixelRatio()) == (48, 2.0)


def test_an_icon_is_drawn_in_the_size_that_is_asked_for() -> None:
    icon = icons.icon("video", gap=8)
    assert icon.pixmap(QSize(24, 16), 2.0).size() == QSize(48, 32)
    assert icon.pixmap(QSize(41, 33), 1.0).size() == QSize(41, 33)
    assert icons.icon("video").actualSize(QSize(100, 30)) == QSize(30, 30)


def test_a_copied_icon_outlives_its_change() -> None:
    """Qt takes the copy's engine without holding its Python side."""
    copy = QIcon(icons.icon("video", "accent"))
    copy.setIsMask(True)
    gc.collect()
    assert _ink(copy) == QColor(LIGHT.accent)


def test_disabled_icon_is_pale() -> None:
    icon = icons.icon("video", "accent")
    assert _ink(icon) == QColor(LIGHT.accent)
    assert _ink(icon, QIcon.Mode.Disabled) == QColor(LIGHT.disabled)


def test_every_icon_file_draws_and_is_used() -> None:
    folder = resources_dir() / "icons"
    assert (folder / "LICENSE").is_file()
    package = resources_dir().parent / "medclient" / "ui"
    sources = "\n".join(file.read_text(encoding="utf-8") for file in package.rglob("*.py"))
    for file in folder.glob("*.svg"):
        assert not icons.pixmap(file.stem, 24).isNull()
        assert f'"{file.stem}"' in sources, f"{file.name} is used nowhere"


def test_primary_button_is_painted_in_the_accent(qtbot: QtBot) -> None:
    button = widgets.button("Starten", "primary")
    qtbot.addWidget(button)
    button.resize(120, 40)
    assert button.grab().toImage().pixelColor(60, 4) == QColor(LIGHT.accent)


def test_binding_keeps_its_references_to_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 loses one on almost every call that returns nothing, and kills Python 3.11 with it."""
    timer, button = QTimer(), QPushButton()
    before = sys.getrefcount(None)
    for _ in range(2000):
        timer.setInterval(5)
        button.setText("x")
    assert abs(sys.getrefcount(None) - before) < 100


def _ink(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> QColor:
    """The colour of the most opaque pixel."""
    image = icon.pixmap(QSize(48, 48), 1.0, mode).toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    strongest = max(pixels, key=QColor.alpha)
    assert strongest.alpha() == 255
    return strongest
