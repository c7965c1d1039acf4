"""From an entry in a file to the record that is stored: a key of its own, and since when it is listed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from service.domain.lists import EntryRecord
from service.lists import Entry, ListDocument


def make_records(
    documents: Sequence[ListDocument],
    *,
    since: Mapping[str, datetime],
    otherwise: datetime | None,
    now: datetime,
) -> list[EntryRecord]:
    """Return the entries of a list's files, in order; a paper that stands there twice gets the key `...#2`.

    `since` says when an id or an address came in. Where it says nothing `otherwise` counts; where that is
    nothing either, the first day of the id's month; and without an id, what counts for the entry above.
    """
    found = [(document.path, entry) for document in documents for entry in document.entries]
    dates = [_listed_at(entry, since, otherwise) for _, entry in found]
    first = next((date for date in dates if date), now)
    filled = list(_filled(dates, first))
    seen: dict[str, int] = {}
    records = []
    for position, ((path, entry), listed_at) in enumerate(zip(found, filled, strict=True)):
        seen[entry.key] = seen.get(entry.key, 0) + 1
        key = entry.key if seen[entry.key] == 1 else f"{entry.key}#{seen[entry.key]}"
        records.append(_record(entry, key=key, path=path, position=position, listed_at=listed_at))
    return records


def _record(entry: Entry, *, key: str, path: str, position: int, listed_at: datetime) -> EntryRecord:
    return EntryRecord(
        key=key,
        title=entry.title,
        path=path,
        position=position,
        first_byte=entry.start,
        last_byte=entry.end,
        arxiv_id=str(entry.arxiv_id) if entry.arxiv_id else None,
        section=entry.section_path,
        tags=entry.tags,
        links=_links(entry),
        authors_text=entry.authors_text or "",
        date_text=entry.date_text or "",
        venue=entry.venue or "",
        listed_at=listed_at,
    )


def _filled(dates: Sequence[datetime | None], first: datetime) -> Iterator[datetime]:
    for date in dates:
        first = date or first
        yield first


def _links(entry: Entry) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for link in entry.links:
        found[link.role] = (*found.get(link.role, ()), link.url)
    return found


def _listed_at(entry: Entry, since: Mapping[str, datetime], otherwise: datetime | None) -> datetime | None:
    if entry.arxiv_id and (known := since.get(str(entry.arxiv_id))):
        return known
    dates = [since[link.url] for link in entry.links if link.role == "paper" and link.url in since]
    if dates:
        return min(dates)
    if otherwise is not None or entry.arxiv_id is None:
        return otherwise
    year, month = entry.arxiv_id.month
    return datetime(year, month, 1, tzinfo=UTC)
