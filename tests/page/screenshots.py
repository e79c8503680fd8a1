"""Pictures of every step of the patient's page, on a desktop and on a phone: `python -m tests.page.screenshots DIR`."""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page

from medclient.practice.client import PracticeClient
from medclient.practice.embedded import EmbeddedService
from medclient.protocol import messages
from tests.interop import sources
from tests.interop.patient import Patient, browser
from tests.page.practitioner import Practitioner

SIZES = {"desktop": (1280, 720), "phone": (360, 740)}


def walk(page: Page, practice: PracticeClient, save: Callable[[str], None]) -> None:
    """One patient, step by step; `save` is called with the name of each."""
    patient = Patient(page)
    now = datetime.now(UTC)
    early = practice.create_appointment("Erika Beispiel", "", now + timedelta(hours=26), 20)
    page.goto(early.access_link(practice.base_url).url)
    page.get_by_text("Ihr Termin ist").wait_for()
    save("not-yet-open")
    page.click("#check-open")
    save("check")
    page.click("#check-start")
    page.get_by_text("sagen Sie jetzt einen Satz").wait_for()
    save("check-speak")
    page.locator("#check-question").wait_for()
    save("check-question")
    page.click("#check-yes")
    page.get_by_text("Noch einmal prüfen").wait_for()
    save("check-done")
    page.click("#check-close")
    made = practice.create_appointment("Erika Beispiel", "", now - timedelta(minutes=12), 20)
    link = made.access_link(practice.base_url).url
    page.goto(link[:-4])
    save("malformed")
    page.goto("about:blank")
    page.goto(link)
    patient.wait_step("consent")
    page.click("#continue")
    save("consent")
    page.fill("#name", "Erika Beispiel")
    page.check("#consent")
    page.click("#continue")
    patient.wait_step("devices")
    page.wait_for_timeout(800)
    save("devices")
    page.click("#enter")
    patient.wait_step("waiting")
    with Practitioner(practice, made) as practitioner:
        practitioner.post(messages.Practice("030 901820"))
        practitioner.post(messages.Chat("Ich verspäte mich um etwa 20 Minuten."))
        patient.wait_line("practitioner", "20 Minuten")
        page.locator("#waiting-telephone").wait_for()
        save("waiting-late")
        practitioner.post(messages.Delay(20))
        page.locator("#delay").wait_for()
        patient.write("Kein Problem, ich warte.")
        save("waiting")
        practitioner.wait_for(messages.Hello)
        practitioner.post(messages.Ring(practitioner.peer, "call", 1))
        patient.wait_step("ring")
        save("ring")
        page.click("#accept")
        patient.wait_step("call")
        save("connecting")
        page.click("#chat-toggle")
        practitioner.post(messages.Receipt(1, 1))
        size, digest = 240_000, "0" * 64
        practitioner.post(messages.File("Überweisung Dr. Müller.pdf", "application/pdf", size, digest))
        picture = page.screenshot(clip={"x": 0, "y": 0, "width": 360, "height": 240})
        page.set_input_files("#chat-file", {"name": "Ausschlag.png", "mimeType": "image/png", "buffer": picture})
        page.locator("#chat-messages .thumbnail").wait_for()
        page.get_by_role("button", name="Laden").wait_for()
        save("chat")
        page.click("#chat-close")
        page.click("#hang-up")
        save("question")
        page.click("#hang-up-confirm")
        patient.wait_step("goodbye")
        save("goodbye")


class Save:
    """Saves what a page shows."""

    def __init__(self, page: Page, folder: Path, suffix: str) -> None:
        self._page, self._folder, self._suffix = page, folder, suffix

    def __call__(self, name: str) -> None:
        self._page.screenshot(path=self._folder / f"patient-{name}-{self._suffix}.png")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept:
        service = EmbeddedService(Path(kept))
        service.start()
        practice = PracticeClient(service.url)
        practice.set_up_practice("Praxis", "Dr. Anna Arnold", "arnold", "ein gutes Passwort")
        practice.sign_in("arnold", "ein gutes Passwort")
        camera = sources.make_camera_file(Path(kept) / "camera.mjpeg")
        microphone = sources.make_microphone_file(Path(kept) / "microphone.wav")
        with browser(camera, microphone) as context:
            for name, (width, height) in SIZES.items():
                for scheme in ("light", "dark"):
                    page = context.new_page()
                    page.set_viewport_size({"width": width, "height": height})
                    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
                    walk(page, practice, Save(page, folder, f"{name}-{scheme}"))
                    page.close()
        service.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
