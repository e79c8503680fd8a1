"""A picture painted by the graphics processor: three planes go up as they are, colours and size are made there."""

import logging
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

import av
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QRhi,
    QRhiBuffer,
    QRhiCommandBuffer,
    QRhiDepthStencilClearValue,
    QRhiGraphicsPipeline,
    QRhiSampler,
    QRhiShaderResourceBinding,
    QRhiShaderStage,
    QRhiTexture,
    QRhiTextureSubresourceUploadDescription,
    QRhiTextureUploadDescription,
    QRhiTextureUploadEntry,
    QRhiVertexInputAttribute,
    QRhiVertexInputBinding,
    QRhiVertexInputLayout,
    QRhiViewport,
    QShader,
)
from PySide6.QtWidgets import QRhiWidget, QWidget

from medclient.settings import resources_dir
from medclient.ui.video.colors import matrix_of

log = logging.getLogger("medclient.ui.video")

CORNERS = struct.pack("8f", 0, 0, 1, 0, 0, 1, 1, 1)
LOOK_BYTES = 4 * (16 + 16 + 5 * 4)
"""The shaders' `Look`: two matrices and five vectors of floats."""
WHOLE = QRectF(0, 0, 1, 1)


@dataclass(frozen=True)
class Composition:
    """What is to be seen."""

    frame: av.VideoFrame
    """YUV 4:2:0; its memory is read until the next composition has been painted."""
    target: QRectF
    """Where the picture lies, in device pixels of the widget."""
    ground: QColor
    """Beside it."""
    source: QRectF = field(default_factory=lambda: QRectF(WHOLE))
    """Which part of the picture, in shares of it."""
    veil: float = 0.0
    """How much of the ground lies over the picture."""


class UnfitGraphics(Exception):
    """The graphics processor, or its driver, cannot do what is needed."""


