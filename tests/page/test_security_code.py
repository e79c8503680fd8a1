"""The same security code from Python and from the browser's WebCrypto."""

import json

from playwright.sync_api import Page

from tests.page.conftest import Make
from tests.vectors import make_security_code

VECTORS = json.loads(make_security_code.FILE.read_text(encoding="utf-8"))
MAKE_ALL = """
async (vectors) => {
  const { decode } = await import("/page/link.js");
  const { commitment, fingerprints, securityCode } = await import("/page/security_code.js");
  const offer = fingerprints(vectors.offer);
  const answer = fingerprints(vectors.answer);
  const result = { offer, answer, commitments: {}, codes: [] };
  for (const nonce of Object.keys(vectors.commitments)) result.commitments[nonce] = await commitment(nonce);
  for (const each of vectors.codes) {
    const practitioner = { fingerprints: answer, nonce: each.practitioner_nonce };
    const patient = { fingerprints: offer, nonce: each.patient_nonce };
    result.codes.push(await securityCode(decode(vectors.secret), vectors.link_id, practitioner, patient));
  }
  return result;
}
"""
PIN = """
async (vectors) => {
  const { decode } = await import("/page/link.js");
  const { Verification } = await import("/page/security_code.js");
  const made = new Verification(decode(vectors.secret), vectors.link_id);
  const commitments = [await made.commitment("run-1"), await made.commitment("run-1"), await made.commitment("run-2")];
  const taken = [
    made.take("run-1", vectors.answer, "nonce"), made.take("run-1", vectors.answer + "a=ice-lite\\r\\n", "nonce"),
    made.take("run-1", vectors.offer, "nonce"), made.take("run-1", vectors.answer, "another"),
    made.take("run-2", vectors.offer, ""),
  ];
  const silent = await made.reveal("run-2", vectors.offer);
  const { code } = await made.reveal("run-1", vectors.offer);
  return { commitments, taken, silent, code };
}
"""


def test_the_browser_makes_the_same(page: Page, appoint: Make) -> None:
    """Requirements: extra key."""
    page.goto(appoint()[1])
    found = page.evaluate(MAKE_ALL, VECTORS)
    assert (found["offer"], found["answer"]) == (VECTORS["offer_fingerprints"], VECTORS["answer_fingerprints"])
    assert found["commitments"] == VECTORS["commitments"]
    assert found["codes"] == [each["code"] for each in VECTORS["codes"]]


def test_the_practitioners_certificate_is_pinned(page: Page, appoint: Make) -> None:
    page.goto(appoint()[1])
    found = page.evaluate(PIN, VECTORS)
    same, again, other = found["commitments"]
    assert same == again != other
    assert found["taken"] == [True, True, False, False, True]
    assert found["silent"] is None, "an older program takes no part"
    assert len(found["code"]) == 7
