"""The same envelope from Python and from the browser's WebCrypto."""

import json

from playwright.sync_api import Page

from medclient.protocol import encoding
from medclient.protocol.envelope import Opener, Role
from tests.page.conftest import Make
from tests.vectors import make_envelope

VECTORS = json.loads(make_envelope.FILE.read_text(encoding="utf-8"))

OPEN_ALL = """
async (vectors) => {
  const { decode, encode } = await import("/page/link.js");
  const { Opener, Sealer, derive, patientToken } = await import("/page/envelope.js");
  const secret = decode(vectors.secret);
  const result = {
    patient_token: await patientToken(secret, vectors.link_id),
    key_from_patient: encode(await derive(secret, vectors.link_id, "from patient")),
    key_from_practitioner: encode(await derive(secret, vectors.link_id, "from practitioner")),
    contents: [], bodies: [],
  };
  for (const role of ["practitioner", "patient"]) {
    const opener = await Opener.forLink(secret, vectors.link_id, role);
    const sealer = await Sealer.forLink(secret, vectors.link_id, role);
    for (const each of vectors.messages.filter((message) => message.sender === role)) {
      result.contents.push(await opener.open(each.id, each.body));
      result.bodies.push(await sealer.seal(each.id, each.content, decode(vectors.nonce)));
    }
  }
  return result;
}
"""
REFUSALS = """
async (vectors) => {
  const { decode, encode } = await import("/page/link.js");
  const { EnvelopeError, Opener } = await import("/page/envelope.js");
  const secret = decode(vectors.secret);
  const first = vectors.messages.find((message) => message.sender === "patient");
  const fresh = (role = "patient", id = vectors.link_id) => Opener.forLink(secret, id, role);
  const refused = async (opener, id, body) => {
    try { await opener.open(id, body); return false; } catch (error) { return error instanceof EnvelopeError; }
  };
  const sealed = decode(first.body);
  const results = {};
  const survivors = [];
  for (let at = 0; at < sealed.length; at++) {
    const altered = sealed.slice();
    altered[at] ^= 1;
    if (!(await refused(await fresh(), first.id, encode(altered)))) survivors.push(at);
  }
  results.altered = survivors;
  const opener = await fresh();
  await opener.open(first.id, first.body);
  results.repeated = await refused(opener, first.id, first.body);
  results.reflected = await refused(await fresh("practitioner"), first.id, first.body);
  results.renamed = await refused(await fresh(), first.id.replace(/\\.0$/, ".5"), first.body);
  results.elsewhere = await refused(await fresh("patient", "A".repeat(22)), first.id, first.body);
  results.garbage = await refused(await fresh(), first.id, "not base64url!");
  results.nothing = await refused(await fresh(), first.id, null);
  results.id = await refused(await fresh(), "x.0", first.body);
  return results;
}
"""


def test_the_file_is_what_the_code_makes() -> None:
    assert make_envelope.vectors() == VECTORS


def test_python_opens_them() -> None:
    """Requirements: rule encrypted."""
    secret = encoding.decode(VECTORS["secret"])
    openers = {role.value: Opener.for_link(secret, VECTORS["link_id"], role) for role in Role}
    for each in VECTORS["messages"]:
        assert openers[each["sender"]].open(each["id"], each["body"]) == each["content"]


def test_the_browser_makes_and_opens_the_same(page: Page, appoint: Make) -> None:
    page.goto(appoint()[1])
    found = page.evaluate(OPEN_ALL, VECTORS)
    for name in ("patient_token", "key_from_patient", "key_from_practitioner"):
        assert found[name] == VECTORS[name]
    assert found["contents"] == [each["content"] for each in VECTORS["messages"]]
    assert found["bodies"] == [each["body"] for each in VECTORS["messages"]]


def test_the_browser_refuses_what_was_tampered_with(page: Page, appoint: Make) -> None:
    page.goto(appoint()[1])
    results = page.evaluate(REFUSALS, VECTORS)
    assert results.pop("altered") == []
    assert all(results.values()), results
