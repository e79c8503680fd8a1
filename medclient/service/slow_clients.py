"""Ends connections that do not come to the point: uvicorn itself would wait for a request's head for ever."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_WITHIN_S = 10.0


class PromptProtocol(H11Protocol):
    """HTTP whose every request must have told its head within some seconds; WebSockets have limits of their own."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_came()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._head_came()
        elif self._head_timer is None and self.conn.their_state is not None:
            self._await_head()

    def handle_websocket_upgrade(self, event: Any) -> None:
        self._head_came()
        super().handle_websocket_upgrade(event)
        # The transport speaks another protocol from now on.
        self._await_head = lambda: None  # type: ignore[method-assign]

    def on_response_complete(self) -> None:
        self._head_came()
        super().on_response_complete()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_WITHIN_S, self._too_slow)

    def _head_came(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _too_slow(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.abort()
