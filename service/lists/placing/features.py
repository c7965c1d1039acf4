"""What decides an entry's place: its id, date, venue and kinds of links, comparable across entries."""

from dataclasses import dataclass, replace
from functools import lru_cache

from service.domain.papers import ArxivId
from service.lists.reading.blocks import Kind
from service.lists.reading.dates import find_date
from service.lists.reading.entries import Entry
from service.lists.reading.outline import plain
from service.lists.reading.parts import Field
from service.lists.reading.venues import Venue, named_venue
from service.lists.writing.new_entry import NewEntry


@dataclass(frozen=True, slots=True)
class Features:
    """The values by which lists order; None where an entry does not say.

    `count` is the number that an entry bears in brackets before its title; rows of a table have none. `cells`
    are the (column, words) of a new row that were given, or that its tags say, in small letters.
    """

    key: str
    number: tuple[int, int, int] | None = None
    day: tuple[int, int, int] | None = None
    year: int | None = None
    venue: str = ""
    is_published: bool = False
    links: frozenset[str] = frozenset()
    title: str = ""
    count: int | None = None
    cells: frozenset[tuple[str, str]] = frozenset()

    @property
    def month(self) -> tuple[int, int] | None:
        """The year and month of the day."""
        return self.day and self.day[:2]


def features_of(entry: Entry) -> Features:
    """Read the features of a listed entry."""
    roles = frozenset(link.role for link in entry.links if link.role in ("code", "project"))
    found = _features(entry.key, entry.arxiv_id, entry.date_text, None, entry.venue, roles, entry.title)
    count = entry.reading.first(Field.ORDINAL) if entry.block.kind is not Kind.ROW else None
    return replace(found, count=int(count)) if count else found


def features_of_new(entry: NewEntry) -> Features:
    """Read the features of a paper that is to be added."""
    roles = {name for name, url in (("code", entry.code_url), ("project", entry.project_url)) if url}
    found = _features(
        entry.key,
        entry.paper_id,
        entry.date_text,
        entry.published,
        entry.venue,
        frozenset(roles),
        entry.title,
    )
    cells = {
        (name.removeprefix("cell:").casefold().strip(), said_in_cell(" ".join(said)))
        for name, said in entry.tags.items()
    }
    return replace(found, cells=frozenset(cells)) if cells else found


def said_in_cell(text: str) -> str:
    """Return a cell's words without their markup, so that spellings compare equal."""
    return plain(text).casefold()


@lru_cache(maxsize=65536)
def _features(
    key: str,
    paper: ArxivId | None,
    date_text: str | None,
    published: str | None,
    venue_text: str | None,
    links: frozenset[str],
    title: str,
) -> Features:
    date = find_date(date_text or "") or find_date(published or "")
    venue = named_venue(venue_text) if venue_text else None
    month = paper.month if paper else None
    number = (*month, paper.sort_key[2]) if paper and month else None
    day = date.key if date and date.month else (*month, 0) if month else date.key if date else None
    said = find_date(date_text or "")
    year = _year_of(venue, month) or (said.year if said else None) or (day[0] if day else None)
    published_at = bool(venue_text) and not (venue and venue.is_preprint)
    return Features(key, number, day, year, venue.key if venue else "", published_at, links, title.casefold())


def _year_of(venue: Venue | None, month: tuple[int, int] | None) -> int | None:
    """Return a venue's year; behind a preprint server it may be year and month, as in `arXiv 2004`."""
    year = venue.full_year if venue else None
    is_month = venue is not None and venue.is_preprint and month is not None and year != month[0]
    return None if is_month and month and f"{month[0] % 100:02}{month[1]:02}" == str(year) else year
