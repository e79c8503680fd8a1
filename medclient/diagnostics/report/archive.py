"""The file that is saved: a page to read, the same as JSON, log and traces."""

import zipfile
from pathlib import Path

from medclient.diagnostics.report import html
from medclient.diagnostics.report.content import Report, SectionKey
from medclient.whole_file import replaced

PAGE, DATA, LOG, CRASHES = "report.html", "report.json", "log.txt", "crashes.txt"


def files(report: Report, words: html.Words) -> dict[str, str]:
    """Each file of the archive by its name."""
    found = {
        PAGE: html.page(report, words),
        DATA: html.as_json(report),
        LOG: report.section(SectionKey.LOG).text,
        CRASHES: report.section(SectionKey.CRASHES).text,
    }
    return {name: text for name, text in found.items() if text}


def save(file: Path, report: Report, words: html.Words) -> None:
    """Write it so that a full disk leaves no half of one.

    Raises:
        OSError: It was not saved.
    """
    with replaced(file) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in files(report, words).items():
            archive.writestr(member, text)
