"""Finds appointments by what only the practice can read; so it happens here and not at the service."""

import unicodedata
from collections.abc import Iterable

from medclient.practice.appointments import Appointment

_SPELLINGS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Without capitals and marks, so that "Muller" finds "Müller" and "Yilmaz" finds "Yılmaz"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLINGS))
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def _german(text: str) -> str:
    """As it is written where there are no umlauts: "Mueller" finds "Müller"."""
    for umlaut, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(umlaut, written)
    return text


def matches(query: str, *texts: str) -> bool:
    """Whether every word of the query begins a word of the texts."""
    whole = unicodedata.normalize("NFC", " ".join(texts).casefold()).replace("-", " ")
    words = {*fold(whole).split(), *fold(_german(whole)).split()}
    return all(any(word.startswith(part) for word in words) for part in fold(query.replace("-", " ")).split())


def find(query: str, appointments: Iterable[Appointment]) -> list[Appointment]:
    """Those whose patient or reason matches, the newest first; nothing for an empty query."""
    if not query.strip():
        return []
    found = [each for each in appointments if each.replaced_by is None and matches(query, each.name, each.reason)]
    return sorted(found, key=lambda each: each.starts_at, reverse=True)
