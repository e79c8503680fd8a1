"""Settings survive crashes, damage and newer versions."""

import json
from pathlib import Path

import pytest

from medclient import settings
from medclient.settings import Appearance, Settings, SettingsFile


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    changed = Settings().changed(language="de", appearance=Appearance.DARK, camera="Kamera 1", original_sound=True)
    changed = changed.changed(ready_texts=("Ich bin gleich bei Ihnen.",), window_places={"devices": "AAAA"})
    settings.save(file, changed)
    assert settings.load(file) == changed
    assert [each.name for each in file.parent.iterdir()] == ["settings.json"]


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"language": 5}',
        b'{"original_sound": "yes"}',
        b'{"appearance": "purple"}',
        b'{"ready_texts": "no list"}',
        b'{"ready_texts": ["good", 5]}',
        b'{"window_places": {"main": 5}}',
    ],
)
def test_a_damaged_file_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    loaded = settings.load(file)
    assert loaded.damaged
    assert loaded == Settings()
    assert (tmp_path / "settings.json.damaged").read_bytes() == content
    assert not settings.load(file).damaged


def test_what_a_newer_version_has_written_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"language": "en", "hologram": True}), encoding="utf-8")
    assert settings.load(file) == Settings(language="en")


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.json"
    settings.save(file, Settings(language="de"))

    def full(descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        settings.save(file, Settings(language="en"))
    assert settings.load(file) == Settings(language="de")
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]
    keeper = SettingsFile(file, Settings(language="de"))
    keeper.change(Settings(language="en"))
    keeper.close()
    assert keeper.current == Settings(language="en"), "the program goes on with what was chosen"


def test_the_last_change_is_what_stays(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    keeper = SettingsFile(file, Settings())
    for number in range(50):
        keeper.change(Settings(camera=f"Kamera {number}"))
    keeper.close()
    assert settings.load(file).camera == "Kamera 49"
