"""libvpx itself, for VP8 with a bitrate that changes while it runs and costs no key frame.

Structures and values are those of `vpx_encoder.h`, `vpx_image.h` and `vp8cx.h` of libvpx 1.13 to 1.16.
"""

import ctypes
import functools

import av

from medclient.session.rtp import wheel_library
from medclient.session.rtp.x264 import CodecError

ENCODER_ABI_VERSIONS = range(34, 45)
"""Tried in turn: the library takes its own alone."""
CONFIGURATION_BYTES = CONTEXT_BYTES = 4096
"""More than `vpx_codec_enc_cfg_t` and `vpx_codec_ctx_t` take."""
I420 = 0x102
FORCE_KEY_FRAME = 1
REALTIME_DEADLINE = 1
PACKET_IS_FRAME = 0
CBR = 1
CONTROLS = {13: -6, 15: 0, 17: 1, 18: 0, 26: 450}
"""Speed; no noise filter (the processor's time); still blocks are skipped; one token partition; the size of a key frame
in percent of an average picture's."""


class _Configuration(ctypes.Structure):
    """The beginning of `vpx_codec_enc_cfg_t`."""

    _fields_ = (
        ("usage", ctypes.c_uint),
        ("threads", ctypes.c_uint),
        ("profile", ctypes.c_uint),
        ("width", ctypes.c_uint),
        ("height", ctypes.c_uint),
        ("bit_depth", ctypes.c_int),
        ("input_bit_depth", ctypes.c_uint),
        ("timebase", ctypes.c_int * 2),
        ("error_resilient", ctypes.c_uint),
        ("passes", ctypes.c_int),
        ("lag_in_frames", ctypes.c_uint),
        ("drop_frame_threshold", ctypes.c_uint),
        ("resize", ctypes.c_uint * 5),
        ("end_usage", ctypes.c_int),
        ("two_pass_stats", ctypes.c_void_p * 2),
        ("first_pass_stats", ctypes.c_void_p * 2),
        ("target_kilobits", ctypes.c_uint),
        ("min_quantizer", ctypes.c_uint),
        ("max_quantizer", ctypes.c_uint),
        ("undershoot_percent", ctypes.c_uint),
        ("overshoot_percent", ctypes.c_uint),
        ("buffer_ms", ctypes.c_uint),
        ("buffer_initial_ms", ctypes.c_uint),
        ("buffer_optimal_ms", ctypes.c_uint),
        ("two_pass", ctypes.c_uint * 4),
        ("key_frame_mode", ctypes.c_int),
        ("key_frame_min_distance", ctypes.c_uint),
        ("key_frame_max_distance", ctypes.c_uint),
    )


class _Image(ctypes.Structure):
    """The beginning of `vpx_image_t`."""

    _fields_ = (
        ("format", ctypes.c_int),
        ("colour", ctypes.c_int * 2),
        ("sizes", ctypes.c_uint * 9),
        ("planes", ctypes.c_void_p * 4),
        ("strides", ctypes.c_int * 4),
        ("rest", ctypes.c_ubyte * 128),
    )


class _Packet(ctypes.Structure):
    """The beginning of `vpx_codec_cx_pkt_t`."""

    _fields_ = (("kind", ctypes.c_int), ("data", ctypes.c_void_p), ("size", ctypes.c_size_t))


@functools.cache
def available() -> bool:
    """Whether the library is there and lays out its configuration as this file expects."""
    library = _library()
    if library is None:
        return False
    buffer = ctypes.create_string_buffer(CONFIGURATION_BYTES)
    if library.vpx_codec_enc_config_default(library.vpx_codec_vp8_cx(), buffer, 0):
        return False
    found = _Configuration.from_buffer(buffer)
    layout = (found.width, found.height, found.timebase[0], found.timebase[1], found.max_quantizer)
    return layout == (320, 240, 1, 30, 63) and found.key_frame_max_distance == 128


