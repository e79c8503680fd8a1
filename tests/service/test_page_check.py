"""Whether a changed patient page is noticed: the real service, and files that somebody has changed."""

import re
import shutil
from pathlib import Path

import pytest
import requests

from medclient.practice import page_check
from medclient.practice.client import PracticeClient
from medclient.practice.errors import ServiceUnreachable
from medclient.service import patient_page
from tests.service.client import Service


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
def test_a_changed_file_is_noticed(service: Service, served: Path, name: str) -> None:
    file = served / name
    file.write_bytes(file.read_bytes() + b" ")
    assert page_check.check(PracticeClient(service.url).fetch_file).differing == (name,)


def test_a_missing_file_is_noticed(service: Service, served: Path) -> None:
    (served / "call.js").unlink()
    assert page_check.check(PracticeClient(service.url).fetch_file).differing == ("call.js",)


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
    named = re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert len(named) == page.count("<script") > 0
    for attributes, inside in named:
        source = re.search(r'src="/page/([^"]+)"', attributes)
        assert source
        assert source[1] in own
        assert inside == "", "no code stands in the page itself"
    assert " on" + "load=" not in page
    for file in patient_page.FOLDER.glob("*.js"):
        text = file.read_text(encoding="utf-8")
        code = re.sub(r"^\s*(//|/?\*).*$", "", text, flags=re.MULTILINE).replace("http://www.w3.org/2000/svg", "")
        for reach in ("eval(", "new Function", "importScripts", "http://", "https://", "innerHTML", "document.write"):
            allowed = file.name == "texts.js" and reach == "https://"
            assert allowed or reach not in code, (file.name, reach)
