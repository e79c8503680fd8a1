"""What the patient really gets, in words, in every combination. PRODUCT, what none has: mutual view."""

from dataclasses import replace
from itertools import product

import pytest

from medclient.session.events import CallState
from medclient.session.mutual_view import Mutual
from tests.ui.call.conftest import Open
from tests.ui.call.screens import IN_CALL

KNOWN = (True, False, None)


@pytest.mark.parametrize(
    ("hears", "sees", "words"),
    [
        (True, True, "hears and sees you"),
        (True, None, "hears you"),
        (None, True, "sees you"),
        (True, False, "hears you"),
        (False, True, "sees you"),
        (False, False, ""),
        (None, None, ""),
    ],
)
def test_what_the_patient_gets_stands_after_their_name(
    hears: bool | None, sees: bool | None, words: str, open_page: Open
) -> None:
    page = open_page(replace(IN_CALL, mutual=Mutual(True, True, hears, sees)))
    assert page.stage.info.confirmation == words


def test_whatever_does_not_arrive_is_named_and_only_that(open_page: Open) -> None:
    """All 81 combinations: one line where a direction is silent, none where all that is sent arrives.

    Requirements: extra mutual view.
    """
    page = open_page(IN_CALL)
    for combination in product(KNOWN, repeat=4):
        mutual = Mutual(*combination)
        page.show_snapshot(replace(IN_CALL, mutual=mutual))
        lines = [text for text in page.stage.notices.texts if "The connection is renewed." in text]
        assert len(lines) == int(mutual.one_way), combination
        if mutual.patient_hears is False:
            assert "hear" in lines[0]
        elif mutual.patient_sees is False:
            assert "see you" in lines[0]
        elif mutual.hears_patient is False:
            assert "No sound" in lines[0]
        elif mutual.sees_patient is False:
            assert "No picture" in lines[0]


@pytest.mark.parametrize("state", [CallState.CONNECTING, CallState.UNSTABLE, CallState.RECONNECTING])
def test_nothing_is_claimed_while_it_does_not_flow(state: CallState, open_page: Open) -> None:
    page = open_page(replace(IN_CALL, state=state, mutual=Mutual(True, True, True, True)))
    assert page.stage.info.confirmation == ""
