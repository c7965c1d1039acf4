"""What an entry tells of its paper, wherever it stands."""

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from service.domain.papers import ArxivId
from service.domain.taxonomy import Taxonomy
from service.lists.reading import urls
from service.lists.reading.entries import EntryLink, Told
from service.lists.reading.names import parse_authors
from service.lists.reading.parts import Field, Reading
from service.lists.reading.tags import read_tags

_LINKS = {Field.URL: "paper", Field.CODE: "code", Field.PROJECT: "project", Field.LINK: "other"}
_NAME = re.compile(r"(\*{1,3}|_{1,3})([^*_]+?)(?:\1:|:\1)(?=\s)")
_KEPT = 8192  # entries; lists have hundreds, and are read again with every proposal of a change


@lru_cache(maxsize=_KEPT)
def told_by(reading: Reading, section_path: tuple[str, ...], taxonomy: Taxonomy | None) -> Told:
    """Return what an entry under these headings tells; a file that has changed has mostly the same ones."""
    tags, unknown = read_tags(reading, section_path, taxonomy)
    links = tuple(_links(reading))
    papers = [link.url for link in links if link.role == "paper"]
    authors = reading.first(Field.AUTHORS)
    return Told(
        title=_clean_title(reading.title),
        arxiv_id=_arxiv_id(reading, papers),
        doi=next((d for u in papers if (d := urls.doi(u))), None),
        openreview_id=next((o for u in papers if (o := urls.openreview_id(u))), None),
        links=links,
        authors_text=authors,
        authors=parse_authors(authors) if authors else (),
        date_text=reading.first(Field.DATE),
        venue=_closed(reading.first(Field.VENUE)),
        tags=tags,
        unknown_tags=unknown,
    )


def _closed(venue: str | None) -> str | None:
    """Give a venue like `Nature (2016` the bracket that stands behind it in the text."""
    return f"{venue})" if venue and venue.count("(") > venue.count(")") else venue


def _clean_title(text: str) -> str:
    """Return a title as one line without emphasis."""
    named = _NAME.match(text)
    text = f"{named[2]}:{text[named.end() :]}" if named else text
    plain = html.unescape(re.sub(r"\*\*|</?[A-Za-z][^>]*>", "", text))
    return re.sub(r"\s+", " ", plain.replace("\\|", "|")).strip()


def _arxiv_id(reading: Reading, papers: Sequence[str]) -> ArxivId | None:
    named = next((i for u in papers if (i := urls.arxiv_id(u))), None)
    shown = reading.first(Field.ID)
    return named or (urls.badge_arxiv_id(f"arXiv-{shown}") if shown and not papers else None)


def _links(reading: Reading) -> Iterator[EntryLink]:
    for part in reading.parts():
        for slot in part.slots:
            if slot.field in _LINKS and slot.start < slot.end:
                yield EntryLink(_LINKS[slot.field], part.label or part.role, reading.value(slot))
