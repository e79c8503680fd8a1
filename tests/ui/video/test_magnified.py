"""The magnifier for the insurance card: enlarged around the pointer, dragged, held in memory only, sharpened.

PRODUCT row "+ hold the insurance card into the camera".
"""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medclient.media.frames import LatestFrame
from medclient.media.sharpening import sharpened
from medclient.media.test_pattern import luma_of
from medclient.ui.video import MagnifiedVideo
from medclient.ui.video.magnifier import MOST, Magnifier
from tests.ui.call.pictures import frame_of, plain_frame

FITTED, AREA = QSizeF(640, 360), QSizeF(640, 480)
LEFT = Qt.MouseButton.LeftButton


def quarters() -> np.ndarray:
    """Red, green, blue and white, each in its quarter."""
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:180, :320] = (220, 30, 30)
    picture[:180, 320:] = (30, 200, 30)
    picture[180:, :320] = (30, 30, 220)
    picture[180:, 320:] = (240, 240, 240)
    return picture


@pytest.fixture
def video(qtbot: QtBot) -> MagnifiedVideo:
    widget = MagnifiedVideo()
    qtbot.addWidget(widget)
    frames = LatestFrame()
    frames.put(frame_of(quarters()))
    widget.set_frames(frames)
    widget.frames = frames  # type: ignore[attr-defined]
    widget.resize(640, 480)
    widget.show()
    qtbot.waitExposed(widget)
    qtbot.waitUntil(lambda: widget.has_picture)
    return widget


def colour(widget: MagnifiedVideo, x: int, y: int) -> str:
    pixel = widget.grab().toImage().pixelColor(x, y)
    red, green, blue = pixel.red(), pixel.green(), pixel.blue()
    if min(red, green, blue) > 150:
        return "white"
    return {red: "red", green: "green", blue: "blue"}[max(red, green, blue)]


def wheel(widget: MagnifiedVideo, at: QPoint, notches: int) -> None:
    turn = QWheelEvent(
        QPointF(at),
        widget.mapToGlobal(QPointF(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turn)


@given(
    st.lists(
        st.tuples(st.sampled_from([0.5, 0.8, 1.25, 3.0]), st.floats(0, 640), st.floats(0, 480), st.floats(-900, 900))
    )
)
def test_the_picture_never_leaves_the_widget(steps: list[tuple[float, float, float, float]]) -> None:
    magnifier = Magnifier()
    for factor, x, y, way in steps:
        magnifier = magnifier.zoomed(factor, QPointF(x, y), FITTED, AREA).moved(QPointF(way, -way), FITTED, AREA)
        rect = magnifier.rect(FITTED, AREA)
        assert 1 <= magnifier.zoom <= MOST
        assert rect.left() <= max(0.0, (AREA.width() - rect.width()) / 2) + 1e-6
        assert rect.right() >= min(AREA.width(), (AREA.width() + rect.width()) / 2) - 1e-6
        assert abs(rect.center().y() - 240) < 1e-6 or rect.height() >= AREA.height()


def test_the_point_under_the_pointer_stays_there() -> None:
    before = Magnifier().zoomed(3, QPointF(320, 240), FITTED, AREA)
    after = before.zoomed(1.25, QPointF(200, 150), FITTED, AREA)
    share = [
        ((200 - r.left()) / r.width(), (150 - r.top()) / r.height())
        for r in (before.rect(FITTED, AREA), after.rect(FITTED, AREA))
    ]
    assert share[0] == pytest.approx(share[1])


def test_the_wheel_enlarges_what_is_under_the_pointer(video: MagnifiedVideo) -> None:
    assert colour(video, 600, 400) == "white"
    wheel(video, QPoint(60, 90), 8)
    assert video.magnifier.zoom > 4
    assert {colour(video, x, y) for x in (30, 320, 610) for y in (30, 240, 450)} == {"red"}
    wheel(video, QPoint(60, 90), -8)
    assert video.magnifier.is_neutral
    assert colour(video, 600, 400) == "white"


def test_dragging_moves_the_enlarged_picture(video: MagnifiedVideo) -> None:
    wheel(video, QPoint(60, 90), 6)
    assert colour(video, 320, 240) == "red"
    QTest.mousePress(video, LEFT, pos=QPoint(600, 400))
    QTest.mouseMove(video, QPoint(-1400, -900))
    QTest.mouseRelease(video, LEFT, pos=QPoint(-1400, -900))
    assert colour(video, 320, 240) == "white"


def test_what_is_held_stays_while_the_picture_goes_on(video: MagnifiedVideo, qtbot: QtBot) -> None:
    video.set_held(True)
    video.frames.put(plain_frame(220, 30, 30))  # type: ignore[attr-defined]
    qtbot.wait(30)
    assert colour(video, 600, 400) == "white"
    video.set_camera_on(False)
    assert colour(video, 600, 400) == "white", "the card may be put away, and the camera switched off"
    video.set_camera_on(True)
    video.set_held(False)
    assert colour(video, 600, 400) == "red"


def test_a_still_takes_the_place_of_the_live_picture_until_it_is_released(video: MagnifiedVideo) -> None:
    video.show_still(plain_frame(30, 30, 220, 2560, 1440))
    assert video.held
    assert video.has_still
    assert colour(video, 320, 240) == "blue"
    video.set_held(False)
    assert not video.has_still
    video.frames.put(plain_frame(220, 30, 30))
    assert colour(video, 320, 240) == "red"


def test_nothing_held_outlives_the_picture(video: MagnifiedVideo) -> None:
    """Requirements: rule no recording."""
    video.show_still(plain_frame(30, 30, 220))
    video.zoom_in()
    video.clear()
    assert video.is_neutral
    assert not video.has_picture
    assert not video.has_still


def test_sharpening_raises_the_contrast_of_small_print() -> None:
    page = np.full((200, 400, 3), 200, np.uint8)
    cv2.putText(page, "A123456780", (10, 120), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (60, 60, 60), 2)
    soft = frame_of(cv2.GaussianBlur(page, (0, 0), 2.2).astype(np.uint8))
    sharp = sharpened(soft)
    assert (sharp.width, sharp.height) == (400, 200)
    edges = [float(cv2.Laplacian(luma_of(each).copy(), cv2.CV_64F).var()) for each in (soft, sharp)]
    assert edges[1] > 2 * edges[0]


def test_sharpened_is_what_is_shown(video: MagnifiedVideo) -> None:
    video.set_sharp(True)
    assert colour(video, 600, 400) == "white"
    assert not video.is_neutral
    video.reset()
    assert video.is_neutral
