"""What there is to tell a webhook: read from the database, so that nothing has to be noted when it happens.

The same thing has the same key whenever it is read; the outbox takes each key once.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.db import changes, happenings, publication_items, publications
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.news_rows import NO_ID
from service.domain.digest import ChangeKind, IsoWeek
from service.domain.papers import ArxivId
from service.domain.publication import PublicationState
from service.domain.webhooks import Event, EventKind

_LONGEST_NAME = 60  # characters of a paper's name in a key; entries without id may have long ones
_OF_CHANGE = {
    ChangeKind.UPDATED: EventKind.UPDATED,
    ChangeKind.WITHDRAWN: EventKind.WITHDRAWN,
    ChangeKind.REMOVED: EventKind.REMOVED,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A list, between which moments it is read, and where this site is."""

    session: AnySession
    found: StoredList
    since: datetime
    until: datetime
    site: str

    def key(self, what: str, *which: object) -> str:
        """Return the name of something that happened on this list."""
        return "/".join([what, str(self.found.id), *map(str, which)])


def events_of(span: Span, kinds: Sequence[EventKind]) -> list[Event]:
    """Return what happened of these kinds, oldest first."""
    sources: dict[Callable[[Span], Iterator[Event]], set[EventKind]] = {
        _confirmed: {EventKind.CONFIRMED},
        _listed: {EventKind.LISTED},
        _changed: set(_OF_CHANGE.values()),
        _issued: {EventKind.DIGEST},
    }
    read = (each for source, said in sources.items() if said & set(kinds) for each in source(span))
    return sorted((e for e in read if e.kind in kinds), key=lambda e: (e.at, e.key))


def publication_events(span: Span, seen: Mapping[str, str]) -> tuple[list[Event], dict[str, str]]:
    """Return the publications that are not as they were told last, and how all of them are now.

    A publication is told as it stands; what it was between two looks is not.
    """
    events, now_known = [], dict(seen)
    for each in publications.of_list(span.session, span.found.id):
        mark = f"{each.state}/{each.commit_id or ''}"
        is_news = each.changed_at >= span.since and each.state is not PublicationState.PLANNED
        if not is_news or seen.get(str(each.id)) == mark:
            continue
        now_known[str(each.id)] = mark
        items = [] if each.asked_by else publication_items.items_of(span.session, each.id)
        went = [item for item in items if item.refused is None]
        data = {
            "list": span.found.slug,
            "publication": each.id,
            "state": str(each.state),
            "channel": each.channel,
            "commit": each.commit_id,
            "request_url": each.request_url,
            "papers": len(went),
            "problem": each.problem,
        }
        key = span.key("publication", each.id, f"{each.changed_at:%Y%m%dT%H%M%S%f}")
        events.append(Event(kind=EventKind.PUBLICATION, key=key, at=each.changed_at, data=data))
    return events, now_known


def _confirmed(span: Span) -> Iterator[Event]:
    rows = happenings.confirmed(span.session, span.found.id, since=span.since, until=span.until)
    for row in rows:
        data = _paper(span, row.arxiv_id, row.title, ArxivId(row.arxiv_id).abs_url, row.authors)
        yield Event(
            kind=EventKind.CONFIRMED,
            key=span.key("confirmed", row.arxiv_id, row.revision),
            at=row.at,
            data=data | {"tags": {facet: list(names) for facet, names in row.tags.items()}},
        )


def _listed(span: Span) -> Iterator[Event]:
    for entry, at in happenings.listed(span.session, span.found.id, since=span.since, until=span.until):
        record = entry.record
        links = [url for urls in record.links.values() for url in urls]
        url = ArxivId(record.arxiv_id).abs_url if record.arxiv_id else next(iter(links), "")
        authors = tuple(name.strip() for name in record.authors_text.split(",") if name.strip())
        data = _paper(span, record.arxiv_id, record.title, url, authors)
        yield Event(
            kind=EventKind.LISTED,
            key=span.key("listed", _name(record.arxiv_id or record.key), f"{at:%Y%m%dT%H%M%S}"),
            at=at,
            data=data | {"tags": {facet: list(names) for facet, names in record.tags.items()}},
        )


def _changed(span: Span) -> Iterator[Event]:
    for change in changes.between(span.session, span.found.id, since=span.since, until=span.until):
        mark = f"v{change.version}" if change.version else f"{change.at:%Y%m%dT%H%M%S}"
        arxiv_id = None if change.key.startswith(NO_ID) else change.key
        data = _paper(span, arxiv_id, change.title, change.url)
        yield Event(
            kind=_OF_CHANGE[change.kind],
            key=span.key(change.kind, _name(change.key), mark),
            at=change.at,
            data=data | ({"version": change.version} if change.version else {}),
        )


def _issued(span: Span) -> Iterator[Event]:
    for issue in happenings.issued(span.session, span.found.id, since=span.since, until=span.until):
        week, slug = IsoWeek(issue.year, issue.week), span.found.slug
        yield Event(
            kind=EventKind.DIGEST,
            key=span.key("digest", week),
            at=issue.at,
            data={
                "list": slug,
                "week": str(week),
                "url": f"{span.site}/lists/{slug}/digest/{week}",
                "papers": issue.papers,
                "changes": issue.changes,
            },
        )


def _paper(
    span: Span, arxiv_id: str | None, title: str, url: str, authors: tuple[str, ...] = ()
) -> dict[str, Any]:
    page = f"{span.site}/papers/{arxiv_id}" if arxiv_id else ""
    return {
        "list": span.found.slug,
        "paper": {"id": arxiv_id, "title": title, "authors": list(authors), "url": url, "page": page},
    }


def _name(key: str) -> str:
    return key if len(key) <= _LONGEST_NAME else hashlib.sha256(key.encode()).hexdigest()[:_LONGEST_NAME]
