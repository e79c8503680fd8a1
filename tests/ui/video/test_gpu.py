"""The graphics processor's painting: who may, what comes out, and what happens when it fails.

Pixels are looked at in a process with a screen of its own (Xvfb), since the tests' own has no graphics system.
"""

import json
import os
import shutil
import subprocess
import sys
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from medclient import child
from medclient.media.frames import LatestFrame
from medclient.media.test_pattern import TestPicture
from medclient.ui.video import MagnifiedVideo, VideoWidget, colors, gpu
from medclient.ui.video.gpu import Gpu, Painting

REAL = (
    "OpenGLES2: Intel Mesa Intel(R) UHD Graphics 620 (KBL GT2) 4.6 (Compatibility Profile) Mesa 23.2.1",
    "OpenGLES2: NVIDIA Corporation NVIDIA GeForce RTX 3060/PCIe/SSE2 4.6.0 NVIDIA 535.54.03",
    "OpenGLES2: AMD AMD Radeon RX 6600 (radeonsi, navi23, LLVM 15.0.7, DRM 3.54, 6.5.0-14) 4.6",
    "D3D11: Intel(R) Iris(R) Xe Graphics",
    "D3D11: NVIDIA GeForce GTX 1650",
    "Metal: Apple M2",
    "Metal: AMD Radeon Pro 5300M",
)
PRETENDING = (
    "OpenGLES2: Mesa/X.org llvmpipe (LLVM 15.0.6, 256 bits) 4.5 (Compatibility Profile) Mesa 22.3.6",
    "OpenGLES2: VMware, Inc. llvmpipe (LLVM 10.0.0, 256 bits) 3.1 Mesa 20.0.8",
    "OpenGLES2: Mesa softpipe 3.3 (Compatibility Profile)",
    "OpenGLES2: Mesa Project Software Rasterizer",
    "OpenGLES2: Google Inc. (Google) ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)",
    "OpenGLES2: VMware, Inc. SVGA3D; build: RELEASE; LLVM",
    "OpenGLES2: Microsoft Corporation GDI Generic 1.1.0",
    "D3D11: Microsoft Basic Render Driver",
    "Vulkan: llvmpipe (LLVM 15.0.6, 256 bits)",
    "Metal: Apple Software Renderer",
    "",
)


@pytest.mark.parametrize("driver", REAL)
def test_a_real_graphics_processor_is_taken(driver: str) -> None:
    assert gpu.is_real(driver)
    assert not gpu.is_real(driver, on_processor=True)


@pytest.mark.parametrize("driver", PRETENDING)
def test_what_only_pretends_is_not(driver: str) -> None:
    assert not gpu.is_real(driver)


def test_the_environment_forces_either() -> None:
    assert Painting.chosen({}) is Painting.AUTO
    assert Painting.chosen({"MEDCLIENT_PAINTING": "GPU"}) is Painting.GPU
    assert Painting.chosen({"MEDCLIENT_PAINTING": "processor"}) is Painting.PROCESSOR
    assert Painting.chosen({"MEDCLIENT_PAINTING": "nonsense"}) is Painting.AUTO
    assert Gpu(Painting.GPU).usable


def looked(monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any] | None, painting: Painting = Painting.AUTO) -> bool:
    def ask() -> dict[str, Any]:
        if answer is None:
            raise child.NoAnswer("TimeoutExpired")
        return answer

    monkeypatch.setattr(gpu, "may_be_there", lambda platform: True)
    found = Gpu(painting, ask)
    if thread := found.look("xcb"):
        thread.join(10)
    return found.usable


def test_only_a_real_one_that_paints_truly_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    good: dict[str, Any] = {"driver": REAL[0], "on_processor": False, "fault": ""}
    assert looked(monkeypatch, good)
    assert not looked(monkeypatch, good, Painting.PROCESSOR)
    assert not looked(monkeypatch, good | {"driver": PRETENDING[0]})
    assert not looked(monkeypatch, good | {"on_processor": True})
    assert not looked(monkeypatch, good | {"fault": "a colour is wrong: 12 for 200"})
    assert not looked(monkeypatch, {})
    assert not looked(monkeypatch, None)


def test_a_platform_without_a_screen_is_not_asked() -> None:
    assert not gpu.may_be_there("offscreen")
    assert Gpu(Painting.AUTO).look("offscreen") is None


