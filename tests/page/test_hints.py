"""What the practice does for the patient with one press: hints, a smaller picture, its telephone number.

Hints are shown large, in their language, and go by a touch. PRODUCT, what none has: hints for the
patient; the fall-back ladder.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from medclient.practice.client import PracticeClient
from medclient.protocol import messages
from medclient.protocol.messages import HintKey, PictureSize
from tests.interop.patient import Patient
from tests.page.conftest import Make
from tests.page.practitioner import Practitioner


@pytest.fixture
def doctor(page: Page, appoint: Make, practice: PracticeClient) -> Iterator[Practitioner]:
    """In a call with the patient's page."""
    made, link = appoint()
    patient = Patient(page)
    patient.enter(link)
    with Practitioner(practice, made) as practitioner:
        practitioner.wait_for(messages.Hello)
        practitioner.post(messages.Ring(practitioner.peer, "call", 1))
        patient.wait_step("ring")
        page.click("#accept")
        patient.wait_step("call")
        practitioner.wait_for(messages.Accept)
        yield practitioner


def test_every_hint_is_large_in_the_patients_language_and_goes_by_a_touch(doctor: Practitioner, page: Page) -> None:
    """Requirements: extra hints."""
    seen = set()
    for key in HintKey:
        doctor.post(messages.Hint(doctor.peer, key))
        alert = page.get_by_role("alert").filter(visible=True)
        expect(alert).to_be_visible()
        seen.add(page.inner_text("#hint-text"))
        size = page.eval_on_selector("#hint-text", "element => parseFloat(getComputedStyle(element).fontSize)")
        assert size >= 26
        alert.click()
        expect(page.locator("#hint")).to_be_hidden()
    assert len(seen) == len(HintKey)
    assert "Bitte näher ans Licht" in seen
    english = "async () => (await import('/page/texts.js')).LANGUAGES.en.hints"
    assert set(page.evaluate(english)) == set(HintKey), "no key without its words"


def test_a_hint_of_a_newer_program_is_passed_over(doctor: Practitioner, page: Page) -> None:
    doctor.post(messages.Hint(doctor.peer, "sing"))
    doctor.post(messages.Chat("danach"))
    page.click("#chat-toggle")
    page.get_by_text("danach").wait_for()
    expect(page.locator("#hint")).to_be_hidden()


def test_a_muted_microphone_is_switched_on_from_the_hint(doctor: Practitioner, page: Page) -> None:
    page.click("#microphone")
    assert not doctor.wait_for(messages.Media).microphone
    doctor.post(messages.Hint(doctor.peer, HintKey.MICROPHONE))
    page.get_by_role("alert").get_by_role("button", name="Mikrofon einschalten").click()
    assert doctor.wait_for(messages.Media).microphone
    expect(page.locator("#hint")).to_be_hidden()


def test_sound_only_switches_the_camera_off_says_why_and_brings_it_back(doctor: Practitioner, page: Page) -> None:
    doctor.post(messages.Practice("+49 (0) 911 / 123-456"))
    doctor.post(messages.Picture(doctor.peer, PictureSize.OFF))
    assert not doctor.wait_for(messages.Media).camera
    expect(page.locator("#camera")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("link", name="Praxis anrufen: +49 (0) 911 / 123-456")).to_have_attribute(
        "href", "tel:+49911123456"
    )
    doctor.post(messages.Picture(doctor.peer, PictureSize.FULL))
    assert doctor.wait_for(messages.Media).camera


def test_a_camera_that_the_patient_switched_off_stays_off(doctor: Practitioner, page: Page) -> None:
    page.click("#camera")
    assert not doctor.wait_for(messages.Media).camera
    doctor.post(messages.Picture(doctor.peer, PictureSize.OFF))
    doctor.post(messages.Picture(doctor.peer, PictureSize.FULL))
    doctor.post(messages.Hint(doctor.peer, HintKey.LIGHT))
    page.get_by_role("alert").filter(visible=True).wait_for()
    expect(page.locator("#camera")).to_have_attribute("aria-pressed", "false")


def test_what_is_no_number_becomes_no_link(doctor: Practitioner, page: Page) -> None:
    doctor.post(messages.Practice("javascript:alert(1)"))
    doctor.post(messages.Picture(doctor.peer, PictureSize.OFF))
    doctor.wait_for(messages.Media)
    expect(page.locator("#call-telephone")).to_be_hidden()


def test_a_still_of_a_camera_that_is_off_is_refused(doctor: Practitioner, page: Page) -> None:
    page.click("#camera")
    doctor.wait_for(messages.Media)
    doctor.post(messages.Still(doctor.peer, "s1"))
    assert doctor.wait_for(messages.StillRefused).reason == messages.CAMERA_OFF


def test_a_still_is_offered_with_its_hash_and_the_patient_is_told(doctor: Practitioner, page: Page) -> None:
    doctor.post(messages.Still(doctor.peer, "s1"))
    page.get_by_text("Bitte halten Sie die Karte einen Moment ruhig.").wait_for()
    ready = doctor.wait_for(messages.StillReady)
    assert ready.id == "s1"
    assert 10_000 < ready.size < 3_200_000
    assert len(ready.sha256) == 64
    expect(page.locator("#chat-messages li")).to_have_count(0)