@functools.cache
def _library() -> ctypes.CDLL | None:
    library = wheel_library.find("vpx")
    if library is None:
        return None
    pointer = ctypes.c_void_p
    library.vpx_codec_vp8_cx.restype = pointer
    library.vpx_codec_enc_config_default.argtypes = [pointer, pointer, ctypes.c_uint]
    library.vpx_codec_enc_init_ver.argtypes = [pointer, pointer, pointer, ctypes.c_long, ctypes.c_int]
    library.vpx_codec_enc_config_set.argtypes = [pointer, pointer]
    library.vpx_codec_control_.argtypes = [pointer, ctypes.c_int]  # the third is variadic
    library.vpx_codec_encode.argtypes = [
        pointer,
        pointer,
        ctypes.c_int64,
        ctypes.c_ulong,
        ctypes.c_long,
        ctypes.c_ulong,
    ]
    library.vpx_codec_get_cx_data.argtypes = [pointer, pointer]
    library.vpx_codec_get_cx_data.restype = ctypes.POINTER(_Packet)
    library.vpx_codec_destroy.argtypes = [pointer]
    return library


class Vp8:
    """One size; used by one thread at a time."""

    def __init__(self, width: int, height: int, bitrate: int, threads: int = 1) -> None:
        library = _library()
        if library is None:
            raise CodecError("no libvpx")
        self._library = library
        self.width, self.height, self.bitrate = width, height, bitrate
        self._buffer = ctypes.create_string_buffer(CONFIGURATION_BYTES)
        interface = library.vpx_codec_vp8_cx()
        library.vpx_codec_enc_config_default(interface, self._buffer, 0)
        configuration = self._configuration = _Configuration.from_buffer(self._buffer)
        configuration.threads = threads
        configuration.width, configuration.height = width, height
        configuration.lag_in_frames = 0
        configuration.end_usage = CBR
        configuration.target_kilobits = max(1, bitrate // 1000)
        configuration.min_quantizer, configuration.max_quantizer = 2, 56
        configuration.undershoot_percent, configuration.overshoot_percent = 100, 15
        configuration.buffer_ms, configuration.buffer_initial_ms, configuration.buffer_optimal_ms = 1000, 500, 600
        configuration.key_frame_max_distance = 100_000
        self._context = ctypes.create_string_buffer(CONTEXT_BYTES)
        for version in ENCODER_ABI_VERSIONS:
            if library.vpx_codec_enc_init_ver(self._context, interface, self._buffer, 0, version) == 0:
                break
        else:
            raise CodecError("libvpx does not open")
        self._open = True
        for control, value in CONTROLS.items():
            library.vpx_codec_control_(self._context, control, ctypes.c_int(value))
        self._image = _Image()
        library.vpx_img_wrap.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint]
        library.vpx_img_wrap.argtypes += [ctypes.c_void_p]
        library.vpx_img_wrap.restype = ctypes.c_void_p
        library.vpx_img_wrap(ctypes.byref(self._image), I420, width, height, 1, 1)
        self._number = 0

    def __del__(self) -> None:
        if getattr(self, "_open", False):
            self._library.vpx_codec_destroy(self._context)

    def set_bitrate(self, bitrate: int) -> None:
        """Bits per second at 30 pictures a second."""
        if bitrate != self.bitrate:
            self.bitrate = bitrate
            self._configuration.target_kilobits = max(1, bitrate // 1000)
            self._library.vpx_codec_enc_config_set(self._context, self._buffer)

    def encode(self, frame: av.VideoFrame, force_key_frame: bool) -> bytes:
        """A VP8 frame of a yuv420p picture of this size.

        Raises:
            CodecError
        """
        for index, plane in enumerate(frame.planes):
            self._image.planes[index], self._image.strides[index] = plane.buffer_ptr, plane.line_size
        self._number += 1
        flags = FORCE_KEY_FRAME if force_key_frame else 0
        image = ctypes.byref(self._image)
        if self._library.vpx_codec_encode(self._context, image, self._number, 1, flags, REALTIME_DEADLINE):
            raise CodecError("libvpx does not encode")
        place = ctypes.c_void_p()
        result = b""
        while packet := self._library.vpx_codec_get_cx_data(self._context, ctypes.byref(place)):
            if packet.contents.kind == PACKET_IS_FRAME:
                result += ctypes.string_at(packet.contents.data, packet.contents.size)
        return result
