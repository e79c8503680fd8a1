"""What the page learns of its transports from the browser, and what becomes of their windows."""

from typing import Any

from playwright.sync_api import Page

from tests.page.conftest import Make

WITH_TRANSPORTS = """
async (packets) => {
  const { Transport } = await import("/page/transport.js");
  const certificate = await RTCPeerConnection.generateCertificate({ name: "ECDSA", namedCurve: "P-256" });
  const heard = { onCandidate() {}, onMessage() {}, onProgress() {}, onFileData() {} };
  const make = (fresh) => new Transport(1, certificate, [], null, heard, fresh);
  return (%s)({ make, packets });
}
"""


def tried(page: Page, trial: str, packets: Any = None) -> Any:
    """What a trial in the page comes to, which can make transports."""
    return page.evaluate(WITH_TRANSPORTS % trial.strip(), packets)


FRESH = """
async ({ make }) => {
  const frames = () => document.querySelectorAll("iframe").length;
  const [usual, active] = [make(false), make(true)];
  await active.offer();
  const counts = [frames()];
  const beside = make(true);
  beside.peer.getStats = () => new Promise(() => {}); // as of a window that is gone
  let slow = beside.report(() => 0);
  beside.close();
  active.close();
  counts.push(frames());
  const { generation, failed } = await active.report(() => 0);
  const newest = make(true);
  counts.push(frames());
  const answered = (report) =>
    Promise.race([report.then(() => "answered"), new Promise((done) => setTimeout(done, 5000, "never"))]);
  slow = await answered(slow);
  const late = await answered(beside.report(() => 0)); // asked in its turn, when its window has gone
  for (const transport of [usual, beside, newest]) transport.close();
  return {
    own: usual.peer instanceof RTCPeerConnection,
    frames: new Set([beside, newest].map(({ frame }) => frame)).size,
    counts,
    slow,
    late,
    reported: [generation, failed],
  };
}
"""


SLOW = """
async ({ make }) => {
  const transport = make(false);
  let now = 1000;
  transport.peer.getStats = async () => {
    now += 700;
    return new Map([["in", { type: "inbound-rtp", kind: "audio", timestamp: 0, packetsReceived: now }]]);
  };
  const { rtpAt, flow } = await transport.report(() => now);
  transport.close();
  return [rtpAt, flow.audioAt];
}
"""


TOLD = """
async ({ make, packets }) => {
  const transport = make(false);
  const told = [];
  for (const [now, packetsReceived, timestamp, last] of packets) {
    const stats = { type: "inbound-rtp", kind: "audio", packetsReceived, timestamp };
    if (last !== null) stats.lastPacketReceivedTimestamp = last;
    transport.peer.getStats = async () => new Map([["in", stats]]);
    told.push((await transport.report(() => now)).rtpAt);
  }
  transport.close();
  return told;
}
"""


def test_a_silence_begins_with_the_last_packet_and_not_when_somebody_looked(page: Page, appoint: Make) -> None:
    page.goto(appoint()[1])
    # The page's clock, packets, the browser's clock, and when by that the last packet came.
    told = tried(
        page,
        TOLD,
        [[1000, 1, 70, 60], [1250, 2, 320, 140], [1500, 2, 570, 140], [1750, 3, 820, -900], [2000, 4, 1070, None]],
    )
    assert told == [1000, 1070, 1070, 1500, 2000]


def test_a_browser_that_is_slow_to_tell_what_came_is_not_taken_for_a_silent_line(page: Page, appoint: Make) -> None:
    page.goto(appoint()[1])
    assert tried(page, SLOW) == [1700, 1700]


def test_a_transport_in_a_fresh_window_is_answered_after_its_end_and_the_window_goes(page: Page, appoint: Make) -> None:
    page.goto(appoint()[1])
    found = tried(page, FRESH)
    assert found["own"]
    assert found["frames"] == 2
    assert found["counts"] == [1, 2, 1], "those of the closed ones go when another is opened"
    assert found["slow"] == "answered", "the page looks after all transports in turn, and would stand still"
    assert found["late"] == "answered"
    assert found["reported"] == [1, True]
