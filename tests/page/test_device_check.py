"""The patient's system test, and what a browser says that cannot do it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.interop.patient import Patient
from tests.page.conftest import Make

WAIT_MS = 30_000
GONE = {
    "getUserMedia": "Object.defineProperty(navigator, 'mediaDevices', {value: undefined})",
    "RTCPeerConnection": "delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection",
    "WebCrypto": "Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})",
}


def verdicts(page: Page) -> dict[str, str]:
    items = page.locator("#check-list li")
    return {
        str(items.nth(at).get_attribute("data-item")): str(items.nth(at).get_attribute("data-verdict"))
        for at in range(items.count())
    }


def test_the_device_is_checked_before_the_appointment(page: Page, appoint: Make) -> None:
    """A system test for the patient, long before the link is open.

    Requirements: guide 5.
    """
    _, link = appoint(timedelta(days=2))
    page.goto(link)
    page.click("#check-open")
    Patient(page).wait_step("check")
    tracks = page.evaluate("navigator.mediaDevices.enumerateDevices().then(found => found.length)")
    assert tracks, "the browser has devices, and none was opened before the button was pressed"
    page.click("#check-start")
    expect(page.locator("#check-hint")).to_contain_text("sagen Sie jetzt einen Satz", timeout=WAIT_MS)
    expect(page.locator("#check-level")).to_be_visible()
    expect(page.locator("#check-question")).to_be_visible(timeout=WAIT_MS)
    page.click("#check-yes")
    expect(page.locator("#check-hint")).to_contain_text("bereit", timeout=WAIT_MS)
    found = verdicts(page)
    assert {"browser", "camera", "microphone", "speaker", "service", "line", "calls"} == set(found)
    assert {each: found[each] for each in ("browser", "speaker", "service", "calls")} == dict.fromkeys(
        ("browser", "speaker", "service", "calls"), "good"
    )
    assert set(found.values()) <= {"good", "fair"}
    expect(page.locator('[data-item="line"] p')).to_contain_text("kbit/s zu Ihnen")
    page.click("#check-close")
    Patient(page).wait_step("link")
    expect(page.locator("#link-title")).to_contain_text("Ihr Termin")


def test_devices_that_are_missing_are_told_with_advice(page: Page, appoint: Make) -> None:
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    )
    _, link = appoint(timedelta(days=2))
    page.goto(link)
    page.click("#check-open")
    page.click("#check-start")
    expect(page.locator('[data-item="camera"]')).to_have_attribute("data-verdict", "bad", timeout=WAIT_MS)
    expect(page.locator('[data-item="camera"] p')).to_contain_text("erlauben Sie sie")
    expect(page.locator('[data-item="microphone"]')).to_have_attribute("data-verdict", "bad")
    page.click("#check-no")
    expect(page.locator('[data-item="speaker"] p')).to_contain_text("lauter")
    expect(page.locator("#check-hint")).to_contain_text("im Weg", timeout=WAIT_MS)


def test_the_check_lets_go_of_the_devices_and_consent_follows(page: Page, appoint: Make) -> None:
    """The check opens devices by its own button only, and closes them.

    Requirements: rule consent.
    """
    _, link = appoint()
    page.add_init_script("""
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      const tracks = [];
      const tell = () => {
        const live = tracks.filter((track) => track.readyState === "live");
        document.documentElement.dataset.open = `${live.length} of ${tracks.length}`;
      };
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await open(wanted);
        tracks.push(...stream.getTracks());
        tell();
        return stream;
      };
      const stop = MediaStreamTrack.prototype.stop;
      MediaStreamTrack.prototype.stop = function () {
        stop.call(this);
        tell();
      };
    """)
    page.goto(link)
    Patient(page).wait_step("consent")
    page.click("#check-consent")
    page.click("#check-start")
    root = page.locator("html")
    expect(root).to_have_attribute("data-open", "2 of 2", timeout=WAIT_MS)
    page.click("#check-close")
    Patient(page).wait_step("consent")
    expect(root).to_have_attribute("data-open", "0 of 2", timeout=WAIT_MS)


@pytest.mark.parametrize("missing", GONE.values(), ids=GONE)
def test_an_unsuitable_browser_is_told_at_once(page: Page, appoint: Make, missing: str) -> None:
    """The patient page says at once if the browser is unsuitable and what to use instead.

    Requirements: guide 5.
    """
    page.add_init_script(missing)
    _, link = appoint()
    page.goto(link)
    expect(page.locator("#link-title")).to_have_text("Dieser Browser ist nicht geeignet")
    expect(page.locator("#link-text")).to_contain_text("Auf diesem Computer: Chrome, Edge, Firefox oder Safari")
    assert page.url == link, "the address is still whole: it can be opened elsewhere"


def test_a_window_inside_another_app_shows_the_way_out(browser: BrowserContext, appoint: Make) -> None:
    """As on a phone that opens links in the app that got them.

    Requirements: guide 5.
    """
    _, link = appoint()
    owner: Browser | None = browser.browser
    assert owner is not None
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS]"
    context = owner.new_context(user_agent=agent, locale="de-DE", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.add_init_script(GONE["getUserMedia"])
    page.goto(link)
    expect(page.locator("#link-title")).to_have_text("Bitte öffnen Sie den Link im Browser")
    expect(page.locator("#link-text")).to_contain_text("Safari, ab iOS 15")
    page.click("#link-action")
    expect(page.locator("#link-action")).to_have_text("Kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == link
    context.close()


def test_a_browser_that_is_too_old_for_the_page_says_so(browser: BrowserContext, appoint: Make) -> None:
    """Its modules cannot be read at all: a plain script speaks.

    Requirements: guide 5.
    """
    page = browser.new_page()  # of its own: here the page's scripts do fail
    page.add_init_script("HTMLScriptElement.supports = () => false")
    page.route("**/page/page.js", lambda route: route.fulfill(body="} not read", content_type="text/javascript"))
    page.goto(appoint()[1])
    expect(page.locator("#link-title")).to_have_text("Dieser Browser ist zu alt")
    page.close()


def test_judgements(page: Page, appoint: Make) -> None:
    """As the page judges.

    Requirements: rule line.
    """
    page.goto(appoint()[1])
    judged = page.evaluate("""async () => {
      const check = await import("/page/device_check.js");
      const { unsuitable, systemOf, hearsLateOfNetworks } = await import("/page/browser.js");
      const can = { secure: true, camera: true, calls: true, encryption: true, mailbox: true, inApp: false };
      return [
        check.judgeLine(2000, 1999)[0], check.judgeLine(2000, 2000)[0], check.judgeLine(9000, 4000)[0],
        check.judgeLine(null, 5)[0],
        check.judgeCamera({ state: "on", width: 640, height: 480 })[0],
        check.judgeCamera({ state: "on", width: 320, height: 240 })[0],
        check.judgeCamera({ state: "on", width: 640, height: 480, brightness: 3, spread: 1 })[1],
        check.judgeMicrophone({ state: "on", loudest: 0 })[1],
        check.judgeCalls({ loop: true, relays: 1, reached: false })[0],
        check.judgeCalls({ loop: false, relays: 0, reached: false })[0],
        unsuitable(can), unsuitable({ ...can, secure: false }), unsuitable({ ...can, calls: false }),
        unsuitable({ ...can, calls: false, inApp: true }), unsuitable({ ...can, inApp: true }),
        systemOf("Mozilla/5.0 (Linux; Android 14)"), systemOf("Mozilla/5.0 (Macintosh)", 5),
        hearsLateOfNetworks(window),
        hearsLateOfNetworks({ navigator: { userAgentData: { mobile: true } } }), hearsLateOfNetworks({ navigator: {} }),
      ];
    }""")
    assert judged == [
        *("bad", "fair", "good", "unknown", "good", "fair", "camera_black", "microphone_silent", "fair", "bad"),
        *("", "insecure", "unsuitable", "inApp", "", "android", "ios"),
        *(True, False, False),
    ]
