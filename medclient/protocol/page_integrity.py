"""The patient page as it is served: its start page names the hash of all that it loads.

Browsers of today run nothing else: each element carries `integrity` (Subresource Integrity), an import map and preloads
the hashes of all modules. The content security policy names the same hashes, and `'self'` for telephones that do not
look for hashes there: they would run nothing at all (decision 0020). Service and desktop make the page from its files
with these functions, so that the desktop can compare what is served byte by byte. Modules are named by absolute paths:
`/page/NAME`.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping

START_PAGE = "index.html"
_LOADED = re.compile(r'(<(?:script|link)\b[^>]*(?:src|href)="/page/([^"]+)")')
_CLASSIC = re.compile(r'<script src="/page/([^"]+)"')


def hash_of(content: bytes) -> str:
    """As `integrity` attributes and policies name it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


def as_served(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, with the hash of all that they load written into the pages."""
    return {name: _bound(name, files) if name.endswith(".html") else content for name, content in files.items()}


def script_sources(files: Mapping[str, bytes]) -> str:
    """What may run on the start page, for `script-src`."""
    scripts = [hash_of(content) for name, content in sorted(files.items()) if name.endswith(".js")]
    return " ".join(f"'{each}'" for each in ["self", hash_of(_import_map(files).encode()), *scripts])


def _bound(name: str, files: Mapping[str, bytes]) -> bytes:
    # With `crossorigin`, since `Integrity-Policy` counts a hash only where the answer may be read.
    text = _LOADED.sub(
        lambda found: f'{found[1]} integrity="{hash_of(files[found[2]])}" crossorigin', files[name].decode()
    )
    if name == START_PAGE:
        preloads = "\n".join(
            f'<link rel="modulepreload" href="{path}" integrity="{value}">' for path, value in _modules(files).items()
        )
        # The map comes before the first module, or it does not count.
        first = text.index("<script")
        text = f'{text[:first]}<script type="importmap">{_import_map(files)}</script>\n{preloads}\n{text[first:]}'
    return text.encode()


def _modules(files: Mapping[str, bytes]) -> dict[str, str]:
    classic = _CLASSIC.findall(files[START_PAGE].decode())
    return {
        f"/page/{name}": hash_of(content)
        for name, content in sorted(files.items())
        if name.endswith(".js") and name not in classic
    }


def _import_map(files: Mapping[str, bytes]) -> str:
    return json.dumps({"integrity": _modules(files)})
