"""Links to the program name one appointment and nothing else."""

import pytest

from medclient import options
from medclient.protocol.program_link import InvalidProgramLink, parse

ID = "AAAAAAAAAAAAAAAAAAAAAA"


def test_an_appointment_is_named() -> None:
    assert parse(f"medclient://open/{ID}") == ID
    assert parse(f"medclient://open/{ID}/") == ID
    assert options.read([f"medclient://open/{ID}"]).link == ID
    assert options.read([]).link == ""
    assert ID not in repr(options.read([f"medclient://open/{ID}"]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "medclient:",
        "medclient://open/",
        "medclient://open/short",
        f"medclient://open/{ID}x",
        f"medclient://open/{ID}#secret",
        f"medclient://open/{ID}?x=1",
        f"medclient://open/{ID}/more",
        f"medclient://open//{ID}",
        f"medclient://open:80/{ID}",
        f"medclient://user@open/{ID}",
        f"medclient://delete/{ID}",
        f"https://open/{ID}",
        f"MEDCLIENT://open/{ID}",
        f"medclient://open/{'B' * 22}",
        "medclient://open/" + "%41" * 22,
        f"medclient://[open/{ID}",
        f"medclient://open/{ID}\n",
        "--data-dir",
    ],
)
def test_everything_else_is_refused_without_being_repeated(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InvalidProgramLink) as refused:
        parse(text)
    assert "open" not in str(refused.value)
    if text and not text.startswith("--"):
        with pytest.raises(SystemExit):
            options.read([text])
        assert ID not in capsys.readouterr().err
