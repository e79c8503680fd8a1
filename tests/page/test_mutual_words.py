"""What the practice gets, in the patient's words, in every combination. PRODUCT, what none has: mutual view."""

from itertools import product

from playwright.sync_api import Page

from tests.page.conftest import Make

DRAW = """
async (combinations) => {
  const { View } = await import("/page/view.js");
  const { Call } = await import("/page/call.js");
  const view = new View();
  const media = { tracks: { audio: null, video: null }, stream: new MediaStream(), cameraOn: true, microphoneOn: true };
  const call = new Call({ instance: "me", name: "Erika", consentAt: 1 });
  call.state = "in_call";
  call.practitionerName = "Dr. Arnold";
  return combinations.map(([hears, sees, otherHears, otherSees]) => {
    call.mutual = { hears, sees, otherHears, otherSees };
    view.draw({ step: "call", call, media, now: 0, info: null, waitingSince: 0 });
    const banner = document.querySelector("#banner");
    return [document.querySelector("#confirmation").textContent, banner.hidden ? "" : banner.textContent];
  });
}
"""
NAMED = ("Von der Praxis kommt gerade kein Ton", "Von der Praxis kommt gerade kein Bild", "hört Sie", "sieht Sie")


def test_every_combination_in_words(page: Page, appoint: Make) -> None:
    """Requirements: extra mutual view."""
    page.goto(appoint()[1])
    combinations = [list(each) for each in product((True, False, None), repeat=4)]
    drawn = page.evaluate(DRAW, combinations)
    for (hears, sees, other_hears, other_sees), (confirmation, banner) in zip(combinations, drawn, strict=True):
        case = (hears, sees, other_hears, other_sees)
        expected = {
            (True, True): "hört und sieht Sie",
            (True, False): "hört Sie",
            (False, True): "sieht Sie",
        }.get((other_hears is True, other_sees is True), "")
        assert confirmation == expected, case
        silent = [each for each, known in ((2, other_hears), (3, other_sees), (0, hears), (1, sees)) if known is False]
        assert bool(banner) == bool(silent), case
        if silent:
            assert NAMED[silent[0]] in banner, case
