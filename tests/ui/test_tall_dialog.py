"""Dialogs are as high as what they say, follow it, and scroll where the screen is too low."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from medclient.ui import tall_dialog, widgets


class Story(QDialog):
    def __init__(self) -> None:
        super().__init__()
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.text = widgets.label("Ein Satz.", wrap=True)
        self.column.addWidget(self.text)
        foot = QHBoxLayout()
        self.button = widgets.button("Weiter")
        foot.addWidget(self.button)
        tall_dialog.lay_out(self, content, foot, 400)
        self.bar = self.findChildren(QScrollArea)[0].verticalScrollBar()


@pytest.fixture
def story(qtbot: QtBot) -> Story:
    made = Story()
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_follows_what_it_says(story: Story, qtbot: QtBot) -> None:
    before = story.height()
    story.text.setText("Ein Satz nach dem anderen. " * 20)
    qtbot.waitUntil(lambda: story.height() > before and story.bar.maximum() == 0)
    story.text.setText("Ein Satz.")
    qtbot.waitUntil(lambda: story.height() == before)


def test_it_scrolls_where_the_screen_is_too_low_and_its_button_stays(story: Story, qtbot: QtBot) -> None:
    story.text.setText("Ein Satz nach dem anderen. " * 400)
    qtbot.waitUntil(lambda: story.bar.maximum() > 0)
    assert story.height() <= story.screen().availableGeometry().height()
    place = QRect(story.button.mapTo(story, story.button.rect().topLeft()), story.button.size())
    assert story.rect().contains(place)


def test_a_height_that_a_person_chose_stays(story: Story, qtbot: QtBot) -> None:
    story.resize(story.width(), story.height() + 100)
    chosen = story.height()
    story.text.setText("Ein Satz nach dem anderen. " * 10)
    qtbot.waitUntil(lambda: story.text.height() > 60)
    assert story.height() == chosen
