"""A WebSocket is opened by a remembered name while nobody answers for names."""

import asyncio
import threading

from websockets.asyncio.server import ServerConnection, serve

from medclient.network.resolver import Resolver
from medclient.network.websocket import WebSockets


async def test_a_name_that_is_known_needs_no_answer_to_be_used_again() -> None:
    """Without a network each look-up waits for half a minute; the connection must not, once the network is back."""
    answers = threading.Event()
    asked: list[str] = []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        if len(asked) > 1:
            answers.wait(30)
        return ["127.0.0.1"]

    async def greet(socket: ServerConnection) -> None:
        await socket.send("hello")

    sockets = WebSockets()
    sockets._resolver = Resolver(look_up)
    async with serve(greet, "127.0.0.1", 0) as server:
        url = f"ws://service.example:{next(iter(server.sockets)).getsockname()[1]}/"
        for _ in range(3):
            async with asyncio.timeout(5), await sockets.open(url, 5) as socket:
                assert await socket.recv() == "hello"
    assert asked == ["service.example"] * 2
    answers.set()
    sockets.close()
