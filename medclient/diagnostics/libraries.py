"""Whose work is inside: every installed library that the program needs, with its licence, and what its wheel carries.

All of it is read from the installed distributions at run time, so that it cannot go out of date. A frozen program
carries the distributions' metadata with it.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath

from medclient import __version__

ROOT = "medclient"
EXTRA = "desktop"
PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
LICENCE_NAMES = ("license", "licence", "copying", "notice", "authors")
MOST_TEXT_CHARS = 200_000
_NATIVE = re.compile(r"(?:lib)?(?P<name>[A-Za-z][A-Za-z0-9+_]*?)(?:[-.][0-9a-f.\-]+)?\.(?:so|dll|dylib)(?:[.0-9]*)$")

INSIDE_WHEELS = {
    "avcodec": ("FFmpeg", "LGPL-2.1-or-later; GPL-2.0-or-later with x264 and x265"),
    "x264": ("x264", "GPL-2.0-or-later"),
    "x265": ("x265", "GPL-2.0-or-later"),
    "vpx": ("libvpx", "BSD-3-Clause"),
    "opus": ("Opus", "BSD-3-Clause"),
    "dav1d": ("dav1d", "BSD-2-Clause"),
    "SvtAv1Enc": ("SVT-AV1", "BSD-3-Clause-Clear"),
    "aom": ("libaom", "BSD-2-Clause"),
    "mp3lame": ("LAME", "LGPL-2.0-or-later"),
    "webp": ("libwebp", "BSD-3-Clause"),
    "openblas": ("OpenBLAS", "BSD-3-Clause"),
    "scipy_openblas": ("OpenBLAS", "BSD-3-Clause"),
    "scipy_openblas64_": ("OpenBLAS", "BSD-3-Clause"),
    "gfortran": ("GNU Fortran runtime", "GPL-3.0-or-later with GCC exception"),
    "quadmath": ("GNU quadmath", "LGPL-2.1-or-later"),
    "Qt6Core": ("Qt", "LGPL-3.0-only"),
    "Qt6Multimedia": ("Qt Multimedia", "LGPL-3.0-only"),
    "openjp2": ("OpenJPEG", "BSD-2-Clause"),
    "png16": ("libpng", "libpng-2.0"),
    "jpeg": ("libjpeg-turbo", "IJG and BSD-3-Clause"),
    "ssl": ("OpenSSL", "Apache-2.0"),
    "crypto": ("OpenSSL", "Apache-2.0"),
    "portaudio": ("PortAudio", "MIT"),
    "livekit_ffi": ("LiveKit and WebRTC audio processing", "Apache-2.0 and BSD-3-Clause"),
    "gnutls": ("GnuTLS", "LGPL-2.1-or-later"),
    "srtp2": ("libsrtp", "BSD-3-Clause"),
    "twolame": ("TwoLAME", "LGPL-2.1-or-later"),
    "vorbis": ("Vorbis", "BSD-3-Clause"),
    "theora": ("Theora", "BSD-3-Clause"),
    "speex": ("Speex", "BSD-3-Clause"),
}
"""Native libraries inside wheels by the name of their file, as far as they are known."""
STATIC = {
    "cryptography": (("OpenSSL", "Apache-2.0"),),
    "pylibsrtp": (("libsrtp", "BSD-3-Clause"), ("OpenSSL", "Apache-2.0")),
    "opencv-python-headless": (("OpenCV", "Apache-2.0"), ("FFmpeg", "LGPL-2.1-or-later")),
    "argon2-cffi-bindings": (("Argon2", "CC0-1.0 or Apache-2.0"),),
}
"""What is linked into a wheel's own modules and shows in no file name."""


@dataclass(frozen=True)
class Library:
    """One installed distribution, or one thing that lies in the program's own folders."""

    name: str
    version: str
    licence: str
    """As its metadata says; empty where it says nothing."""
    inside: tuple[tuple[str, str], ...] = ()
    """Foreign parts in its wheel, with their licences."""
    texts: tuple[str, ...] = ()
    """The licence files."""

    @property
    def text(self) -> str:
        return "\n\n".join(self.texts)


