"""The security code: fixed vectors, and somebody who stands between although they hold the link."""

import json
import re

from medclient.protocol import encoding, security_code
from medclient.protocol.security_code import Half
from medclient.session.verification import Verification
from tests.vectors import make_security_code as vectors

PAGE_SDP, PROGRAM_SDP, OWN_SDP = (f"v=0\r\na=fingerprint:sha-256 {byte}:{byte}\r\n" for byte in ("AA", "BB", "EE"))


class Patient:
    """What the page does, in Python."""

    def __init__(self, sdp: str = PAGE_SDP) -> None:
        self.sdp, self.nonce = sdp, security_code.new_nonce()
        self.commitment = security_code.commitment(self.nonce)

    def code(self, answer: str, nonce: str) -> str:
        theirs, ours = (
            Half(security_code.fingerprints(answer), nonce),
            Half(security_code.fingerprints(self.sdp), self.nonce),
        )
        return security_code.code(vectors.SECRET, vectors.LINK_ID, theirs, ours)


def program() -> Verification:
    return Verification(vectors.SECRET, vectors.LINK_ID)


def test_the_file_is_what_the_code_makes() -> None:
    assert json.loads(vectors.FILE.read_text(encoding="utf-8")) == vectors.vectors()


def test_both_ends_read_the_same() -> None:
    """Requirements: extra key."""
    end, patient = program(), Patient()
    assert end.offered("page", patient.sdp, patient.commitment)
    nonce = end.answered("page", PROGRAM_SDP)
    assert end.code("page") == "", "not before both nonces are known"
    assert end.revealed("page", patient.nonce)
    assert end.code("page") == patient.code(PROGRAM_SDP, nonce)
    assert re.fullmatch(r"\d{3} \d{3}", end.code("page"))


def test_who_stands_between_gets_other_digits_at_both_ends() -> None:
    """Requirements: rule fingerprints."""
    end, patient, between = program(), Patient(), Patient(OWN_SDP)
    assert end.offered("page", between.sdp, between.commitment)
    end.answered("page", PROGRAM_SDP)
    assert end.revealed("page", between.nonce)
    assert end.code("page") != patient.code(OWN_SDP, security_code.new_nonce())


def test_a_nonce_cannot_be_chosen_after_the_other_is_known() -> None:
    end, patient = program(), Patient()
    end.offered("page", patient.sdp, patient.commitment)
    end.answered("page", PROGRAM_SDP)
    assert not end.revealed("page", security_code.new_nonce())
    assert not end.revealed("another page", patient.nonce)
    assert end.code("page") == ""


def test_every_page_gets_a_nonce_of_its_own() -> None:
    """One that was told before would let a later page's commitment be chosen to fit."""
    end = program()
    told = []
    for page in ("page-1", "page-2"):
        patient = Patient()
        end.offered(page, patient.sdp, patient.commitment)
        told.append(end.answered(page, PROGRAM_SDP))
    assert told[0] != told[1]


def test_a_later_transport_must_come_with_the_same_certificate() -> None:
    end, patient = program(), Patient()
    assert end.offered("page", patient.sdp, patient.commitment)
    assert end.offered("page", patient.sdp + "a=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n", patient.commitment)
    assert not end.offered("page", OWN_SDP, patient.commitment)
    assert not end.offered("page", patient.sdp + OWN_SDP, patient.commitment), "nor with one more"
    assert not end.offered("page", patient.sdp, security_code.commitment("another"))
    assert end.offered("a reloaded page", OWN_SDP, security_code.commitment("another"))


def test_fingerprints_have_one_form() -> None:
    assert (
        security_code.fingerprints("a=fingerprint:SHA-256 ab:CD\na=fingerprint:sha-256 AB:cd \r\n") == "sha-256 AB:CD"
    )
    assert security_code.fingerprints("") == ""
    assert security_code.fingerprints("x a=fingerprint:sha-256 AB") == ""


def test_all_digits_are_as_likely() -> None:
    codes = {
        security_code.code(vectors.SECRET, vectors.LINK_ID, Half("x", encoding.encode(bytes([n]))), Half("y", "z"))
        for n in range(200)
    }
    assert len(codes) > 195
    assert {code[0] for code in codes} == set("0123456789")