class GpuPicture(QRhiWidget):
    """Asks `compose` for the newest picture whenever it is painted; keeps one, queues none."""

    failed = Signal(str)
    """Nothing more will come. Emitted while painting: connect it queued."""

    def __init__(self, compose: Callable[[], Composition | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.driver = ""
        """What paints, as the driver calls it; empty before the first painting."""
        self.on_processor = False
        """The driver says itself that it only pretends to be a graphics processor."""
        self._compose = compose
        self._rhi: QRhi | None = None
        self._planes: list[QRhiTexture] = []
        self._pipeline: QRhiGraphicsPipeline | None = None
        self._frame: av.VideoFrame | None = None
        self._has_failed = False
        self.renderFailed.connect(lambda: self._fail("the frame was refused"))

    # What Qt calls.

    def initialize(self, commands: QRhiCommandBuffer) -> None:
        try:
            if self._rhi != self.rhi():
                self._rhi = self.rhi()
                self._begin(self._rhi, commands)
        except Exception as error:  # A driver's fault must not end a call.
            self._fail(_words(error))

    def render(self, commands: QRhiCommandBuffer) -> None:  # type: ignore[override]  # so it is with Qt
        try:
            if not self._has_failed and self._rhi is not None:
                self._paint(self._rhi, commands)
        except Exception as error:
            self._fail(_words(error))

    def releaseResources(self) -> None:
        self._rhi = self._pipeline = self._frame = None
        self._planes = []

    # What the graphics processor does.

    def _begin(self, rhi: QRhi, commands: QRhiCommandBuffer) -> None:
        info = rhi.driverInfo()
        self.driver = f"{rhi.backend().name}: {bytes(info.deviceName.data()).decode(errors='replace')}"
        self.on_processor = info.deviceType in (info.DeviceType.CpuDevice, info.DeviceType.CpuDevice.value)
        if not rhi.isTextureFormatSupported(QRhiTexture.Format.R8):
            raise UnfitGraphics("no textures of one channel")
        self._planes, self._pipeline = [], None
        self._corners = rhi.newBuffer(QRhiBuffer.Type.Immutable, QRhiBuffer.UsageFlag.VertexBuffer, len(CORNERS))
        self._look = rhi.newBuffer(QRhiBuffer.Type.Dynamic, QRhiBuffer.UsageFlag.UniformBuffer, LOOK_BYTES)
        edge = QRhiSampler.AddressMode.ClampToEdge
        linear = QRhiSampler.Filter.Linear
        self._sampler = rhi.newSampler(linear, linear, QRhiSampler.Filter.None_, edge, edge)
        for each in (self._corners, self._look, self._sampler):
            _made(each.create())
        batch = rhi.nextResourceUpdateBatch()
        batch.uploadStaticBuffer(self._corners, CORNERS)
        commands.resourceUpdate(batch)

    def _fit(self, rhi: QRhi, frame: av.VideoFrame) -> None:
        """Textures as large as the frame's planes are in memory, so that each goes up in one piece."""
        sizes = [QSize(plane.line_size, plane.height) for plane in frame.planes]
        if [texture.pixelSize() for texture in self._planes] == sizes:
            return
        self._planes = [rhi.newTexture(QRhiTexture.Format.R8, size) for size in sizes]
        for texture in self._planes:
            _made(texture.create())
        stage = QRhiShaderResourceBinding.StageFlag
        both = stage.VertexStage | stage.FragmentStage
        self._bindings = rhi.newShaderResourceBindings()
        self._bindings.setBindings(
            [
                QRhiShaderResourceBinding.uniformBuffer(0, both, self._look),
                *(
                    QRhiShaderResourceBinding.sampledTexture(number, stage.FragmentStage, texture, self._sampler)
                    for number, texture in enumerate(self._planes, 1)
                ),
            ]
        )
        _made(self._bindings.create())
        self._pipeline = pipeline = rhi.newGraphicsPipeline()
        pipeline.setTopology(QRhiGraphicsPipeline.Topology.TriangleStrip)
        pipeline.setShaderStages(
            [
                QRhiShaderStage(QRhiShaderStage.Type.Vertex, _shader("picture.vert")),
                QRhiShaderStage(QRhiShaderStage.Type.Fragment, _shader("picture.frag")),
            ]
        )
        layout = QRhiVertexInputLayout()
        layout.setBindings([QRhiVertexInputBinding(8)])
        layout.setAttributes([QRhiVertexInputAttribute(0, 0, QRhiVertexInputAttribute.Format.Float2, 0)])
        pipeline.setVertexInputLayout(layout)
        pipeline.setShaderResourceBindings(self._bindings)
        pipeline.setRenderPassDescriptor(self.renderTarget().renderPassDescriptor())
        _made(pipeline.create())

    def _paint(self, rhi: QRhi, commands: QRhiCommandBuffer) -> None:
        seen = self._compose()
        target = self.renderTarget()
        size = target.pixelSize()
        batch = rhi.nextResourceUpdateBatch()
        if seen is not None:
            self._fit(rhi, seen.frame)
            if seen.frame is not self._frame:
                for texture, plane in zip(self._planes, seen.frame.planes, strict=True):
                    batch.uploadTexture(texture, _upload(plane))
                self._frame = seen.frame
            batch.updateDynamicBuffer(self._look, 0, self._looked_at(rhi, seen, size))
        ground = seen.ground if seen is not None else QColor(Qt.GlobalColor.black)
        commands.beginPass(target, ground, QRhiDepthStencilClearValue(1, 0), batch)
        if seen is not None and self._pipeline is not None:
            commands.setGraphicsPipeline(self._pipeline)
            commands.setViewport(QRhiViewport(0, 0, size.width(), size.height()))
            commands.setShaderResources(self._bindings)
            commands.setVertexInput(0, [(self._corners, 0)])
            commands.draw(4)
        commands.endPass()

    def _looked_at(self, rhi: QRhi, seen: Composition, size: QSize) -> bytes:
        frame, source = seen.frame, seen.source
        colors = matrix_of(frame)
        rows = (colors.red, colors.green, colors.blue, (0.0, 0.0, 0.0, 1.0))
        luma, chroma = frame.planes[0], frame.planes[1]
        width, half = frame.width, (frame.width + 1) // 2
        # Four samples around the middle, turned, each a quarter of a pixel of the screen away in either direction.
        right = 0.25 * source.width() / max(1.0, seen.target.width())
        down = 0.25 * source.height() / max(1.0, seen.target.height())
        ground = seen.ground
        return struct.pack(
            "52f",
            *rhi.clipSpaceCorrMatrix().data(),  # by columns
            *(rows[row][column] for column in range(4) for row in range(4)),
            *(
                seen.target.left() / size.width() * 2 - 1,
                1 - seen.target.top() / size.height() * 2,
                seen.target.right() / size.width() * 2 - 1,
                1 - seen.target.bottom() / size.height() * 2,
            ),
            *(source.left(), source.top(), source.right(), source.bottom()),
            *(width / luma.line_size, half / chroma.line_size),
            *((width - 0.5) / luma.line_size, (half - 0.5) / chroma.line_size),
            *(ground.redF(), ground.greenF(), ground.blueF(), seen.veil),
            *(right, down, right, -down),
        )

    def _fail(self, why: str) -> None:
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(why)


def _upload(plane: av.video.plane.VideoPlane) -> QRhiTextureUploadDescription:
    """The plane where it lies: an image shares its memory, and Qt takes it from there."""
    stride = plane.line_size
    image = QImage(memoryview(plane), stride, plane.height, stride, QImage.Format.Format_Grayscale8)
    return QRhiTextureUploadDescription(QRhiTextureUploadEntry(0, 0, QRhiTextureSubresourceUploadDescription(image)))


def _shader(name: str) -> QShader:
    shader = QShader.fromSerialized((resources_dir() / "shaders" / f"{name}.qsb").read_bytes())
    if not shader.isValid():
        raise UnfitGraphics(f"the shader {name} is damaged")
    return shader


def _made(success: bool) -> None:
    if not success:
        raise UnfitGraphics("the driver refuses")


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