def installed(resources: Path | None = None) -> list[Library]:
    """The program's libraries by name, and its icons. Reads some hundred files: call it in a thread."""
    found = [_library(distribution) for distribution in _needed()]
    if resources is not None:
        found.append(_icons(resources / "icons"))
    return sorted(found, key=lambda library: library.name.casefold())


def versions() -> dict[str, str]:
    """Name and version of each, and nothing of its licence."""
    found = {_name(each): each.version for each in _needed()}
    return {ROOT: __version__, **dict(sorted(found.items(), key=lambda pair: pair[0].casefold()))}


def _needed() -> list[metadata.Distribution]:
    """What the desktop needs, and what that needs, as far as it is installed on this system."""
    known: dict[str, metadata.Distribution] = {}
    waiting = _parsed(_own_requirements(), [EXTRA])
    asked = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # not needed on this system
            continue
        known[_key(name)] = distribution
        for each in _parsed(distribution.requires or (), extras):
            if each not in asked:
                asked.add(each)
                waiting.append(each)
    return list(known.values())


def _own_requirements() -> list[str]:
    """Of the installed program, or of the checkout that it runs from."""
    try:
        return metadata.requires(ROOT) or []
    except metadata.PackageNotFoundError:
        pass
    try:
        project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
        return [*project["dependencies"], *project["optional-dependencies"][EXTRA]]
    except (OSError, KeyError, ValueError):
        return []


def _parsed(requirements: Iterable[str], extras: Iterable[str]) -> list[tuple[str, frozenset[str]]]:
    # 3 MB, and only those who look at the licences or save a report need it.
    from packaging.requirements import InvalidRequirement, Requirement

    found = []
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found.append((_key(requirement.name), frozenset(requirement.extras)))
    return found


def _library(distribution: metadata.Distribution) -> Library:
    files = [PurePosixPath(str(each)) for each in distribution.files or ()]
    return Library(
        _name(distribution),
        distribution.version,
        _licence(distribution),
        _inside(_key(_name(distribution)), files),
        tuple(_texts(distribution, files)),
    )


def _licence(distribution: metadata.Distribution) -> str:
    expression = _told(distribution, "License-Expression")
    if expression:
        return expression
    classified = [
        each.rpartition("::")[2].strip()
        for each in distribution.metadata.get_all("Classifier") or ()
        if each.startswith("License ::") and "::" in each.removeprefix("License ::")
    ]
    written = _told(distribution, "License").strip()
    if written and len(written) < 80 and "\n" not in written:
        return written
    return ", ".join(classified)


def _inside(key: str, files: list[PurePosixPath]) -> tuple[tuple[str, str], ...]:
    found = dict(STATIC.get(key, ()))
    for file in files:
        match = _NATIVE.match(file.name)
        if match and (part := INSIDE_WHEELS.get(match["name"])):
            found.setdefault(*part)
    return tuple(sorted(found.items()))


def _texts(distribution: metadata.Distribution, files: list[PurePosixPath]) -> Iterable[str]:
    for file in files:
        in_metadata = any(part.endswith(".dist-info") for part in file.parts)
        if not in_metadata or not file.name.casefold().startswith(LICENCE_NAMES):
            continue
        try:
            yield (
                Path(str(distribution.locate_file(file)))
                .read_text(encoding="utf-8", errors="replace")[:MOST_TEXT_CHARS]
                .strip()
            )
        except OSError:
            continue


def _icons(folder: Path) -> Library:
    try:
        text = (folder / "LICENSE").read_text(encoding="utf-8")
    except OSError:
        text = ""
    return Library("Lucide", "", "ISC", texts=(text,) if text else ())


def _name(distribution: metadata.Distribution) -> str:
    return _told(distribution, "Name")


def _told(distribution: metadata.Distribution, field: str) -> str:
    told = distribution.metadata.get_all(field)
    return str(told[0]) if told else ""


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()
