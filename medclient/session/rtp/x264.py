"""libx264 itself, constrained baseline, with a bitrate that changes while it runs and costs no key frame.

Through FFmpeg the ceiling of an open encoder cannot be changed, and without it x264 weighs a new bitrate against the
whole past of the call. Structures and values are those of `x264.h`, builds 155 to 165.
"""

import ctypes
import functools

import av

from medclient.session.rtp import wheel_library

BUILDS = range(155, 170)
PARAMETER_BYTES = 16384
"""More than `x264_param_t` and `x264_picture_t` take."""
I420 = 2
TYPE_AUTO, TYPE_IDR = 0, 1
SEI = 6
BUFFER_S = 0.4
"""How far a picture may overdraw the bitrate: it bounds the size of a key frame."""
RATE = 30
MOST_MORE = 1.2
LOOK_AFTER, SLOW_STEP, QUICK_STEP = 15, 1.04, 0.9
"""Its own control stays 10 to 20 % below what it may take: it is asked for more, as long as less comes."""
PRESET = b"superfast"
"""As good as veryfast to the third digit of SSIM, at half the cost (measured on 720p with camera grain)."""


class _Sizes(ctypes.Structure):
    """The beginning of `x264_param_t`."""

    _fields_ = (
        ("cpu", ctypes.c_uint32),
        ("threads", ctypes.c_int * 6),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("csp", ctypes.c_int),
        ("bit_depth", ctypes.c_int),
    )


