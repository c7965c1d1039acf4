"""Look after open pull requests: hear what maintainers decided, keep each on its list's newest head."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from service.db import lists, publication_items, publications
from service.db.engine import AnySession, reading
from service.db.lists import StoredList
from service.domain.lists import Channel, Policy
from service.domain.publication import PublicationState
from service.errors import ListkeeperError
from service.publishing.github import GitHub
from service.settings import Settings
from service.workflows.publish import publish
from service.workflows.publish_access import connect
from service.workflows.publish_follow import close_landed
from service.workflows.runs import recorded

_LATELY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Polled:
    """What became of one list's pull request; `failed` says why it could not be looked at."""

    slug: str
    state: str | None
    failed: str | None = None


def poll_requests(
    engine: Engine,
    settings: Settings,
    *,
    now: datetime,
    only: Collection[str] = (),
    github: GitHub | None = None,
) -> list[Polled]:
    """Look after the open pull request of every list, or of those in `only`; nothing new is put into one.

    Raises:
        Conflict: the same is being done elsewhere.
    """
    with reading(engine) as session:
        waiting = {s: ids for s, ids in _waiting(session).items() if not only or s in only}
        landed = [each for each in _landed(session, now) if not only or each.slug in only]
    if not waiting and not landed:
        return []
    with recorded(engine, "pull requests") as run:
        found = [_poll(engine, settings, slug, ids, now, github) for slug, ids in waiting.items()]
        found += [each for one in landed if (each := _tidy(engine, settings, one, github)) is not None]
        run.say(**{each.slug: each.failed or str(each.state or "over") for each in found})
    return found


def _waiting(session: AnySession) -> dict[str, set[int]]:
    """Return the candidates in the open pull request of each list that has one."""
    found = {}
    for each in lists.every(session):
        if each.spec.channel is not Channel.GITHUB or each.spec.policy is not Policy.INVITED:
            continue
        publication = publications.open_of(session, each.id)
        if publication is not None and publication.pushed_to is not None:
            items = publication_items.items_of(session, publication.id)
            found[each.slug] = {item.candidate_id for item in items if item.refused is None}
    return found


def _landed(session: AnySession, now: datetime) -> list[StoredList]:
    """Return the lists whose last pull request has landed lately: by hand, perhaps, and so is open still."""
    found = []
    for each in lists.every(session):
        if each.spec.channel is not Channel.GITHUB or each.spec.policy is not Policy.INVITED:
            continue
        last = next(iter(publications.of_list(session, each.id)), None)
        if last is not None and last.closed_at is not None and last.request_number is not None:
            is_landed = last.state is PublicationState.LANDED
            found += [each] if is_landed and now - last.closed_at < _LATELY else []
    return found


def _tidy(engine: Engine, settings: Settings, found: StoredList, github: GitHub | None) -> Polled | None:
    """Close a pull request that has nothing more to bring; None where there was none to close."""
    try:
        is_closed = close_landed(engine, found, github or connect(settings, found.spec.repository))
    except ListkeeperError as exc:
        return Polled(found.slug, None, str(exc))
    return Polled(found.slug, "closed, as the list has all of it") if is_closed else None


def _poll(
    engine: Engine, settings: Settings, slug: str, ids: set[int], now: datetime, github: GitHub | None
) -> Polled:
    try:
        outcome = publish(engine, settings, slug, now=now, channel=Channel.GITHUB, only=ids, github=github)
    except ListkeeperError as exc:
        return Polled(slug, None, str(exc))
    return Polled(slug, outcome.state)
