"""What the video widget puts on the screen, and how little it does for it."""

import subprocess
import sys
import threading
from pathlib import Path

import av
import numpy as np
import psutil
import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from medclient.media.frames import LatestFrame
from medclient.ui import tokens
from medclient.ui.video import VideoWidget
from medclient.ui.video.converter import MAX_PIXELS, FrameConverter, fit
from medclient.ui.video.placeholder import initials
from tests.ui.call.pictures import frame_of, plain_frame

RED, GREEN, BLUE = (200, 40, 40), (40, 180, 60), (50, 60, 200)


def is_near(color: QColor, wanted: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip((color.red(), color.green(), color.blue()), wanted, strict=True))


def halves(width: int = 640, height: int = 360) -> av.VideoFrame:
    """Left red, right blue."""
    picture = np.empty((height, width, 3), np.uint8)
    picture[:, : width // 2] = RED
    picture[:, width // 2 :] = BLUE
    return frame_of(picture)


@pytest.fixture
def frames() -> LatestFrame:
    return LatestFrame()


@pytest.fixture
def widget(qtbot: QtBot, frames: LatestFrame) -> VideoWidget:
    made = VideoWidget()
    qtbot.addWidget(made)
    made.set_frames(frames)
    made.resize(640, 360)
    made.show()
    qtbot.waitExposed(made)
    return made


def painted(widget: VideoWidget) -> QImage:
    return widget.grab().toImage()


@pytest.mark.parametrize("color", [RED, GREEN, BLUE])
def test_colours_arrive_as_they_were(widget: VideoWidget, frames: LatestFrame, color: tuple[int, int, int]) -> None:
    frames.put(plain_frame(*color))
    assert is_near(painted(widget).pixelColor(320, 180), color)


@pytest.mark.parametrize(
    ("size", "inside", "outside"),
    [
        (
            QSize(640, 560),
            [QPoint(320, 104), QPoint(320, 455), QPoint(3, 280)],
            [QPoint(320, 90), QPoint(320, 470)],
        ),
        (
            QSize(900, 360),
            [QPoint(134, 180), QPoint(765, 180), QPoint(450, 2)],
            [QPoint(120, 180), QPoint(780, 180)],
        ),
        (QSize(320, 180), [QPoint(2, 2), QPoint(317, 177)], []),
        (QSize(1280, 720), [QPoint(3, 3), QPoint(1276, 716)], []),
    ],
)
def test_the_picture_keeps_its_aspect_and_is_never_cropped(
    widget: VideoWidget, frames: LatestFrame, size: QSize, inside: list[QPoint], outside: list[QPoint]
) -> None:
    widget.resize(size)
    frames.put(plain_frame(*GREEN))
    image = painted(widget)
    assert all(is_near(image.pixelColor(point), GREEN) for point in inside)
    stage = QColor(tokens.current().stage)
    assert all(image.pixelColor(point) == stage for point in outside)


def test_mirrored_shows_left_on_the_right(widget: VideoWidget, frames: LatestFrame) -> None:
    frames.put(halves())
    assert is_near(painted(widget).pixelColor(100, 180), RED)
    widget.set_mirrored(True)
    image = painted(widget)
    assert is_near(image.pixelColor(100, 180), BLUE)
    assert is_near(image.pixelColor(639, 180), RED)
    assert is_near(image.pixelColor(0, 180), BLUE)


def test_the_last_picture_is_dimmed_and_stays(widget: VideoWidget, frames: LatestFrame) -> None:
    frames.put(plain_frame(*GREEN))
    bright = painted(widget).pixelColor(320, 180)
    widget.set_dimmed(True)
    dim = painted(widget).pixelColor(320, 180)
    assert dim.lightness() < bright.lightness() * 0.6
    assert dim.green() > dim.red()
    widget.set_dimmed(False)
    assert painted(widget).pixelColor(320, 180) == bright


def test_an_odd_size_and_a_changing_size_are_painted(widget: VideoWidget, frames: LatestFrame) -> None:
    sizes: list[QSize] = []
    widget.pictureResized.connect(sizes.append)
    for width, height in ((642, 362), (1280, 720), (360, 640)):
        frames.put(plain_frame(*RED, width=width, height=height))
        assert is_near(painted(widget).pixelColor(320, 180), RED)
    assert sizes == [QSize(642, 362), QSize(1280, 720), QSize(360, 640)]


def test_initials_stand_where_no_picture_is(widget: VideoWidget, frames: LatestFrame) -> None:
    """Requirements: guide 9."""
    widget.set_placeholder("Erika Beispiel", "Camera off")
    assert not widget.has_picture
    image = painted(widget)
    assert image.pixelColor(2, 2) == QColor(tokens.current().stage)
    assert image.pixelColor(320, 115).green() > image.pixelColor(320, 115).red()
    frames.put(plain_frame(*RED))
    assert is_near(painted(widget).pixelColor(320, 180), RED)


def test_camera_off_forgets_the_picture(widget: VideoWidget, frames: LatestFrame) -> None:
    states: list[bool] = []
    widget.pictureChanged.connect(states.append)
    frames.put(plain_frame(*RED))
    painted(widget)
    widget.set_camera_on(False)
    frames.put(plain_frame(*RED))
    assert painted(widget).pixelColor(320, 180) == QColor(tokens.current().stage)
    widget.set_camera_on(True)
    assert not widget.has_picture
    assert states == [True, False]


def test_clear_forgets_also_what_was_not_painted_yet(widget: VideoWidget, frames: LatestFrame) -> None:
    frames.put(plain_frame(*RED))
    widget.clear()
    assert painted(widget).pixelColor(320, 180) == QColor(tokens.current().stage)


def test_the_newest_frame_wins_in_a_flood_from_another_thread(
    qtbot: QtBot, widget: VideoWidget, frames: LatestFrame
) -> None:
    count = 400
    pictures = [plain_frame(*RED), plain_frame(*GREEN)]

    def flood() -> None:
        for number in range(count):
            frame = pictures[number % 2]
            if number == count - 1:
                frame = plain_frame(*BLUE)
                frame.pts = count
            frames.put(frame)

    thread = threading.Thread(target=flood)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: widget.last_frame_pts == count)
    # All wakes of the flood together are one event, so at most a paint or two.
    assert widget.frames_painted <= 2
    assert is_near(painted(widget).pixelColor(320, 180), BLUE)


def test_a_frame_from_another_thread_is_painted_by_itself(
    qtbot: QtBot, widget: VideoWidget, frames: LatestFrame
) -> None:
    for number in range(1, 6):
        frame = plain_frame(*GREEN)
        frame.pts = number
        thread = threading.Thread(target=frames.put, args=(frame,))
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda number=number: widget.last_frame_pts == number)  # type: ignore[misc]
    assert widget.frames_painted == 5
    assert widget.last_frame_time is not None


