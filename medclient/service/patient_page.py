"""Serves the patient's page (`page/`) and the terms of use; nothing on them comes from anywhere else."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

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


def security_policy(host: str) -> str:
    """The page may load and reach what is its own, and nothing else; not every browser counts WebSockets as `self`."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        f"media-src 'self' blob: mediastream:; connect-src 'self' ws://{host} wss://{host}; font-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@router.get("/v/{link_id}")
async def page(link_id: str, request: Request, state: State) -> Response:
    return _file(request, state.config.public_url, "index.html")


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
    path = FOLDER / name
    media_type = TYPES.get(path.suffix)
    if media_type is None or path.parent != FOLDER or not path.is_file():
        raise Problem(404, "not_found")
    host = public_url.partition("://")[2] or request.url.netloc
    if not all(character.isalnum() or character in ".-:[]" for character in host):
        raise Problem(400, "invalid_request")
    answer = FileResponse(path, media_type=media_type, stat_result=path.stat())
    answer.headers["Content-Security-Policy"] = security_policy(host)
    answer.headers["Cache-Control"] = "no-cache"
    if request.headers.get("if-none-match") == answer.headers["etag"]:
        return Response(status_code=304, headers=dict(answer.headers))
    return answer
