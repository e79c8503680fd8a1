"""Tables for a spreadsheet, in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""OWASP, "CSV injection": a cell that begins like this may be carried out by the spreadsheet."""


def harmless(cell: str) -> str:
    """The cell as text: a leading apostrophe says so to every spreadsheet."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_STARTS) or cell.startswith(FORMULA_STARTS) else cell


def table(rows: Iterable[Sequence[str]], *, decimal_comma: bool) -> str:
    """RFC 4180 with the separator that spreadsheets of that country expect."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if decimal_comma else ",", lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue()
