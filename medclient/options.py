"""What the program is started with."""

import argparse
from dataclasses import dataclass, field
from pathlib import Path

from medclient import __version__
from medclient.protocol import program_link


@dataclass(frozen=True)
class Options:
    """The command line, read."""

    demo: bool = False
    patient: str = ""
    """`robot`, `none`, or empty where nothing was said."""
    start: bool = False
    duration_s: float | None = None
    report: Path | None = None
    screenshots: Path | None = None
    data_dir: Path | None = None
    listen: str = "127.0.0.1:0"
    public_url: str = ""
    service: str = ""
    ca_file: Path | None = None
    camera: str = ""
    microphone: str = ""
    speaker: str = ""
    language: str = ""
    verbose: bool = False
    system_report: Path | None = None
    system_test: bool = False
    background: bool = False
    """Started with the computer: in the tray, without a window."""
    link: str = field(default="", repr=False)
    """Link id of the appointment to open."""


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        prog="medclient",
        description="Video consultations for medical practices: peer to peer and end-to-end encrypted.",
        epilog="Without options it opens on the practice of this computer.",
    )
    result.add_argument("--version", action="version", version=f"medclient {__version__}")
    result.add_argument("--demo", action="store_true", help="ask nothing, and open on a made-up day of appointments")
    result.add_argument(
        "--patient",
        choices=("robot", "none"),
        default="",
        help="robot: the practice patient joins the first appointment; none: its link is printed as PATIENT_LINK URL",
    )
    result.add_argument("--start", action="store_true", help="start the first appointment as soon as its patient waits")
    result.add_argument("--duration", type=_seconds, metavar="SECONDS", help="hang up after this time, and end")
    result.add_argument("--report", type=Path, metavar="FILE", help="write what was measured, as JSON")
    result.add_argument("--screenshots", type=Path, metavar="DIR", help="save pictures of list, call and summary")
    result.add_argument("--data-dir", type=Path, metavar="DIR", help="where settings, log and database lie")
    result.add_argument(
        "--listen", default="127.0.0.1:0", metavar="HOST:PORT", help="address of the embedded service; port 0: any"
    )
    result.add_argument("--public-url", default="", metavar="URL", help="the embedded service as patients reach it")
    result.add_argument("--service", default="", metavar="URL", help="use this practice service, embed none")
    result.add_argument(
        "--ca-file", type=Path, metavar="FILE", help="let the authority of this certificate (PEM) count, too"
    )
    result.add_argument("--camera", default="", metavar="NAME|file:PATH|test-pattern", help="instead of the chosen one")
    result.add_argument("--microphone", default="", metavar="NAME|file:PATH|test-tone", help="likewise")
    result.add_argument("--speaker", default="", metavar="NAME", help="likewise")
    result.add_argument("--language", choices=("de", "en"), default="", help="instead of the chosen one")
    result.add_argument(
        "--system-test", action="store_true", help="measure devices, computer and line, print one JSON object, and end"
    )
    result.add_argument("--system-report", type=Path, metavar="FILE", help="write the system report, and end")
    result.add_argument("--background", action="store_true", help="begin in the tray, where the system has one")
    result.add_argument(
        "link", nargs="?", type=_link, metavar="LINK", help="medclient://open/ID: open this appointment"
    )
    result.add_argument("--verbose", action="store_true", help="write more into the log")
    return result


def read(arguments: list[str]) -> Options:
    """Read a command line; ends the program with a message where it makes no sense."""
    values = vars(parser().parse_args(arguments))
    values["duration_s"] = values.pop("duration")
    values["link"] = values["link"] or ""
    return Options(**values)


def _link(text: str) -> str:
    try:
        return program_link.parse(text)
    except program_link.InvalidProgramLink as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 86400:
        raise argparse.ArgumentTypeError("from more than 0 to 86400 seconds")
    return value
