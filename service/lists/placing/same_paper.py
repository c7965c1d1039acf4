"""Whether an entry that is listed is of the paper that is to be added."""

import re
from collections.abc import Sequence

from service.domain.papers import title_key
from service.lists.placing.sections import region_of
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.titles import is_title
from service.lists.writing.new_entry import NewEntry

_ADDRESS = re.compile(r"https?://\S+")


def find_listed(
    document: ListDocument, entry: NewEntry, *, section: Sequence[str] | None = None
) -> Entry | None:
    """Return the entry of the same paper: same id and much the same title, or the very same title.

    With a section that somebody named, only its entries count: a list may name a paper in two sections.
    """
    region = region_of(document, section) if section else None
    listed = document.entries if region is None else document.section(region)
    same = [e for e in listed if is_same_paper(e, entry)]
    return next((e for e in same if e.key == entry.key), same[0] if same else None)


def find_line(document: ListDocument, entry: NewEntry) -> int | None:
    """Return the line (from 1) that names a paper whose title is a mere address, which no reader finds."""
    named = entry.paper_id or entry.paper_url
    if named is None or not _ADDRESS.fullmatch(entry.title.strip()):
        return None
    return next((i for i, line in enumerate(document.lines, 1) if str(named).encode() in line), None)


def is_same_paper(listed: Entry, entry: NewEntry) -> bool:
    """Whether an entry is of this paper; one title under two arXiv ids is two papers, or a mistake."""
    if listed.key == entry.key:
        return alike(listed.title, entry.title) or not is_title(entry.title)
    have_two_ids = listed.arxiv_id is not None and entry.paper_id is not None
    return not have_two_ids and title_key(listed.title) == title_key(entry.title)


def is_namesake(listed: Entry, entry: NewEntry) -> bool:
    """Whether an entry shares the paper's title and leads elsewhere: perhaps to another version of it."""
    if listed.key == entry.key or entry.key.startswith("title:"):
        return False
    return all(link.url != entry.url for link in listed.links)


def alike(one: str, other: str) -> bool:
    """Whether two titles may be versions of one: they share a third of their longer words.

    One word is a name, which says nothing about a title.
    """
    a, b = (set(re.findall(r"\w{4,}", t.casefold())) for t in (one, other))
    return min(len(a), len(b)) <= 1 or len(a & b) * 3 >= min(len(a), len(b))
