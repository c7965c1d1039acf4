"""Look after open pull requests and branches: hear what was decided, keep each on its list's newest head."""

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
from service.workflows.publish_left_behind import close_left_behind
from service.workflows.publish_route import same_repository
from service.workflows.runs import recorded

_LATELY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Polled:
    """What became of one list's pull request or branch; `failed` says why it could not be looked at."""

    slug: str
    state: str | None
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A list with what is on its way there: the candidates that were sent."""

    slug: str
    channel: Channel
    candidates: frozenset[int]


def poll_requests(
    engine: Engine,
    settings: Settings,
    *,
    now: datetime,
    only: Collection[str] = (),
    github: GitHub | None = None,
) -> list[Polled]:
    """Look after the open pull request or branch of every list, or of those in `only`; no paper is put in.

    Raises:
        Conflict: the same is being done elsewhere.
    """
    with reading(engine) as session:
        waiting = [each for each in _waiting(session) if not only or each.slug in only]
        landed = [each for each in _landed(session, now) if not only or each.slug in only]
    if not waiting and not landed:
        return []
    with recorded(engine, "pull requests") as run:
        found = [_poll(engine, settings, each, now, github) for each in waiting]
        found += [each for one in landed if (each := _tidy(engine, settings, one, github)) is not None]
        run.say(**{each.slug: each.failed or str(each.state or "over") for each in found})
    return found


def _waiting(session: AnySession) -> list[_Waiting]:
    """Return what is in the open pull request, or on the branch, of each list that has one.

    What went to a copy of the operator's alone is not on its way to the list.
    """
    found = []
    for each in lists.every(session):
        is_asked = each.spec.channel in (Channel.GITHUB, Channel.BRANCH)
        if not is_asked or each.spec.policy is not Policy.INVITED:
            continue
        publication = publications.open_of(session, each.id)
        if publication is None or publication.pushed_to is None:
            continue
        items = publication_items.items_of(session, publication.id)
        sent = {i.candidate_id for i in items if i.refused is None and i.sent_at is not None}
        is_there = publication.request_number is not None
        if sent or is_there or same_repository(publication.pushed_to, each.spec.repository):
            found.append(_Waiting(each.slug, each.spec.channel, frozenset(sent)))
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
        close_left_behind(engine, settings, found, github)
        is_closed = close_landed(engine, found, github or connect(settings, found.spec.repository))
    except ListkeeperError as exc:
        return Polled(found.slug, None, str(exc))
    return Polled(found.slug, "closed, as the list has all of it") if is_closed else None


def _poll(
    engine: Engine, settings: Settings, waiting: _Waiting, now: datetime, github: GitHub | None
) -> Polled:
    slug, channel, ids = waiting.slug, waiting.channel, waiting.candidates
    try:
        outcome = publish(engine, settings, slug, now=now, channel=channel, only=ids, github=github)
    except ListkeeperError as exc:
        return Polled(slug, None, str(exc))
    return Polled(slug, outcome.state)
