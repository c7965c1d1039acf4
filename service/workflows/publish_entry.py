"""From a confirmed candidate to the entry that a list gets: only what the paper's own record states."""

import re
from dataclasses import dataclass
from datetime import datetime

from service.db.candidates import Candidate
from service.domain.papers import PaperRecord
from service.domain.tex import readable
from service.lists import NewEntry
from service.lists.reading.venues import find_venue

_CODE = re.compile(r"https?://(?:www\.)?(?:github|gitlab)\.com/[\w.-]+/[\w.-]*\w", re.IGNORECASE)
_CODE_WORDS = re.compile(
    r"\b(code|codes|implementation|repository|available|released?|open[- ]sourced?)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_ACCEPTED = re.compile(
    r"\b(?:accepted|to appear|published|presented)\s+(?:at|to|by|in|as\s+\w+\s+(?:at|in))\s+(?:the\s+)?"
    r"([^.;()]{2,80})",
    re.IGNORECASE,
)
_NOT_ACCEPTED = re.compile(
    r"\b(submitted|under review|workshop|withdrawn|not accepted|rejected)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something an entry shows beyond title, authors and date, and the words that it was taken from."""

    value: str
    source: str


def code_of(record: PaperRecord) -> Fact | None:
    """Return the address of the paper's code, if its abstract or comment gives exactly one."""
    for name, written in (("abstract", record.abstract), ("comment", record.comment or "")):
        text = readable(written)
        said = [s for s in _SENTENCE.split(text) if _CODE.search(s) and _CODE_WORDS.search(s)]
        found = {m[0].rstrip(".") for s in said for m in _CODE.finditer(s)}
        if len(found) == 1:
            return Fact(found.pop(), f"{name}: {said[0].strip()[:160]}")
    return None


def venue_of(record: PaperRecord) -> Fact | None:
    """Return where the paper was accepted, if its journal reference or comment says so in clear words."""
    if record.journal_ref and find_venue(record.journal_ref):
        return Fact(record.journal_ref, f"journal reference: {record.journal_ref[:160]}")
    comment = record.comment or ""
    said = _ACCEPTED.search(comment)
    if said is None or _NOT_ACCEPTED.search(comment) or find_venue(said[1]) is None:
        return None
    return Fact(said[1].strip(), f"comment: {comment[:160]}")


def make_entry(candidate: Candidate, *, now: datetime) -> NewEntry:
    """Return the facts of a confirmed paper in the form that the list engine takes."""
    record = candidate.paper.record
    code, venue = code_of(record), venue_of(record)
    return NewEntry(
        title=record.title,
        arxiv_id=record.arxiv_id,
        authors=record.authors,
        published=record.submitted_at.date().isoformat() if record.submitted_at else None,
        code_url=code.value if code else None,
        venue=venue.value if venue else None,
        tags=dict(candidate.tags),
        abstract=record.abstract,
        today=(candidate.decided_at or now).date(),
        alike={f"arxiv:{name}": likeness for name, likeness in candidate.near.items()},
    )
