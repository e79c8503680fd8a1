"""A consultation between the real program and a real browser, judged by what is seen and heard."""

from collections.abc import Callable

from playwright.sync_api import expect

from medclient.protocol.envelope import Role
from medclient.session.events import CallState, EndedBy, Problem, Quality
from medclient.session.mutual_view import Mutual
from medclient.ui.main_window import Page
from tests.interop.conftest import Story
from tests.interop.patient import Patient
from tests.program.desktop import Desktop

Play = Callable[[Story], None]


def test_from_the_link_to_the_goodbye(play: Play) -> None:
    """Requirements: guide 9; rule encrypted."""

    def story(program: Desktop, patient: Patient) -> None:
        patient.enter(program.first_link(), "Erika Beispiel-Müßig")
        assert "#" not in patient.page.url, "the secret stays in the address bar"
        program.start_first()
        program.wait_state(CallState.RINGING)
        patient.accept()
        patient.wait_call("in_call")
        snapshot = program.wait_state(CallState.IN_CALL)
        assert snapshot.patient_name == "Erika Beispiel-Müßig"
        assert snapshot.consent_at is not None

        assert program.sees_patient()
        assert program.hears_patient()
        assert patient.sees_practitioner()
        assert patient.hears_practitioner()
        program.wait_for(lambda call: call.quality in (Quality.GOOD, Quality.FAIR))
        program.wait_for(lambda call: call.mutual == Mutual(True, True, True, True))
        expect(patient.page.locator("#confirmation")).to_have_text("hört und sieht Sie")
        sample = program.app.engine.latest_sample
        assert sample
        assert "GCM" in sample.dtls_cipher
        assert "AEAD" in sample.srtp_cipher

        snapshot = program.wait_for(lambda call: bool(call.security_code))
        patient.page.click("#lock")
        expect(patient.page.locator("#security-code")).to_have_text(snapshot.security_code)
        patient.page.click("#security-close")

        patient.write("Guten Tag, hören Sie mich?")
        snapshot = program.wait_for(lambda call: bool(call.chat))
        assert (snapshot.chat[-1].sender, snapshot.chat[-1].text) == (Role.PATIENT, "Guten Tag, hören Sie mich?")
        program.ui(lambda: program.app.call_page.chatSent.emit("Ja, sehr gut <b>danke</b>."))
        patient.wait_line("practitioner", "Ja, sehr gut <b>danke</b>.")

        stage = program.app.call_page.stage
        program.ui(stage.controls.hang_up.click)
        program.ui(stage.question.yes.click)
        patient.wait_step("goodbye")
        program.wait_page(Page.SUMMARY)
        assert program.snapshot.ended_by is EndedBy.PRACTITIONER
        assert program.snapshot.interruptions == 0

    play(story)


def test_devices_off_and_on_are_seen_by_the_other_side(in_call: Play) -> None:
    """Requirements: guide 10.1."""

    def story(program: Desktop, patient: Patient) -> None:
        controls = program.app.call_page.stage.controls
        assert patient.hears_practitioner()
        program.ui(controls.microphone.click)
        patient.wait_body("data-remote-microphone", "off")
        assert patient.hears_silence()
        program.ui(controls.microphone.click)
        patient.wait_body("data-remote-microphone", "on")
        assert patient.hears_practitioner()

        program.ui(controls.camera.click)
        patient.wait_body("data-remote-camera", "off")
        assert program.ui(lambda: program.app.media.state.camera.value) == "off", "the device is still held"
        program.ui(controls.camera.click)
        patient.wait_body("data-remote-camera", "on")
        assert patient.sees_practitioner()

        assert program.hears_patient()
        patient.page.click("#microphone")
        program.wait_for(lambda call: not call.remote_microphone)
        assert program.hears_silence()
        patient.page.click("#microphone")
        program.wait_for(lambda call: call.remote_microphone)
        assert program.hears_patient()

        patient.page.click("#camera")
        program.wait_for(lambda call: not call.remote_camera)
        patient.page.click("#camera")
        program.wait_for(lambda call: call.remote_camera)
        assert program.sees_patient()

    in_call(story)


