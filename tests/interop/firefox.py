"""Debian's Firefox as the patient, driven over WebDriver BiDi (W3C), which it speaks itself."""

import contextlib
import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

FIREFOX = "/usr/bin/firefox-esr"
PREFERENCES: dict[str, bool | int | str] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.gmp-manager.url": "",
    "media.gmp-manager.updateEnabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
    "services.settings.server": "",
}
START_S = 30.0


class FirefoxPatient:
    """One tab. Expressions run in the page; promises are waited for."""

    def __init__(self, session: ClientConnection) -> None:
        self._session = session
        self._number = 0
        self.command("session.new", capabilities={})
        self._context = self.command("browsingContext.getTree")["contexts"][0]["context"]

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._session.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._session.recv(timeout=60))
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                result: dict[str, Any] = answer["result"]
                return result

    def add_preload_script(self, script: str) -> None:
        """Let it run in each page before the page's own."""
        self.command("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}")

    def reload(self) -> None:
        self.command("browsingContext.reload", context=self._context, wait="complete")

    def goto(self, address: str) -> None:
        self.command("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """A number, text, truth value or null."""
        told = self.command(
            "script.evaluate",
            expression=expression,
            target={"context": self._context},
            awaitPromise=True,
        )
        assert told["type"] == "success", told.get("exceptionDetails", {}).get("text")
        return told["result"].get("value")

    def wait_for(self, condition: str, timeout_s: float = 30.0) -> None:
        """Until a condition holds, looked at with each frame that the page draws."""
        held = self.evaluate(
            f"""new Promise((resolve) => {{
              const until = performance.now() + {timeout_s * 1000};
              const look = () => {{
                if ({condition}) resolve(true);
                else if (performance.now() > until) resolve(false);
                else setTimeout(look, 30);
              }};
              look();
            }})"""
        )
        assert held, condition

    def wait_step(self, step: str) -> None:
        self.wait_for(f"document.body.dataset.step === {json.dumps(step)}")

    def wait_call(self, state: str) -> None:
        self.wait_for(f"document.body.dataset.call === {json.dumps(state)}")

    def click(self, selector: str) -> None:
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector: str, text: str) -> None:
        self.evaluate(
            f"""{{ const field = document.querySelector({json.dumps(selector)}); field.value = {json.dumps(text)};
                field.dispatchEvent(new Event("input", {{ bubbles: true }}));
                field.dispatchEvent(new Event("change", {{ bubbles: true }})); }}"""
        )

    def enter(self, link: str) -> None:
        """From the link to the waiting room."""
        self.goto(link)
        self.wait_step("consent")
        self.fill("#name", "Erika Beispiel")
        self.click("#consent")
        self.click("#continue")
        self.wait_step("devices")
        self.wait_for("!document.querySelector('#enter').disabled")
        self.click("#enter")
        self.wait_step("waiting")

    def accept(self) -> None:
        self.wait_step("ring")
        self.click("#accept")
        self.wait_step("call")


def _as_it_is(command: list[str]) -> list[str]:
    return command


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port))


@contextlib.contextmanager
def browser(
    folder: Path,
    port: int,
    *,
    preferences: Mapping[str, bool | int | str] = PREFERENCES,
    place: Callable[[list[str]], list[str]] = _as_it_is,
    reach: Callable[[int], socket.socket] = _connect,
    environment: Mapping[str, str] | None = None,
) -> Iterator[FirefoxPatient]:
    """A fresh Firefox with a camera and a microphone of its own making.

    It is started where `place` puts its command, and its `port` there is reached by `reach`.
    """
    profile = folder / "firefox"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [FIREFOX, "--headless", "--no-remote", "--profile", str(profile), f"--remote-debugging-port={port}"]
    process = subprocess.Popen(
        place(command), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stderr
        begun = time.monotonic()
        for line in process.stderr:  # it says when it listens
            if "WebDriver BiDi listening" in line:
                break
            assert time.monotonic() - begun < START_S, "Firefox does not start"
        with _session(reach(port), port) as session:
            yield FirefoxPatient(session)
    finally:
        process.terminate()
        process.wait(15)


def _session(way: socket.socket, port: int) -> ClientConnection:
    try:
        return connect(f"ws://127.0.0.1:{port}/session", sock=way, max_size=None)
    except (OSError, WebSocketException) as error:
        raise AssertionError(f"no session with Firefox: {error}") from None
