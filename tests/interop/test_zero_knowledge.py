"""The service knows nothing: its database and its memory are read in the middle of a consultation, and after it."""

import re
from collections.abc import Callable
from pathlib import Path

from medclient.practice.demo import OPEN_SESAME
from medclient.protocol.envelope import derive
from medclient.session.events import CallState
from medclient.ui.main_window import Page
from tests.interop.conftest import Story
from tests.interop.patient import KEEP_PEERS, Patient
from tests.program.desktop import Desktop
from tests.secrets_in import files_of, found_in, memory_of

NAME = "Zwetschgenmüß Öhlenschläger"
FROM_PATIENT, FROM_PRACTICE = "Seit gestern tut mir das Ohrläppchen weh", "Bitte nehmen Sie die Salbe Quendelwurz"
SDP = """
async () => {
  const { peers } = window;
  const texts = peers.flatMap((peer) => [peer.localDescription.sdp, peer.remoteDescription.sdp]);
  return texts.join("\\n");
}
"""


def test_the_service_holds_nothing_of_a_consultation(play: Callable[[Story], None], tmp_path: Path) -> None:
    """Requirements: rule not stored."""

    def story(program: Desktop, patient: Patient) -> None:
        patient.page.add_init_script(KEEP_PEERS)
        patient.enter(program.first_link(), NAME)
        program.start_first()
        patient.accept()
        program.wait_state(CallState.IN_CALL)
        patient.write(FROM_PATIENT)
        program.wait_for(lambda call: len(call.chat) == 1)
        program.ui(lambda: program.app.call_page.chatSent.emit(FROM_PRACTICE))
        patient.wait_line("practitioner", FROM_PRACTICE)

        consultation = program.app.engine._consultation
        assert consultation
        ticket = consultation._ticket
        appointment = program.ui(lambda: program.presenter.find(ticket.link_id))
        assert appointment
        sdp = patient.page.evaluate(SDP)
        fingerprints = re.findall(r"a=fingerprint:\S+ (\S+)", sdp)
        passwords = re.findall(r"a=ice-pwd:(\S+)", sdp)
        assert len(set(fingerprints)) == 2
        assert len(set(passwords)) == 2
        client = program.app._client
        assert client
        practice_key = client.session.practice_key
        secrets: dict[str, str | bytes] = {
            "the patient's name": NAME,
            "the appointment's name": appointment.name,
            "its reason": appointment.reason,
            "the patient's line": FROM_PATIENT,
            "the practitioner's line": FROM_PRACTICE,
            "the link's secret": ticket.secret,
            "the key of one direction": derive(ticket.secret, ticket.link_id, "from patient"),
            "the key of the other": derive(ticket.secret, ticket.link_id, "from practitioner"),
            "the practice key": practice_key,
            "the password": OPEN_SESAME,
        }
        for name, values in (("fingerprint", fingerprints), ("ICE password", passwords)):
            secrets |= {f"{name} {number}": value for number, value in enumerate(sorted(set(values)))}
        assert program.app.service
        process_id = program.app.service.process_id
        assert process_id

        def look() -> None:
            assert found_in(memory_of(process_id), {"link id": ticket.link_id}) == {"link id"}, "we see its memory"
            assert found_in(files_of(tmp_path, "service.sqlite*"), {"link id": ticket.link_id}), "we see its file"
            assert found_in(memory_of(process_id), secrets) == set()
            assert found_in(files_of(tmp_path, "service.sqlite*"), secrets) == set()
            logs = files_of(tmp_path, "*.log*")
            assert found_in(logs, secrets | {"link id": ticket.link_id}) == set(), "nor does the desktop's log"

        look()
        patient.hang_up()
        program.wait_page(Page.SUMMARY)
        look()

    play(story)