class _Picture(ctypes.Structure):
    """The beginning of `x264_picture_t`."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("qp_plus_1", ctypes.c_int),
        ("structure", ctypes.c_int),
        ("key_frame", ctypes.c_int),
        ("pts", ctypes.c_int64),
        ("dts", ctypes.c_int64),
        ("parameters", ctypes.c_void_p),
        ("csp", ctypes.c_int),
        ("planes", ctypes.c_int),
        ("strides", ctypes.c_int * 4),
        ("plane", ctypes.c_void_p * 4),
    )


class _Nal(ctypes.Structure):
    """`x264_nal_t`."""

    _fields_ = (
        ("ref_idc", ctypes.c_int),
        ("type", ctypes.c_int),
        ("long_start_code", ctypes.c_int),
        ("macroblocks", ctypes.c_int * 2),
        ("size", ctypes.c_int),
        ("payload", ctypes.c_void_p),
        ("padding", ctypes.c_int),
    )


class CodecError(RuntimeError):
    """The library refused."""


@functools.cache
def available() -> bool:
    """Whether the library is there and lays out its parameters as this file expects."""
    library = _library()
    if library is None:
        return False
    parameters = ctypes.create_string_buffer(PARAMETER_BYTES)
    library.x264_param_default(parameters)
    sizes = _Sizes.from_buffer(parameters)
    return (sizes.width, sizes.height, sizes.csp, sizes.bit_depth) == (0, 0, I420, 8)


@functools.cache
def _library() -> ctypes.CDLL | None:
    library = wheel_library.find("x264")
    if library is None:
        return None
    for build in BUILDS:
        opening = getattr(library, f"x264_encoder_open_{build}", None)
        if opening is not None:
            opening.argtypes, opening.restype = [ctypes.c_void_p], ctypes.c_void_p
            vars(library)["open"] = opening  # under one name for every build
            break
    else:
        return None
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    library.x264_param_default.argtypes = [pointer]
    library.x264_param_default_preset.argtypes = [pointer, text, text]
    library.x264_param_parse.argtypes = [pointer, text, text]
    library.x264_param_apply_profile.argtypes = [pointer, text]
    library.x264_picture_init.argtypes = [pointer]
    library.x264_encoder_reconfig.argtypes = [pointer, pointer]
    library.x264_encoder_encode.argtypes = [pointer, pointer, pointer, pointer, pointer]
    library.x264_encoder_close.argtypes = [pointer]
    return library


class X264:
    """One size; used by one thread at a time."""

    def __init__(self, width: int, height: int, bitrate: int, threads: int = 1) -> None:
        library = _library()
        if library is None:
            raise CodecError("no libx264")
        self._library = library
        self.width, self.height, self.bitrate = width, height, bitrate
        self._parameters = ctypes.create_string_buffer(PARAMETER_BYTES)
        library.x264_param_default_preset(self._parameters, PRESET, b"zerolatency")
        sizes = _Sizes.from_buffer(self._parameters)
        sizes.width, sizes.height = width, height
        self._set(threads=threads, fps=RATE, keyint=100_000, scenecut=0, repeat_headers=1, annexb=1, level=31, log=-1)
        self._more = 1.0
        self._looked_at = self._produced_bits = 0
        self._set_bitrate(bitrate)
        library.x264_param_apply_profile(self._parameters, b"baseline")
        self._encoder = library.open(self._parameters)
        if not self._encoder:
            raise CodecError("libx264 does not open")
        self._in = ctypes.create_string_buffer(PARAMETER_BYTES)
        self._out = ctypes.create_string_buffer(PARAMETER_BYTES)
        library.x264_picture_init(self._in)
        self._picture = _Picture.from_buffer(self._in)
        self._picture.csp, self._picture.planes = I420, 3
        self._nals = ctypes.POINTER(_Nal)()
        self._count = ctypes.c_int()

    def __del__(self) -> None:
        if getattr(self, "_encoder", None):
            self._library.x264_encoder_close(self._encoder)

    def set_bitrate(self, bitrate: int) -> None:
        """Bits per second at 30 pictures a second."""
        if bitrate != self.bitrate:
            self.bitrate = bitrate
            self._set_bitrate(bitrate)
            self._library.x264_encoder_reconfig(self._encoder, self._parameters)

    def encode(self, frame: av.VideoFrame, force_key_frame: bool) -> list[bytes]:
        """NAL units without start codes of a yuv420p picture of this size.

        Raises:
            CodecError
        """
        picture = self._picture
        picture.type = TYPE_IDR if force_key_frame else TYPE_AUTO
        picture.pts += 1
        for index, plane in enumerate(frame.planes):
            picture.plane[index], picture.strides[index] = plane.buffer_ptr, plane.line_size
        nals, count = ctypes.byref(self._nals), ctypes.byref(self._count)
        if self._library.x264_encoder_encode(self._encoder, nals, count, self._in, self._out) < 0:
            raise CodecError("libx264 does not encode")
        result = []
        for index in range(self._count.value):
            nal = self._nals[index]
            if nal.type == SEI:  # how it was encoded, nothing that a decoder needs
                continue
            start = 4 if nal.long_start_code else 3
            result.append(ctypes.string_at(nal.payload + start, nal.size - start))
        self._follow(sum(map(len, result)))
        return result

    def _follow(self, size: int) -> None:
        """Ask for so much more as what comes is less than was asked for; down at once, up slowly."""
        self._looked_at, self._produced_bits = self._looked_at + 1, self._produced_bits + size * 8
        if self._looked_at < LOOK_AFTER:
            return
        wanted = self.bitrate * self._looked_at / RATE
        step = min(SLOW_STEP, max(QUICK_STEP, wanted / max(1, self._produced_bits)))
        self._looked_at = self._produced_bits = 0
        before, self._more = self._more, min(MOST_MORE, max(1.0, self._more * step))
        if self._more != before:
            self._set_bitrate(self.bitrate)
            self._library.x264_encoder_reconfig(self._encoder, self._parameters)

    def _set_bitrate(self, bitrate: int) -> None:
        kilobits = max(1, int(bitrate * self._more) // 1000)
        self._set(bitrate=kilobits, vbv_maxrate=kilobits, vbv_bufsize=max(1, int(kilobits * BUFFER_S)))

    def _set(self, **values: int) -> None:
        for name, value in values.items():
            if self._library.x264_param_parse(self._parameters, name.replace("_", "-").encode(), str(value).encode()):
                raise CodecError(f"libx264 does not take {name}")
