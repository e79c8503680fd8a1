"""The codec libraries that PyAV's wheel carries: what PyAV's own wrapper does not offer is reached through them."""

import ctypes
import functools
import logging
from pathlib import Path

import av

log = logging.getLogger("medclient.session.codecs")


@functools.cache
def find(name: str) -> ctypes.CDLL | None:
    """The library: beside the package on Linux and Windows, inside it on macOS; None in another build of PyAV."""
    package = Path(av.__file__).parent
    for folder in (package.parent / "av.libs", package / ".dylibs", package):
        for file in sorted(folder.glob(f"*{name}*")):
            if file.suffix not in (".dll", ".dylib") and ".so" not in file.name:
                continue
            try:
                return ctypes.CDLL(str(file))
            except OSError as error:
                log.warning("%s cannot be used: %s", name, type(error).__name__)
    log.warning("no %s beside PyAV", name)
    return None
