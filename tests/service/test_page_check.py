"""Whether a changed patient page is noticed: the real service, and files that somebody has changed."""

import json
import re
import shutil
from pathlib import Path

import pytest
import requests

from medclient.practice import page_check
from medclient.practice.client import PracticeClient
from medclient.practice.errors import ServiceUnreachable
from medclient.protocol import page_integrity
from medclient.service import patient_page
from tests.service.client import Service
from tests.service.conftest import Start

OLD = "/page/old_browser.js"
"""Not a module: what it is for are browsers that know none."""


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the service serves, to be changed."""
    folder = tmp_path / "page"
    shutil.copytree(patient_page.FOLDER, folder)
    monkeypatch.setattr(patient_page, "FOLDER", folder)
    return folder


def test_the_true_page_is_known(service: Service) -> None:
    state = page_check.check(PracticeClient(service.url).fetch_file)
    assert state.differing == ()
    assert state.digest == page_check.digest_of(page_check.own_files())


@pytest.mark.parametrize("name", ["index.html", "envelope.js", "style.css", "terms.html"])
def test_a_changed_file_is_noticed(served: Path, start: Start, name: str) -> None:
    file = served / name
    file.write_bytes(file.read_bytes() + b" ")
    differing = page_check.check(PracticeClient(start().url).fetch_file).differing
    assert name in differing
    if name.endswith(".js"):
        assert "index.html" in differing, "its hash stands there"


def test_a_missing_file_is_noticed(served: Path, start: Start) -> None:
    (served / "still.js").unlink()
    assert "still.js" in page_check.check(PracticeClient(start().url).fetch_file).differing


def test_a_policy_that_lets_more_run_is_noticed(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    true = patient_page.security_policy
    monkeypatch.setattr(patient_page, "security_policy", lambda host, scripts: true(host, scripts + " 'unsafe-inline'"))
    assert page_check.check(PracticeClient(service.url).fetch_file).differing == ("index.html",)


def test_what_changes_on_the_disk_is_not_served(served: Path, start: Start) -> None:
    """No file of an update meets one of the version before, and nobody changes the page beneath a running service."""
    service = start()
    (served / "call.js").write_text("stolen", encoding="utf-8")
    assert page_check.check(PracticeClient(service.url).fetch_file).differing == ()


def test_nobody_there_is_no_changed_page(service: Service) -> None:
    service.stop()
    with pytest.raises(ServiceUnreachable):
        page_check.check(PracticeClient(service.url).fetch_file)


def test_the_digest_depends_on_every_name_and_byte() -> None:
    files = {"a.js": b"1", "b.js": b"2"}
    others = ({"a.js": b"2", "b.js": b"1"}, {"a.js": b"1"}, {"a.js": b"1", "c.js": b"2"}, {"a.js": b"12", "b.js": b""})
    assert len({page_check.digest_of(each) for each in (files, *others)}) == 5


def test_the_start_page_names_no_code_but_its_own(service: Service) -> None:
    page = requests.get(f"{service.url}/v/{'A' * 22}", timeout=10).text
    own = page_check.own_files()
    (map_attributes, import_map), *named = re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert len(named) + 1 == page.count("<script") > 1
    assert map_attributes == ' type="importmap"'
    bound = json.loads(import_map)
    assert set(bound) == {"integrity"}, "it leads no name elsewhere"
    assert set(bound["integrity"]) == {f"/page/{name}" for name in own if name.endswith(".js")} - {OLD}
    for attributes, inside in named:
        source = re.search(r'src="/page/([^"]+)"', attributes)
        assert source
        assert f'integrity="{page_integrity.hash_of(own[source[1]])}"' in attributes
        assert inside == "", "no code stands in the page itself"
    assert " on" + "load=" not in page
    for file in patient_page.FOLDER.glob("*.js"):
        text = file.read_text(encoding="utf-8")
        code = re.sub(r"^\s*(//|/?\*).*$", "", text, flags=re.MULTILINE).replace("http://www.w3.org/2000/svg", "")
        for reach in ("eval(", "new Function", "importScripts", "http://", "https://", "innerHTML", "document.write"):
            allowed = file.name == "texts.js" and reach == "https://"
            assert allowed or reach not in code, (file.name, reach)
