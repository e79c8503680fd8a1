"""Looks for planted secrets where they must not be: in files, and in the memory of a process."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from medclient.protocol import encoding

READABLE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) r", re.MULTILINE)
MOST_REGION = 512 * 1024 * 1024


def forms(secret: str | bytes) -> set[bytes]:
    """As it may lie about: text in the encodings of files and of Python's strings, keys as bytes, hex and base64url."""
    if isinstance(secret, bytes):
        return {secret, secret.hex().encode(), encoding.encode(secret).encode()}
    found = {secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-32-le")}
    return found | ({secret.encode("latin-1")} if max(secret) <= "ÿ" else set())


def memory_of(process_id: int) -> Iterator[bytes]:
    """All that a process can read of its own memory (Linux; needs the right to)."""
    maps = Path(f"/proc/{process_id}/maps").read_text(encoding="utf-8")
    with Path(f"/proc/{process_id}/mem").open("rb", buffering=0) as memory:
        for begin, end in ((int(found[1], 16), int(found[2], 16)) for found in READABLE.finditer(maps)):
            if end - begin > MOST_REGION or begin > 1 << 62:
                continue
            try:
                memory.seek(begin)
                yield memory.read(end - begin)
            except (OSError, ValueError):
                continue  # the kernel's own pages


def found_in(pieces: Iterator[bytes], secrets: Mapping[str, str | bytes]) -> set[str]:
    """The names of the secrets that are in there."""
    wanted = [(name, form) for name, secret in secrets.items() for form in forms(secret)]
    return {name for piece in pieces for name, form in wanted if form in piece}


def files_of(folder: Path, pattern: str) -> Iterator[bytes]:
    """Whole files, the log of changes and free pages included."""
    for file in sorted(folder.rglob(pattern)):
        yield file.read_bytes()
