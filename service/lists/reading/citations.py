"""Entries that link to nothing: a title with the venue and year, or the authors and year, of the paper."""

import re
from collections import Counter
from collections.abc import Sequence

from service.lists.reading.blocks import Kind
from service.lists.reading.parts import Field, Reading
from service.lists.reading.title_candidates import Title
from service.lists.reading.title_ends import DATED_END
from service.lists.reading.venues import find_venue

_YEAR = re.compile(r"(?:19|20)\d\d|['’‘]\s?\d\d|arxiv\s?:\s?\d{4}\.\d{4,5}", re.IGNORECASE)
_DATED_END = re.compile(rf"[.\s]*{DATED_END}[.\s]*$")
_BRACKETS = re.compile(r"[(（][^()（）\n]{2,60}[)）][\s.*_]*(?:\[[^\[\]]*\]\([^()]*\)\s*)*$")
_QUOTED = re.compile(r"[.,?!]?[\"”]")  # closes a title
_TITLE_WORDS = 3
_ENOUGH = 3  # in a section, and most of its items
CITING = (Kind.ITEM, Kind.ROW)


def may_cite(text: str, kind: Kind) -> bool:
    """Whether a block without a link is worth reading."""
    return kind in CITING and (_YEAR.search(text) is not None or _BRACKETS.search(text) is not None)


def is_named(reading: Reading, title: Title | None) -> bool:
    """Whether a text is a title with words in brackets, or a name and a year, behind it.

    In company they say where it appeared.
    """
    if title is None or len(reading.text[title.start : title.end].split()) < _TITLE_WORDS:
        return False
    is_first = reading.text[: title.start].strip(" *-+_.0123456789)") == ""
    is_closed = _DATED_END.match(reading.text, title.end) or _BRACKETS.search(reading.text)
    return is_first and is_closed is not None


def is_citation(reading: Reading, title: Title | None) -> bool:
    """Whether a text names a work and where it appeared, or who wrote it when."""
    if title is None or len(reading.text[title.start : title.end].split()) < _TITLE_WORDS:
        return False
    parts = reading.parts()
    roles = {p.role for p in parts}
    if any(p.role == "preprint" and any(s.field is Field.ID for s in p.slots) for p in parts):
        return True
    if "authors" in roles and _QUOTED.match(reading.text, title.end):
        return _YEAR.search(reading.text, title.end) is not None
    venues = [find_venue(reading.text[p.start : p.end]) for p in parts if p.role in ("venue", "preprint")]
    return any(v and v.year for v in venues) or (
        "date" in roles and bool(roles & {"venue", "preprint", "authors"})
    )


def cited_regions(blocks: Sequence[tuple[int, bool, bool, bool]], *, lists_papers: bool) -> frozenset[int]:
    """Return the sections that list citations; each block is (section, is a citation, is named, has a link).

    Where two sections do, one citation is enough for the others, and a third of the items where most items
    of the list are citations. Where a list has papers with links elsewhere, sections of citations alone do.
    """
    cited = Counter(region for region, is_cited, _, _ in blocks if is_cited)
    alike = Counter(region for region, is_cited, named, _ in blocks if is_cited or named)
    plain = Counter(region for region, _, _, has_link in blocks if not has_link)
    mostly = {r for r in cited if alike[r] * 5 >= plain[r] * 3}
    sure = {r for r in mostly if cited[r] >= _ENOUGH}
    if len(sure) > 1 and sum(alike.values()) * 5 >= sum(plain.values()) * 3:
        mostly |= {r for r in cited if alike[r] * 3 >= plain[r]}
    listed = Counter(region for region, _, _, _ in blocks)
    sure |= {r for r in cited if lists_papers and cited[r] == listed[r]}
    return frozenset(mostly | sure if len(sure) > 1 else sure)
