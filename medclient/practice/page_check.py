"""Whether the service serves the patient page that came with this program, file by file.

The page is what holds the patient's keys: a changed one could pass them on. Its start page names no code but its own
modules, each with its hash; each of those is compared, and so is the policy that goes with them.
The service could still serve another page to others (docs/threat-model.md).
"""

import functools
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import medclient
from medclient.practice.rest import ServedFile
from medclient.protocol import page_integrity

FOLDER = Path(medclient.__file__).parent / "service" / "page"
PAGES = {"index.html": "/v/AAAAAAAAAAAAAAAAAAAAAA", "terms.html": "/terms"}
"""Served under addresses of their own."""
AT_ONCE = 6
"""How many files are asked for at a time: a call is about to begin, and each takes the way to the service and back."""


@dataclass(frozen=True)
class PageState:
    """What was found."""

    digest: str
    """Of the page that came with this program, as people can compare it."""
    differing: tuple[str, ...] = ()
    """Names of files that the service serves otherwise, or not at all."""


def own_files() -> dict[str, bytes]:
    """As they are served, with the hashes in them."""
    return page_integrity.as_served(_raw_files())


def _raw_files() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(FOLDER.iterdir()) if file.is_file()}


def digest_of(files: dict[str, bytes]) -> str:
    """SHA-256 over names and contents: the first 80 bits, in groups of four digits."""
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        whole.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    digits = whole.hexdigest()[:20]
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


@functools.cache
def own_digest() -> str:
    """Of the page that came with this program."""
    return digest_of(own_files())


def check(fetch: Callable[[str], ServedFile]) -> PageState:
    """Compare with what `fetch` brings for a path of the service; what it raises is passed on. Blocks."""
    raw = _raw_files()
    own, scripts = page_integrity.as_served(raw), page_integrity.script_sources(raw)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        fetched = list(pool.map(fetch, (PAGES.get(name, f"/page/{name}") for name in own)))
    differing = []
    for (name, content), served in zip(own.items(), fetched, strict=True):
        policy = [each.strip() for each in served.policy.split(";")]
        let_more_run = name == page_integrity.START_PAGE and f"script-src {scripts}" not in policy
        if served.content != content or let_more_run:
            differing.append(name)
    return PageState(own_digest(), tuple(differing))
