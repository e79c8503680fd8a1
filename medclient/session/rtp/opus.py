"""Opus with all that the codec offers against loss: in-band FEC and concealment (RFC 6716, RFC 7587).

PyAV's wrapper offers neither when decoding, and no change of an open encoder, but its wheel carries libopus. Where it
is not found (another build of PyAV), PyAV's codec serves, and a lost frame fades to silence.
"""

import ctypes
import functools
from dataclasses import dataclass
from typing import Protocol

import av
import numpy as np
import numpy.typing as npt

from medclient.session.rtp import wheel_library

SAMPLE_RATE = 48000
MOST_SAMPLES = 5760
"""120 ms, the longest packet of the codec."""
Sound = npt.NDArray[np.int16]


class OpusDecoder(Protocol):
    """Mono, int16, 48 kHz."""

    def decode(self, payload: bytes) -> Sound:
        """A packet; empty where it is none."""

    def recover(self, following: bytes, samples: int) -> Sound:
        """The lost packet before `following`, from what `following` holds of it."""

    def conceal(self, samples: int) -> Sound:
        """What might have come instead of a packet that is lost for good."""


def open_decoder() -> OpusDecoder:
    """The best decoder there is."""
    library = find_library()
    return LibOpusDecoder(library) if library else PlainDecoder()


@functools.cache
def find_library() -> ctypes.CDLL | None:
    """libopus with its functions declared; None where lost sound can only be replaced by silence."""
    library = wheel_library.find("opus")
    if library is None:
        return None
    library.opus_decoder_create.restype = ctypes.c_void_p
    library.opus_decoder_destroy.argtypes = [ctypes.c_void_p]
    library.opus_decode.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int32,
        ctypes.c_void_p,
        ctypes.c_int,
        ctypes.c_int,
    ]
    library.opus_encoder_create.restype = ctypes.c_void_p
    library.opus_encoder_destroy.argtypes = [ctypes.c_void_p]
    library.opus_encoder_ctl.argtypes = [ctypes.c_void_p, ctypes.c_int]  # the third is variadic
    library.opus_encode.argtypes = [
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_int,
        ctypes.c_void_p,
        ctypes.c_int32,
    ]
    return library


class LibOpusDecoder:
    """libopus itself."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        error = ctypes.c_int()
        self._state = library.opus_decoder_create(SAMPLE_RATE, 1, ctypes.byref(error))
        if error.value or not self._state:
            raise MemoryError("libopus gives no decoder")
        self._out = np.zeros(MOST_SAMPLES, np.int16)

    def __del__(self) -> None:
        if getattr(self, "_state", None):
            self._library.opus_decoder_destroy(self._state)

    def decode(self, payload: bytes) -> Sound:
        return self._decode(payload, MOST_SAMPLES, recover=False)

    def recover(self, following: bytes, samples: int) -> Sound:
        return self._decode(following, samples, recover=True)

    def conceal(self, samples: int) -> Sound:
        return self._decode(None, samples, recover=False)

    def _decode(self, payload: bytes | None, samples: int, *, recover: bool) -> Sound:
        size = len(payload) if payload else 0
        count = self._library.opus_decode(self._state, payload, size, self._out.ctypes.data, samples, int(recover))
        return self._out[: max(0, count)].copy()


class PlainDecoder:
    """PyAV's decoder."""

    def __init__(self) -> None:
        self._codec: av.AudioCodecContext = av.CodecContext.create("libopus", "r")
        self._codec.sample_rate = SAMPLE_RATE
        self._codec.layout = "mono"
        self._codec.format = "s16"
        self._last = np.zeros(0, np.int16)

    def decode(self, payload: bytes) -> Sound:
        try:
            frames = self._codec.decode(av.Packet(payload))
        except av.FFmpegError:
            return np.zeros(0, np.int16)
        parts = [frame.to_ndarray().reshape(-1).astype(np.int16) for frame in frames]
        self._last = np.concatenate(parts) if parts else np.zeros(0, np.int16)
        return self._last

    def recover(self, following: bytes, samples: int) -> Sound:
        return self.conceal(samples)

    def conceal(self, samples: int) -> Sound:
        faded = np.zeros(samples, np.int16)
        part = self._last[:samples]
        faded[: part.size] = (part * np.linspace(0.7, 0, part.size)).astype(np.int16)
        self._last = np.zeros(0, np.int16)
        return faded


@dataclass(frozen=True)
class VoiceSettings:
    """What may change from one packet to the next."""

    bitrate: int = 40_000
    loss_percent: int = 10
    """That the other side is expected to miss: it decides how much of each packet repeats the one before."""
    dtx: bool = False
    """Send next to nothing while nobody speaks."""


APPLICATION_VOIP = 2048
SET_BITRATE, SET_COMPLEXITY, SET_INBAND_FEC, SET_PACKET_LOSS, SET_DTX, SET_SIGNAL = 4002, 4010, 4012, 4014, 4016, 4024
COMPLEXITY = 5
"""Of 10, which takes twice the time for a difference that nobody hears in speech at these rates."""
SIGNAL_VOICE = 3001
MOST_BYTES = 1275
NOTHING_BYTES = 2
"""A packet of so few is silence that need not be sent (RFC 7587 section 3.1.3)."""


class LibOpusEncoder:
    """libopus itself: mono speech at 48 kHz, with in-band FEC."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        error = ctypes.c_int()
        self._state = library.opus_encoder_create(SAMPLE_RATE, 1, APPLICATION_VOIP, ctypes.byref(error))
        if error.value or not self._state:
            raise MemoryError("libopus gives no encoder")
        self._out = ctypes.create_string_buffer(MOST_BYTES)
        self._settings: VoiceSettings | None = None
        self._set(SET_INBAND_FEC, 1)
        self._set(SET_SIGNAL, SIGNAL_VOICE)
        self._set(SET_COMPLEXITY, COMPLEXITY)
        self.configure(VoiceSettings())

    def __del__(self) -> None:
        if getattr(self, "_state", None):
            self._library.opus_encoder_destroy(self._state)

    def configure(self, settings: VoiceSettings) -> None:
        """In force from the next packet on."""
        if settings != self._settings:
            self._settings = settings
            self._set(SET_BITRATE, settings.bitrate)
            self._set(SET_PACKET_LOSS, settings.loss_percent)
            self._set(SET_DTX, int(settings.dtx))

    def encode(self, sound: Sound) -> bytes:
        """A packet for 20 ms; empty where nothing needs to be sent."""
        block = np.ascontiguousarray(sound, np.int16)
        size = self._library.opus_encode(self._state, block.ctypes.data, block.size, self._out, MOST_BYTES)
        return self._out.raw[:size] if size > NOTHING_BYTES else b""

    def _set(self, request: int, value: int) -> None:
        self._library.opus_encoder_ctl(self._state, request, ctypes.c_int(value))
