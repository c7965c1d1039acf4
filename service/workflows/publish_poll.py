"""Look after open pull requests: hear what maintainers decided, keep each on its list's newest head."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from service.db import lists, publications
from service.db.engine import AnySession, reading
from service.domain.lists import Channel, Policy
from service.errors import ListkeeperError
from service.publishing.github import GitHub
from service.settings import Settings
from service.workflows.publish import publish
from service.workflows.runs import recorded


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
    if not waiting:
        return []
    with recorded(engine, "pull requests") as run:
        found = [_poll(engine, settings, slug, ids, now, github) for slug, ids in waiting.items()]
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
            items = publications.items_of(session, publication.id)
            found[each.slug] = {item.candidate_id for item in items if item.refused is None}
    return found


def _poll(
    engine: Engine, settings: Settings, slug: str, ids: set[int], now: datetime, github: GitHub | None
) -> Polled:
    try:
        outcome = publish(engine, settings, slug, now=now, channel=Channel.GITHUB, only=ids, github=github)
    except ListkeeperError as exc:
        return Polled(slug, None, str(exc))
    return Polled(slug, outcome.state)
