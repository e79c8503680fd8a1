"""Whoever changes a file of the page on its way: no browser runs it. Two real browsers, and a proxy that lies."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from playwright.sync_api import BrowserContext, expect

from medclient.practice.embedded import EmbeddedService
from tests.interop import firefox
from tests.interop.test_firefox import free_port
from tests.page.conftest import Make

EVIL = b"\n;document.title = 'stolen';\n"
INTO_PAGE = b"<script>document.title = 'stolen'</script>"
Change = Callable[[str, bytes], bytes]


def untouched(path: str, body: bytes) -> bytes:
    return body


def changed(name: str) -> Change:
    return lambda path, body: body + EVIL if path == f"/page/{name}" else body


def inline(path: str, body: bytes) -> bytes:
    return body.replace(b"<main", INTO_PAGE + b"<main") if path.startswith("/v/") else body


CHANGES: dict[str, Change] = {
    "the first module": changed("page.js"),
    "a module that others load": changed("envelope.js"),
    "a module deep inside": changed("check_texts.js"),
}


class Proxy:
    """Passes the page on, and changes it; what it may not change are the headers."""

    def __init__(self, target: str) -> None:
        self.change: Change = untouched
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = requests.get(target + self.path, timeout=10, headers={"Host": self.headers["Host"]})
                body = proxy.change(self.path, answer.content)
                self.send_response(answer.status_code)
                for name in ("Content-Type", "Content-Security-Policy", "Integrity-Policy"):
                    if name in answer.headers:
                        self.send_header(name, answer.headers[name])
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        thread = threading.Thread(target=self._server.serve_forever)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


@pytest.fixture(scope="module")
def proxy(service: EmbeddedService) -> Iterator[Proxy]:
    with Proxy(service.url).running() as proxy:
        yield proxy


def through(proxy: Proxy, appoint: Make) -> str:
    link = appoint()[1]
    return f"{proxy.url}/v/{link.partition('/v/')[2]}"


def test_chromium_runs_no_changed_file(browser: BrowserContext, proxy: Proxy, appoint: Make) -> None:
    def opened(change: Change) -> tuple[str, str]:
        proxy.change = change
        tab = browser.new_page()
        try:
            tab.goto(through(proxy, appoint))
            begun = tab.locator("body[data-started], #link-title:not(:empty)").first
            begun.wait_for(state="attached")
            return tab.title(), tab.locator("#link-title").inner_text()
        finally:
            tab.close()

    assert opened(untouched)[0] != "stolen"
    for name, change in CHANGES.items():
        title, told = opened(change)
        assert title != "stolen", name
        assert "verändert" in told, name


def test_chromium_runs_no_code_that_was_put_into_the_page(browser: BrowserContext, proxy: Proxy, appoint: Make) -> None:
    proxy.change = inline
    tab = browser.new_page()
    try:
        tab.goto(through(proxy, appoint))
        expect(tab.locator("body")).to_have_attribute("data-step", "consent")
        assert tab.title() != "stolen"
    finally:
        tab.close()


def test_firefox_runs_no_changed_file(proxy: Proxy, appoint: Make, tmp_path: Path) -> None:
    with firefox.browser(tmp_path, free_port()) as patient:
        proxy.change = untouched
        patient.goto(through(proxy, appoint))
        patient.wait_step("consent")
        for name, change in (CHANGES | {"code in the page": inline}).items():
            proxy.change = change
            patient.goto(through(proxy, appoint))
            patient.wait_for("document.body.dataset.started || document.querySelector('#link-title').textContent")
            assert patient.evaluate("document.title") != "stolen", name
            if change is not inline:
                assert "verändert" in patient.evaluate("document.querySelector('#link-title').textContent") or (
                    "changed" in patient.evaluate("document.querySelector('#link-title').textContent")
                ), name