def test_the_circle_gives_a_new_transport_behind_the_same_call(in_call: Play) -> None:
    """Requirements: guide 10.3."""

    def story(program: Desktop, patient: Patient) -> None:
        before = program.wait_for(lambda call: bool(call.security_code))
        program.ui(program.app.call_page.stage.controls.reconnect.click)
        after = program.wait_for(lambda call: call.generation > before.generation and call.state is CallState.IN_CALL)
        assert after.started_at == before.started_at
        assert program.sees_patient()
        assert program.hears_patient()
        assert patient.sees_practitioner()
        assert patient.hears_practitioner()

        patient.page.click("#reconnect")
        last = program.wait_for(lambda call: call.generation > after.generation and call.state is CallState.IN_CALL)
        assert last.security_code == after.security_code == before.security_code != "", "the same for the whole call"
        assert program.sees_patient()
        assert patient.sees_practitioner()

    in_call(story)


def test_a_reload_of_the_page_goes_back_into_the_call(in_call: Play) -> None:
    def story(program: Desktop, patient: Patient) -> None:
        patient.write("Vor dem Neuladen")
        before = program.wait_for(lambda call: bool(call.chat) and bool(call.security_code))
        patient.page.reload()
        program.wait_for(lambda call: call.generation > before.generation and call.state is CallState.IN_CALL)
        patient.wait_step("call")
        patient.wait_call("in_call")
        assert program.sees_patient()
        assert program.hears_patient()
        assert patient.sees_practitioner()
        assert patient.hears_practitioner()
        assert program.snapshot.started_at == before.started_at
        snapshot = program.wait_for(lambda call: bool(call.security_code))
        assert snapshot.security_code != before.security_code, "a page that was loaded anew has another certificate"
        expect(patient.page.locator("#security-code")).to_have_text(snapshot.security_code)
        patient.write("Danach")
        program.wait_for(lambda call: [each.text for each in call.chat] == ["Vor dem Neuladen", "Danach"])
        patient.wait_line("patient", "Vor dem Neuladen")

        patient.hang_up()
        program.wait_page(Page.SUMMARY)
        assert program.snapshot.ended_by is EndedBy.PATIENT
        patient.wait_step("goodbye")

    in_call(story)


def test_a_declined_call_can_be_made_again(play: Play) -> None:
    def story(program: Desktop, patient: Patient) -> None:
        patient.enter(program.first_link())
        program.start_first()
        patient.wait_step("ring")
        patient.page.click("#decline")
        program.wait_for(lambda call: call.problem is Problem.DECLINED)
        patient.wait_step("waiting")
        program.ui(program.app.call_page.stage.lobby.call.click)
        patient.accept()
        program.wait_state(CallState.IN_CALL)
        assert program.sees_patient()

    play(story)


def test_the_call_goes_on_while_the_service_is_away(in_call: Play) -> None:
    def story(program: Desktop, patient: Patient) -> None:
        program.kill_service()
        program.wait_for(lambda call: not call.service_reachable)
        assert program.snapshot.state is CallState.IN_CALL
        program.ui(lambda: program.app.call_page.chatSent.emit("Während der Dienst fort ist"))
        assert program.sees_patient()
        assert patient.sees_practitioner()
        program.wait_for(lambda call: call.service_reachable)
        patient.wait_line("practitioner", "Während der Dienst fort ist")
        assert program.snapshot.interruptions == 0

    in_call(story)


def test_no_larger_picture_is_sent_than_is_shown(in_call: Play) -> None:
    """A telephone held upright, and a small window of the program: both ends tell each other their size."""

    def story(program: Desktop, patient: Patient) -> None:
        assert patient.sees_practitioner()
        patient.page.set_viewport_size({"width": 480, "height": 800})
        assert patient.page.locator("#remote").bounding_box() == {"x": 0, "y": 0, "width": 480, "height": 800}
        assert patient.gets_no_wider_than(640)
        assert patient.sees_practitioner()

        program.app.engine.set_picture_area(400, 300)
        received = program.app.engine.remote_video
        program.until_shown(lambda: received.newest is not None and received.newest.width <= 640)
        assert program.sees_patient()

    in_call(story)
