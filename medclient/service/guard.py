"""What stands before every request: addresses forgotten, security headers, limits to bodies, an end to slow ones."""

import asyncio
import contextlib
import logging
import traceback

from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected

from medclient.service import problems
from medclient.service.addresses import forget_address

log = logging.getLogger("medclient.service.guard")

MOST_BODY_BYTES = 256 * 1024
BODY_WITHIN_S = 20.0
"""A quarter of a megabyte takes 16 s at 128 kbit/s."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
    # What the page needs it says itself; everything else is never shown as a page.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
STRICT_TRANSPORT = "max-age=31536000"
RETRY_AFTER_S = 5
TRY_AGAIN_LATER, INTERNAL = 1013, 1011
"""Close codes of WebSockets (RFC 6455, and IANA's registry)."""


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            forget_address(scope)
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def headed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MOST_BODY_BYTES:
            await problems.answer(413, "too_large")(scope, receive, headed)
            return
        try:
            await self._app(scope, _limited(receive), headed)
        except Exception as error:
            _tell(error)
            if begun:
                raise ConnectionAbortedError("the answer broke off") from None
            await _problem_of(error)(scope, receive, headed)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            try:
                await send(message)
            except RuntimeError:
                # uvicorn has closed it meanwhile: its pings were not answered, as they are not without a network.
                raise BrokenPipeError from None

        try:
            await self._app(scope, receive, told)
        except (WebSocketDisconnect, WebSocketDisconnected):
            return  # of two tasks that use it one finds the line broken, and the other that it was told so
        except Exception as error:
            _tell(error)
            code = TRY_AGAIN_LATER if isinstance(error, SQLAlchemyError) else INTERNAL
            with contextlib.suppress(RuntimeError, OSError):
                await send({"type": "websocket.close", "code": code, "reason": "unavailable"})


def _tell(error: Exception) -> None:
    """Where it happened, and what kind it was; what an error says may hold what somebody sent."""
    where = "".join(traceback.format_tb(error.__traceback__)[-2:]).rstrip()
    log.error("a request failed: %s\n%s", type(error).__name__, where)


def _problem_of(error: Exception) -> JSONResponse:
    if isinstance(error, SQLAlchemyError):
        return problems.answer(503, "unavailable", {"Retry-After": str(RETRY_AFTER_S)})
    return problems.answer(500, "internal")


def _limited(receive: Receive) -> Receive:
    """The same, but a body that is too long or too slow ends with a problem."""
    taken, complete = 0, False
    until = asyncio.get_running_loop().time() + BODY_WITHIN_S

    async def limited() -> Message:
        nonlocal taken, complete
        try:
            # Once it is complete, only the client's leaving is waited for.
            async with asyncio.timeout_at(None if complete else until):
                message = await receive()
        except TimeoutError:
            raise problems.Problem(408, "too_slow") from None
        taken += len(message.get("body", b""))
        complete = complete or not message.get("more_body", False)
        if taken > MOST_BODY_BYTES:
            raise problems.Problem(413, "too_large")
        return message

    return limited
