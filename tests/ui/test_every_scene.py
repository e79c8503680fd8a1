"""What must hold for every page in every state: read by a screen reader, by keyboard, in both languages."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QScrollArea,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from medclient.ui import theme, translation
from medclient.ui.elided_label import ElidedLabel
from tests.ui.cut_off import CONTROLS, texts_cut_off
from tests.ui.scenes import Scene, all_scenes
from tests.ui.screenshots import paint

SCENES = [pytest.param(scene, id=scene.name) for scene in all_scenes()]


def shown(scene: Scene, qtbot: QtBot) -> QWidget:
    widget = scene.build()
    qtbot.addWidget(widget)
    if scene.width:
        widget.resize(scene.width, scene.height)
    widget.show()
    if scene.after_show is not None:
        scene.after_show(widget)
    QCoreApplication.processEvents()
    return widget


def controls(widget: QWidget) -> list[QWidget]:
    """All that can be pressed or filled in, but not the inner parts of Qt's own controls."""
    return [
        each
        for each in widget.findChildren(QWidget)
        if isinstance(each, CONTROLS)
        and each.isVisible()
        and not isinstance(each.parent(), CONTROLS)
        and not (isinstance(each, QTextEdit) and each.isReadOnly())
    ]


@pytest.mark.parametrize("scene", SCENES)
def test_it_can_be_read_and_held(scene: Scene, qtbot: QtBot) -> None:
    """By eye, by screen reader, by keyboard. Together: to make a page takes longer than to look at it."""
    page = shown(scene, qtbot)
    assert not list(_nameless(page))
    assert not list(_out_of_the_keyboards_reach(page))
    assert not list(_scrolled_over_nothing(page))
    assert not list(texts_cut_off(page))


@pytest.mark.parametrize("scene", SCENES)
def test_language_changes_while_shown(scene: Scene, qapp: QApplication, qtbot: QtBot) -> None:
    """No text of the old language stays. (What was wrong with an input may go.)"""
    translation.install(qapp, "en")
    page = shown(scene, qtbot)
    assert not list(texts_cut_off(page))
    english = _words(page)
    translation.install(qapp, "de")
    QCoreApplication.processEvents()
    fresh = shown(scene, qtbot)
    stale = (english & _words(page)) - _words(fresh)
    assert not stale


def _nameless(page: QWidget) -> Iterator[str]:
    """Controls without an accessible name."""
    for control in controls(page):
        name = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        if not name.strip():
            yield control.metaObject().className()


def _out_of_the_keyboards_reach(page: QWidget) -> Iterator[str]:
    chain: set[QWidget] = set()
    at = page.nextInFocusChain()
    while at is not None and at not in chain:
        chain.add(at)
        at = at.nextInFocusChain()
    reached = {each for each in chain if each.focusPolicy() & Qt.FocusPolicy.TabFocus}
    for each in controls(page):
        if each.isEnabled() and each not in reached:
            yield f"{each.metaObject().className()} {each.accessibleName()}"


def _scrolled_over_nothing(page: QWidget) -> Iterator[str]:
    for area in page.findChildren(QScrollArea):
        content = area.widget()
        if area.isVisible() and content is not None and content.hasHeightForWidth():
            needed = content.heightForWidth(content.width())
            if content.height() > max(needed, area.viewport().height()):
                yield f"{content.height()}, and needs {needed}"


def _words(widget: QWidget) -> set[str]:
    texts = {widget.windowTitle()}
    for each in widget.findChildren(QWidget):
        if each.isVisible() and not isinstance(each, ElidedLabel):
            texts |= {each.accessibleName(), each.toolTip()}
            if isinstance(each, QLabel | QAbstractButton):
                texts.add(each.text())
    return texts


def test_pictures_at_both_scales(qapp: QApplication) -> None:
    """A scene is painted as large as it is, with more than one colour, in either appearance."""
    scene = next(each for each in all_scenes() if each.name == "appointments")
    for dark in (False, True):
        theme.apply(qapp, dark)
        image = paint(scene).toImage()
        assert (image.width(), image.height()) == (1280, 800)
        assert len({image.pixel(x, y) for x in range(0, 1280, 8) for y in range(0, 800, 8)}) > 20