def test_black_and_white_are_where_the_standards_say() -> None:
    limited, full = colors.matrix(*colors.BT601, full=False), colors.matrix(*colors.LUMA_WEIGHTS[1], full=True)

    def painted(matrix: colors.ColorMatrix, y: int, cb: int = 128, cr: int = 128) -> tuple[int, ...]:
        rows = (matrix.red, matrix.green, matrix.blue)
        return tuple(round(255 * max(0.0, r[0] * y / 255 + r[1] * cb / 255 + r[2] * cr / 255 + r[3])) for r in rows)

    assert painted(limited, 16) == (0, 0, 0)
    assert painted(limited, 235) == (255, 255, 255)
    assert painted(full, 0) == (0, 0, 0)
    assert painted(full, 255) == (255, 255, 255)
    assert painted(limited, 81, 90, 240) == (254, 0, 0)  # pure red, as BT.601 writes it


def test_where_the_graphics_fail_the_processor_goes_on(qtbot: QtBot) -> None:
    """This platform has no graphics system: exactly what a broken driver looks like."""
    widget, frames = VideoWidget(), LatestFrame()
    qtbot.addWidget(widget)
    graphics = Gpu(Painting.GPU)
    widget.use_gpu(graphics)
    widget.set_frames(frames)
    widget.resize(320, 180)
    widget.show()
    picture = TestPicture(320, 180)
    frames.put(picture.draw(0))
    qtbot.waitUntil(lambda: not graphics.usable)
    assert not widget.is_painted_by_gpu
    painted = widget.frames_painted
    frames.put(picture.draw(1))
    qtbot.waitUntil(lambda: widget.frames_painted > painted)
    assert widget.grab().toImage().pixelColor(10, 90) != widget.palette().window().color()


def test_round_corners_stay_with_the_processor(qtbot: QtBot) -> None:
    widget = VideoWidget(radius=8)
    qtbot.addWidget(widget)
    widget.use_gpu(Gpu(Painting.GPU))
    frames = LatestFrame()
    widget.set_frames(frames)
    widget.show()
    frames.put(TestPicture(320, 180).draw(0))
    qtbot.waitUntil(lambda: widget.frames_painted == 1)
    QApplication.processEvents()
    assert not widget.is_painted_by_gpu


@pytest.fixture(scope="module")
def on_a_screen() -> dict[str, Any]:
    """What `gpu_pixels.py` saw under Xvfb, at one and at two device pixels for each logical one."""
    if not (xvfb := shutil.which("xvfb-run")):
        pytest.skip("xvfb-run is not installed")
    command = [xvfb, "-a", "-s", "-screen 0 1280x800x24", sys.executable, "-m", "tests.ui.video.gpu_pixels"]
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    said = []
    for scale in ("1", "2"):
        done = subprocess.run(
            command,
            env=environment | {"QT_SCALE_FACTOR": scale},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        if "no graphics" in done.stdout:
            pytest.skip("no OpenGL, not even in software")
        said.append(json.loads(done.stdout.strip().splitlines()[-1]))
    found: dict[str, Any] = said[0]
    found["psnr"]["hidpi"] = said[1]["psnr"]["fitted"]
    return found


CASES = (
    "fitted",
    "tall",
    "full_range",
    "bt709",
    "odd_width",
    "smaller",
    "magnified",
    "dragged",
    "sharp",
    "dimmed",
    "mirrored",
    "hidpi",
)


@pytest.mark.parametrize("case", CASES)
def test_both_paint_the_same(on_a_screen: dict[str, Any], case: str) -> None:
    assert on_a_screen["psnr"][case] > 33, on_a_screen["psnr"]


def test_newest_wins_held_stays_and_the_placeholder_comes_back(on_a_screen: dict[str, Any]) -> None:
    assert on_a_screen["steps"] == {
        "painted by it": True,
        "of ten pictures at once": 1,
        "the newest": True,
        "held": True,
        "released": True,
        "placeholder": True,
        "again": True,
        "what lies over it": True,
    }


def test_the_check_finds_no_fault_and_tells_who_paints(on_a_screen: dict[str, Any]) -> None:
    assert on_a_screen["check"]["fault"] == ""
    assert on_a_screen["check"]["driver"]


def test_magnified_widgets_may_use_it_too(qtbot: QtBot) -> None:
    widget = MagnifiedVideo()
    qtbot.addWidget(widget)
    widget.use_gpu(Gpu(Painting.PROCESSOR))
    assert not widget.is_painted_by_gpu
    assert widget.cursor().shape() is Qt.CursorShape.ArrowCursor
