"""Files between the real program and a real browser, both ways, over a connection that breaks."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from random import Random

from playwright.sync_api import Locator, expect

from medclient.session.events import CallSnapshot, CallState, Delivery, FileEntry, FileState
from medclient.ui.call.file_line import FileLine
from medclient.ui.main_window import Page
from tests.interop.conftest import Story
from tests.interop.patient import WAIT_MS, Patient
from tests.program.desktop import Desktop

Play = Callable[[Story], None]
SIZE = 1_200_000


def some(size: int, seed: int = 1) -> bytes:
    return Random(seed).randbytes(size)


def offer(program: Desktop, name: str, content: bytes) -> None:
    program.app.engine.offer_file(name, "application/pdf", content, hashlib.sha256(content).hexdigest())


def send(patient: Patient, name: str, content: bytes) -> None:
    if not patient.page.locator("#chat-input").is_visible():
        patient.page.click("#chat-toggle")
    patient.page.set_input_files("#chat-file", {"name": name, "mimeType": "application/pdf", "buffer": content})


def newest(call: CallSnapshot) -> FileEntry:
    """The newest file of the chat."""
    return next((line.file for line in reversed(call.chat) if line.file), FileEntry("", "", 0))


def wait_file(program: Desktop, state: FileState, name: str, moved: int = 0) -> FileEntry:
    def reached(call: CallSnapshot) -> bool:
        file = newest(call)
        return file.name == name and file.state is state and file.moved >= moved

    return newest(program.wait_for(reached))


def line(patient: Patient, name: str) -> Locator:
    return patient.page.locator("#chat-messages li[data-file]", has_text=name)


def wait_line_state(patient: Patient, name: str, state: FileState) -> None:
    expect(line(patient, name)).to_have_attribute("data-file", state, timeout=WAIT_MS)


def test_files_go_both_ways_are_cancelled_and_can_be_saved_after_the_call(in_call: Play) -> None:
    def story(program: Desktop, patient: Patient) -> None:
        sent = some(SIZE)
        send(patient, "../Überweisung.pdf", sent)
        wait_file(program, FileState.OFFERED, "Überweisung.pdf")
        file_id = program.snapshot.chat[-1].id
        assert program.app.engine.file_content(file_id) is None
        program.app.engine.accept_file(file_id)
        assert wait_file(program, FileState.DONE, "Überweisung.pdf").held
        assert program.app.engine.file_content(file_id) == sent
        wait_line_state(patient, "Überweisung.pdf", FileState.DONE)

        answer = some(SIZE, 2)
        offer(program, "Befund.pdf", answer)
        wait_line_state(patient, "Befund.pdf", FileState.OFFERED)
        line(patient, "Befund.pdf").get_by_role("button", name="Laden").click()
        with patient.page.expect_download() as download:
            line(patient, "Befund.pdf").get_by_role("link", name="Speichern").click()
        assert download.value.suggested_filename == "Befund.pdf"
        assert Path(download.value.path()).read_bytes() == answer
        wait_file(program, FileState.DONE, "Befund.pdf")
        assert program.snapshot.interruptions == 0
        assert program.sees_patient()

        offer(program, "eins.pdf", some(3 * SIZE))
        line(patient, "eins.pdf").get_by_role("button", name="Laden").click()
        wait_file(program, FileState.MOVING, "eins.pdf", 1)
        line(patient, "eins.pdf").get_by_role("button", name="Abbrechen").click()
        wait_file(program, FileState.CANCELLED, "eins.pdf")

        offer(program, "zwei.pdf", some(3 * SIZE))
        line(patient, "zwei.pdf").get_by_role("button", name="Laden").click()
        wait_file(program, FileState.MOVING, "zwei.pdf", 1)
        program.app.engine.cancel_file(program.snapshot.chat[-1].id)
        wait_line_state(patient, "zwei.pdf", FileState.CANCELLED)

        send(patient, "drei.pdf", some(1000))
        wait_file(program, FileState.OFFERED, "drei.pdf")
        patient.page.reload()
        wait_file(program, FileState.GONE, "drei.pdf")
        program.wait_state(CallState.IN_CALL)

        send(patient, "programm.exe", b"MZ")
        expect(patient.page.locator("#file-problem")).to_contain_text("programm.exe")

        patient.hang_up()
        program.wait_page(Page.SUMMARY)
        read = program.app.window.summary.chat
        assert program.ui(read.isVisible)
        shown = program.ui(lambda: [each.text for each in read.findChildren(FileLine)])
        assert shown == ["Überweisung.pdf", "Befund.pdf", "eins.pdf", "zwei.pdf", "drei.pdf"]
        assert program.app.files.content(file_id) == sent

    in_call(story)


def test_without_picture_and_sound_one_writes_and_files_go_on_with_the_next_transport(in_call: Play) -> None:
    def story(program: Desktop, patient: Patient) -> None:
        sent = some(3 * SIZE)
        send(patient, "lang.pdf", sent)
        wait_file(program, FileState.OFFERED, "lang.pdf")
        file_id = program.snapshot.chat[-1].id
        program.app.engine.accept_file(file_id)
        wait_file(program, FileState.MOVING, "lang.pdf", SIZE // 2)
        generation = program.snapshot.generation
        least: list[int] = []
        program.app.call.snapshotChanged.connect(lambda: least.append(newest(program.snapshot).moved))
        program.lose_transports()
        patient.write("Ich sehe Sie nicht")
        program.wait_for(lambda call: any(each.text == "Ich sehe Sie nicht" for each in call.chat))
        program.ui(lambda: program.app.call_page.chatSent.emit("Es kommt gleich wieder"))
        patient.wait_line("practitioner", "Es kommt gleich wieder")
        program.wait_for(lambda call: call.generation > generation and call.state is CallState.IN_CALL)
        wait_file(program, FileState.DONE, "lang.pdf")
        assert min(least) >= SIZE // 2, "it began anew"
        program.wait_for(lambda call: call.chat[-1].delivery is Delivery.READ)
        program.ui(lambda: program.app.call_page.show_chat(True))
        mark = patient.page.locator('#chat-messages li[data-sender="patient"]:not([data-file]) small')
        expect(mark).to_contain_text("gelesen", timeout=WAIT_MS)
        assert program.app.engine.file_content(file_id) == sent

        answer = some(3 * SIZE, 2)
        offer(program, "zurück.pdf", answer)
        line(patient, "zurück.pdf").get_by_role("button", name="Laden").click()
        wait_file(program, FileState.MOVING, "zurück.pdf", SIZE // 2)
        generation = program.snapshot.generation
        patient.page.click("#reconnect")
        program.wait_for(lambda call: call.generation > generation and call.state is CallState.IN_CALL)
        wait_file(program, FileState.DONE, "zurück.pdf")
        with patient.page.expect_download() as download:
            line(patient, "zurück.pdf").get_by_role("link", name="Speichern").click()
        assert Path(download.value.path()).read_bytes() == answer

    in_call(story)
