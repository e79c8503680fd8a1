"""Serves the patient's page (`page/`) and the terms of use; nothing on them comes from anywhere else."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from fastapi import APIRouter, Request
from fastapi.responses import Response

from medclient.protocol import page_integrity
from medclient.service.problems import Problem
from medclient.service.state import State

router = APIRouter()

FOLDER = Path(__file__).parent / "page"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class PageFiles:
    """The page as it was when the service started: what changes on the disk after that is not served, and no file of
    an update meets one of the version before."""

    contents: Mapping[str, bytes]
    script_sources: str

    @classmethod
    def read(cls) -> Self:
        """Blocks; once, at the start."""
        own = {file.name: file.read_bytes() for file in FOLDER.iterdir() if file.suffix in TYPES}
        return cls(page_integrity.as_served(own), page_integrity.script_sources(own))


def security_policy(host: str, scripts: str) -> str:
    """The page may load and reach what is its own, and nothing else; not every browser counts WebSockets as `self`."""
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' blob: data:; "
        f"media-src 'self' blob: mediastream:; connect-src 'self' ws://{host} wss://{host}; font-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@router.get("/v/{link_id}")
async def page(link_id: str, request: Request, state: State) -> Response:
    return _file(request, state.config.public_url, page_integrity.START_PAGE)


@router.get("/i/{invitation_id}")
async def invitation(invitation_id: str, request: Request, state: State) -> Response:
    """For a colleague who opens an invitation in a browser: it belongs into the program."""
    return _file(request, state.config.public_url, "invitation.html")


@router.get("/terms")
async def terms(request: Request, state: State) -> Response:
    return _file(request, state.config.public_url, "terms.html")


@router.get("/page/{name}")
async def asset(name: str, request: Request, state: State) -> Response:
    return _file(request, state.config.public_url, name)


def _file(request: Request, public_url: str, name: str) -> Response:
    files: PageFiles = request.app.state.page_files
    content = files.contents.get(name)
    if content is None:
        raise Problem(404, "not_found")
    host = public_url.partition("://")[2] or request.url.netloc
    if not all(character.isalnum() or character in ".-:[]" for character in host):
        raise Problem(400, "invalid_request")
    scripts = files.script_sources if name == page_integrity.START_PAGE else "'none'"
    headers = {
        "Content-Security-Policy": security_policy(host, scripts),
        # For browsers that know it: nothing without a hash is even asked for.
        "Integrity-Policy": "blocked-destinations=(script)",
        "Cache-Control": "no-cache",
        "ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=TYPES[Path(name).suffix])
