"""While it rings the transport is connected, and not one packet of sound or picture goes over it."""

from collections.abc import Callable

import pytest

from medclient.session.events import CallState, Problem
from tests.interop.conftest import Story
from tests.interop.patient import KEEP_PEERS, WAIT_MS, Patient
from tests.program.desktop import Desktop

Play = Callable[[Story], None]

WORDS = """
async (patienceMs) => {
  for (const begun = performance.now(); performance.now() - begun < patienceMs; ) {
    const peer = window.peers.at(-1);
    const stats = peer ? [...(await peer.getStats()).values()] : [];
    const words = stats.filter(({ type }) => type === "data-channel").map((each) => each.messagesReceived);
    if (peer?.connectionState === "connected" && Math.max(0, ...words) >= 3) return true;
    await new Promise((next) => setTimeout(next, 50));
  }
  return false;
}
"""
"""Wait until it is connected and the program's word has come over the channel thrice: once a second while it rings."""
PACKETS = """
async () => {
  const stats = [...(await window.peers.at(-1).getStats()).values()];
  const kind = (wanted) => stats.filter(({ type }) => type === wanted);
  const sum = (counts) => counts.reduce((all, each) => all + (each ?? 0), 0);
  return [
    sum(kind("outbound-rtp").map((each) => each.packetsSent)),
    sum(kind("inbound-rtp").map((each) => each.packetsReceived)),
  ];
}
"""
STATES = "window.peers.map((peer) => peer.connectionState)"


def ring(program: Desktop, patient: Patient) -> None:
    """Until it rings and the transport lives."""
    patient.page.add_init_script(KEEP_PEERS)
    patient.enter(program.first_link())
    program.start_first()
    patient.wait_step("ring")
    assert patient.page.evaluate(WORDS, WAIT_MS)


def transports(program: Desktop) -> int:
    consultation = program.app.engine._consultation
    assert consultation
    return len(consultation._transports)


def test_connected_before_the_accept_and_silent_until_then(play: Play) -> None:
    def story(program: Desktop, patient: Patient) -> None:
        ring(program, patient)
        assert patient.page.evaluate(PACKETS) == [0, 0]
        consultation = program.app.engine._consultation
        assert consultation
        (transport,) = consultation._transports.values()
        sample = transport.sample()
        assert sample.audio_in.packets_received == sample.video_in.packets_received == 0
        assert sample.audio_out.packets_sent == sample.video_out.packets_sent == 0
        assert not transport.in_use
        assert program.app.engine.playout.source is None
        assert patient.page.evaluate("document.querySelector('#remote-video')?.srcObject") is None
        assert patient.step == "ring"

        patient.accept()
        snapshot = program.wait_state(CallState.IN_CALL)
        patient.wait_call("in_call")
        assert snapshot.generation == transport.generation
        assert transport.in_use
        assert patient.page.evaluate(STATES) == ["connected"]
        assert program.sees_patient()
        assert program.hears_patient()
        assert patient.sees_practitioner()
        assert patient.hears_practitioner()
        program.wait_for(lambda call: bool(call.security_code))
        assert program.snapshot.interruptions == 0

    play(story)


@pytest.mark.parametrize("how", ["declined", "loaded anew"])
def test_nothing_stays_open_for_a_ring_that_is_over(play: Play, how: str) -> None:
    def story(program: Desktop, patient: Patient) -> None:
        ring(program, patient)
        first = program.snapshot.generation
        if how == "declined":
            patient.page.click("#decline")
            program.wait_for(lambda call: call.problem is Problem.DECLINED)
            patient.wait_step("waiting")
            assert patient.page.evaluate(STATES) == ["closed"]
            assert transports(program) == 0
            program.ui(program.app.call_page.stage.lobby.call.click)
        else:
            patient.page.reload()
            program.wait_for(lambda call: call.generation > first)
            patient.wait_step("ring")
            assert patient.page.evaluate(WORDS, WAIT_MS)
            assert transports(program) == 1
        patient.accept()
        program.wait_state(CallState.IN_CALL)
        assert program.sees_patient()
        assert patient.sees_practitioner()

    play(story)
