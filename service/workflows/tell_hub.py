"""Tells the WebSub hub which lists' feeds have changed since it was told last.

A change is remembered as told after the hub took it: killed in between, the hub is told again.
"""

import hashlib
from datetime import datetime, timedelta

import httpx
from sqlalchemy import Engine

from service.db import activity, changes, digests, hub_notices, lists
from service.db.activity import News
from service.db.engine import AnySession, reading, writing
from service.db.lists import StoredList
from service.errors import SetupError
from service.settings import Settings
from service.telling.hub import tell
from service.workflows.runs import recorded

_FORMS = ("atom", "rss", "json")
_FEEDS = ("feed", "changes", "digest/feed")
_NEWEST = 50  # papers that are looked at; as many as a feed holds at least
_BACK = timedelta(days=91)  # as far as the feed of changes reaches


def tell_hub(
    engine: Engine, settings: Settings, *, now: datetime, transport: httpx.BaseTransport | None = None
) -> int:
    """Tell the hub of each list whose feeds have changed; return how many lists those are.

    What stands in the feeds when a list is first looked at is no change.

    Raises:
        SetupError: no hub is set.
        SourceError: the hub did not take it; what it was not told of it is told at the next turn.
        Conflict: the hub is being told already.
    """
    if not settings.websub_hub:
        raise SetupError("Set LISTKEEPER_WEBSUB_HUB to the address of a hub.")
    with reading(engine) as session:
        known = hub_notices.marks(session)
        present = [(found, mark_of(session, found, now)) for found in lists.every(session)]
    new = [(found, mark) for found, mark in present if found.id not in known]
    changed = [(found, mark) for found, mark in present if known.get(found.id, mark) != mark]
    _keep(engine, new, now)
    if not changed:
        return 0
    with recorded(engine, "hub") as report:
        for number, (found, mark) in enumerate(changed, start=1):
            for topic in topics_of(settings.address, found.slug):
                tell(settings.websub_hub, topic, transport=transport)
            _keep(engine, [(found, mark)], now)
            report.say(lists=number)
    return len(changed)


def topics_of(site: str, slug: str) -> list[str]:
    """Return the addresses of the feeds that name the hub."""
    return [f"{site}/lists/{slug}/{name}.{form}" for name in _FEEDS for form in _FORMS]


def mark_of(session: AnySession, found: StoredList, now: datetime) -> str:
    """Return what is another text whenever a feed of the list holds something else."""
    news = activity.news(session, found.id, limit=_NEWEST)
    happened = changes.between(session, found.id, since=now - _BACK, until=now + timedelta(days=1))
    issues = digests.of_list(session, found.id)[:1]
    told = (
        [_told_of(each) for each in news],
        [(each.key, each.kind, each.version, each.at.isoformat()) for each in happened[-_NEWEST:]],
        [(issue.year, issue.week) for issue in issues],
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _told_of(news: News) -> tuple[object, ...]:
    """Return what a feed says of a paper."""
    record = news.paper.record if news.paper else None
    entry = news.entry.record if news.entry else None
    return (
        news.key,
        news.learned_at.isoformat(),
        news.title,
        sorted(news.tags.items()),
        (record.authors, record.abstract, record.comment) if record else (),
        (entry.authors_text, entry.venue, sorted(entry.links.items())) if entry else (),
    )


def _keep(engine: Engine, told: list[tuple[StoredList, str]], now: datetime) -> None:
    if told:
        with writing(engine) as session:
            for found, mark in told:
                hub_notices.keep(session, found.id, mark, now=now)