def test_a_hidden_widget_converts_nothing_and_shows_the_newest_on_return(
    qtbot: QtBot, widget: VideoWidget, frames: LatestFrame
) -> None:
    widget.hide()
    for color in (RED, GREEN, BLUE):
        frames.put(plain_frame(*color))
        qtbot.wait(1)
    assert widget.frames_painted == 0
    widget.show()
    qtbot.waitUntil(lambda: widget.frames_painted == 1)
    assert is_near(painted(widget).pixelColor(320, 180), BLUE)


def test_painting_again_does_not_count_or_convert_again(widget: VideoWidget, frames: LatestFrame) -> None:
    frames.put(plain_frame(*RED))
    for _ in range(3):
        painted(widget)
    assert widget.frames_painted == 1


def test_frames_may_come_after_the_widget_is_gone(qtbot: QtBot, frames: LatestFrame) -> None:
    made = VideoWidget()
    made.set_frames(frames)
    made.deleteLater()
    qtbot.waitUntil(lambda: not isValid(made))
    frames.put(plain_frame(*RED))
    assert frames.take() is not None
    assert frames._listeners == ()


def test_another_source_takes_the_place_of_the_first(widget: VideoWidget, frames: LatestFrame) -> None:
    frames.put(plain_frame(*RED))
    painted(widget)
    other = LatestFrame()
    widget.set_frames(other)
    frames.put(plain_frame(*GREEN))
    assert is_near(painted(widget).pixelColor(320, 180), RED)
    other.put(plain_frame(*BLUE))
    assert is_near(painted(widget).pixelColor(320, 180), BLUE)


def test_memory_does_not_grow_over_500_frames(widget: VideoWidget, frames: LatestFrame) -> None:
    widget.resize(960, 540)
    process = psutil.Process()
    pictures = [plain_frame(*color, width=1280, height=720) for color in (RED, GREEN, BLUE)]

    def paint(count: int) -> None:
        for number in range(count):
            frames.put(pictures[number % 3])
            widget.repaint()

    paint(50)
    before = process.memory_info().rss
    paint(500)
    assert widget.frames_painted == 550
    assert process.memory_info().rss - before < 12_000_000


def test_a_screen_of_double_density_gets_its_own_pixels(tmp_path: Path) -> None:
    """In a program of its own: the density is fixed when the application is made."""
    script = """
import sys
from PySide6.QtWidgets import QApplication
from medclient.media.frames import LatestFrame
from medclient.ui.video import VideoWidget
from tests.ui.video.test_widget import halves
app = QApplication([])
widget, frames = VideoWidget(), LatestFrame()
widget.set_frames(frames)
widget.resize(640, 400)
widget.show()
frames.put(halves(1280, 720))
image = widget.grab().toImage()
assert image.devicePixelRatio() == 2, image.devicePixelRatio()
assert (image.width(), image.height()) == (1280, 800)
# The frame fills 1280x720 device pixels one to one: the seam is as sharp as the frame's own.
red, blue = image.pixelColor(636, 400), image.pixelColor(643, 400)
assert red.red() > 180 and red.blue() < 70, red.getRgb()
assert blue.blue() > 180 and blue.red() < 70, blue.getRgb()
assert image.pixelColor(640, 38).lightness() < 30
assert image.pixelColor(20, 44).red() > 180
"""
    environment = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2", "HOME": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def test_fit_is_centred_and_whole() -> None:
    assert fit(QSize(1280, 720), QRect(0, 0, 1280, 800)) == QRect(0, 40, 1280, 720)
    assert fit(QSize(720, 1280), QRect(0, 0, 1280, 800)) == QRect(415, 0, 450, 800)
    assert fit(QSize(), QRect(0, 0, 10, 10)).isEmpty()
    assert fit(QSize(10, 10), QRect()).isEmpty()


def test_a_very_large_screen_is_not_scaled_to_in_full() -> None:
    image = FrameConverter().convert(plain_frame(*RED), QSize(7680, 4320))
    assert image.width() * image.height() <= MAX_PIXELS
    assert abs(image.width() / image.height() - 16 / 9) < 0.01


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Erika Beispiel", "EB"),
        ("Dr. med. Erika von Beispiel", "EB"),
        ("Özge", "Ö"),
        ("Beispiel, Max", "BM"),
        ("", ""),
        ("  ", ""),
        ("Dr.", ""),
        ("(?)", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
