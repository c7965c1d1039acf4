"""Venues that are a known one but for a slip: two letters changed about, or one that looks like another."""

import re
from collections.abc import Iterator

from service.lists.checking.findings import Finding
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.venues import known_venues

_SAID = re.compile(r"[^\w\s]*\s*([A-Za-z][A-Za-z-]{4,14})[\s'’,-]*(?:(?:19|20)?\d\d)?\W*")
_LOOK_ALIKE = (frozenset("il"), frozenset("o0"), frozenset("uv"), frozenset("mn"))
_SERVER = "arXiv"  # no other venue has nearly its name


def find_venue_slips(document: ListDocument) -> Iterator[Finding]:
    """Find venues such as `ICJAI`, `NeurlPS` and `aixiv`."""
    for entry in document.entries:
        for said in dict.fromkeys(_said(entry)):
            meant = _meant(said)
            if meant:
                reason = f"{said} is no venue that is known, {meant} is"
                yield Finding("venue-spelling", entry.first_line, said, reason, meant, 0.8)


def _said(entry: Entry) -> Iterator[str]:
    """Return the names that stand where the entry says where it appeared: a venue, or words and a year."""
    texts = [entry.venue or ""]
    for part in entry.reading.parts():
        said = entry.reading.text[part.start : part.end]
        if part.role in ("text", "tail") and re.search(r"\d\d\W*\Z", said):
            texts.append(said)
    for text in texts:
        if found := _SAID.fullmatch(text):
            yield found[1]


def _meant(said: str) -> str | None:
    """Return the known venue of which a name is a slip; None for a known one, and for any other."""
    known = known_venues()
    if said.casefold() in known:
        return None
    return next((name for key, name in known.items() if _is_slip(said.casefold(), key, name)), None)


def _is_slip(said: str, key: str, name: str) -> bool:
    if len(said) != len(key) or len(key) < len(_SERVER):
        return False
    differ = [at for at, (a, b) in enumerate(zip(said, key, strict=True)) if a != b]
    if len(differ) == 2 and differ[1] == differ[0] + 1:  # noqa: PLR2004 - two neighbours
        return said[differ[0]] == key[differ[1]] and said[differ[1]] == key[differ[0]]
    if len(differ) != 1:
        return False
    pair = frozenset((said[differ[0]], key[differ[0]]))
    return name == _SERVER or pair in _LOOK_ALIKE
