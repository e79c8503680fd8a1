"""The patient: Debian's Chromium on the real page, with files for camera and microphone."""

import base64
import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from medclient.media import test_pattern

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WAIT_MS = 30_000
STEPS = ("link", "consent", "devices", "waiting", "ring", "call", "goodbye")

GRAB = """
async () => {
  const video = document.querySelector('#remote-video');
  if (!video || video.videoWidth === 0) return null;
  const canvas = new OffscreenCanvas(640, 360);
  canvas.getContext('2d').drawImage(video, 0, 0, 640, 360);
  const blob = await canvas.convertToBlob({type: 'image/png'});
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
"""
LISTEN = """
async (hz) => {
  const stream = document.querySelector('#remote-video').srcObject;
  const context = new AudioContext({sampleRate: 48000});
  await context.resume();
  const analyser = new AnalyserNode(context, {fftSize: 8192, smoothingTimeConstant: 0});
  context.createMediaStreamSource(stream).connect(analyser);
  const bins = new Float32Array(analyser.frequencyBinCount);
  const level = (frequency) => bins[Math.round(frequency * 8192 / 48000)];
  const end = performance.now() + 400;
  let best = -200;
  while (performance.now() < end) {
    await new Promise((done) => setTimeout(done, 50));
    analyser.getFloatFrequencyData(bins);
    const beside = Math.max(level(hz * 0.86), level(hz * 1.14));
    if (level(hz) > -70) best = Math.max(best, level(hz) - beside);
  }
  await context.close();
  return best;
}
"""
KEEP_PEERS = """
window.peers = [];
const Own = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Own {
  constructor(...all) { super(...all); window.peers.push(this); }
};
"""
"""For a page that is not loaded yet: its peer connections, to look at."""


@dataclass
class Patient:
    """One tab of a patient."""

    page: Page

    @property
    def step(self) -> str:
        return str(self.page.locator("body").get_attribute("data-step"))

    def wait_step(self, step: str, timeout_ms: int = WAIT_MS) -> None:
        expect(self.page.locator("body")).to_have_attribute("data-step", step, timeout=timeout_ms)

    def wait_call(self, state: str, timeout_ms: int = WAIT_MS) -> None:
        expect(self.page.locator("body")).to_have_attribute("data-call", state, timeout=timeout_ms)

    def wait_body(self, name: str, value: str) -> None:
        expect(self.page.locator("body")).to_have_attribute(name, value, timeout=WAIT_MS)

    def enter(self, link: str, name: str = "Erika Beispiel") -> None:
        """From the link to the waiting room."""
        self.page.goto(link)
        self.wait_step("consent")
        self.page.fill("#name", name)
        self.page.check("#consent")
        self.page.click("#continue")
        self.wait_step("devices")
        self.page.click("#enter")
        self.wait_step("waiting")

    def accept(self) -> None:
        self.wait_step("ring")
        self.page.click("#accept")
        self.wait_step("call")

    def read_code(self) -> int | None:
        """The bar code off the picture that the browser shows."""
        grabbed = self.page.evaluate(GRAB)
        if grabbed is None:
            return None
        with av.open(io.BytesIO(base64.b64decode(grabbed)), "r") as container:
            frame = next(container.decode(video=0)).reformat(format="yuv420p")
        return test_pattern.read_bar_code(test_pattern.luma_of(frame))

    def sees_practitioner(self, samples: int = 3, tries: int = 60) -> bool:
        """Whether the practitioner's picture moves, and is of this moment: its bar code carries the clock."""
        seen: set[int] = set()
        for _ in range(tries):
            code = self.read_code()
            if code is not None and abs(test_pattern.age_ms(code)) < 3000:
                seen.add(code)
                if len(seen) >= samples:
                    return True
            self.page.wait_for_timeout(100)
        return False

    def gets_no_wider_than(self, width: int, tries: int = 200) -> bool:
        """Whether the practitioner's picture arrives at most so wide, in the end."""
        for _ in range(tries):
            if 0 < self.page.evaluate("document.querySelector('#remote-video').videoWidth") <= width:
                return True
            self.page.wait_for_timeout(100)
        return False

    def hears_practitioner(self, tries: int = 20) -> bool:
        return any(self._prominence() > 10 for _ in range(tries))

    def hears_silence(self, tries: int = 20) -> bool:
        return any(self._prominence() < 3 for _ in range(tries))

    def _prominence(self) -> float:
        """How far the practitioner's tone stands out, in dB."""
        return float(self.page.evaluate(LISTEN, test_pattern.MICROPHONE_HZ))

    def write(self, text: str) -> None:
        if not self.page.locator("#chat-input").is_visible():
            self.page.click("#chat-toggle")
        self.page.fill("#chat-input", text)
        self.page.click("#chat-send")

    def wait_line(self, sender: str, text: str) -> None:
        line = self.page.locator(f'#chat-messages li[data-sender="{sender}"]', has_text=text)
        expect(line).to_have_count(1, timeout=WAIT_MS)

    def hang_up(self) -> None:
        self.page.click("#hang-up")
        self.page.click("#hang-up-confirm")


@contextlib.contextmanager
def browser(camera: Path, microphone: Path, *more: str) -> Iterator[BrowserContext]:
    """A fresh Chromium; use it on one thread only."""
    flags = [
        *FLAGS,
        f"--use-file-for-fake-video-capture={camera}",
        f"--use-file-for-fake-audio-capture={microphone}",
        *more,
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        try:
            context = chromium.new_context(locale="de-DE", viewport={"width": 1280, "height": 720})
            context.set_default_timeout(WAIT_MS)
            yield context
        finally:
            chromium.close()
