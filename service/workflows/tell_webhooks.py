"""Tells webhooks what happened: plans a message for each event, and delivers what is due.

A message is counted as tried before it is sent, and as taken after the receiver said so. Killed between the
two, a later turn sends it again with the same id; so none is lost, and a receiver knows one that comes twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Engine

from service.db import deliveries, ledger, lists, webhooks
from service.db.deliveries import Delivery
from service.db.engine import AnySession, WriteSession, reading, writing
from service.db.lists import StoredList
from service.db.webhooks import Webhook
from service.domain.webhooks import (
    KEPT,
    OVERLAP,
    Answer,
    Event,
    EventKind,
    make_body,
    message_id,
    next_attempt,
    wait_after,
    why_stop,
)
from service.networks import parse_networks
from service.settings import Settings, ensure_secret_key
from service.telling.hooks import HookPost, make_secret
from service.workflows.runs import Clock, recorded, utc_now
from service.workflows.webhook_events import Span, events_of, publication_events

log = structlog.get_logger()

_BATCH = 100
_LOOKED_LATELY = timedelta(hours=1)
_HOLD = timedelta(minutes=5)  # how long all else waits at a receiver that took nothing
_ACTOR = "listkeeper"


@dataclass(slots=True)
class Told:
    """What became of the messages that were due."""

    taken: int = 0
    put_off: int = 0
    stopped: int = 0


def tell_webhooks(
    engine: Engine, settings: Settings, *, clock: Clock = utc_now, post: HookPost | None = None
) -> Told:
    """Plan and deliver.

    Raises:
        Conflict: webhooks are being told already.
    """
    plan_messages(engine, settings.address, now=clock())
    done = Told()
    with reading(engine) as session:
        if not deliveries.due(session, now=clock(), most=1):
            return done
    sender = post or HookPost(networks=parse_networks(settings.webhook_networks))
    with recorded(engine, "webhooks", clock=clock) as report:
        _deliver(engine, sender, ensure_secret_key(settings), clock, done)
        report.say(taken=done.taken, put_off=done.put_off, stopped=done.stopped)
    return done


def plan_messages(engine: Engine, site: str, *, now: datetime) -> None:
    """Plan a message for whatever happened since the last look, for each webhook in one step.

    A look that finds nothing writes nothing, but for one in an hour: any write makes the web server forget
    the answers that it remembers.
    """
    with reading(engine) as session:
        looks = [
            _look(session, webhooks.by_id(session, each), site, now) for each in webhooks.working(session)
        ]
    for look in looks:
        if look.is_worth_keeping:
            with writing(engine) as session:
                _keep(session, look, now)


def attempt(
    engine: Engine, post: HookPost, hook: Webhook, delivery: Delivery, *, key: str, now: datetime
) -> Answer | None:
    """Make one attempt and keep what came of it; None: somebody else makes it."""
    with writing(engine) as session:
        if not deliveries.claim(session, delivery, until=now + wait_after(delivery.attempts + 1)):
            return None
    answer = post.send(
        hook.url,
        delivery.body,
        message_id=message_id(hook.salt, delivery.event),
        secret=make_secret(key, hook.salt),
        now=now,
    )
    until = next_attempt(delivery.attempts + 1, answer, now)
    if _is_test(delivery):
        until = None  # whoever tries it sees what came of it
    with writing(engine) as session:
        if answer.is_taken:
            webhooks.note_success(session, hook.id)  # before its messages: so does who lets all of them wait
        deliveries.record(session, delivery.id, answer, until=until, now=now)
    return answer


def _deliver(engine: Engine, post: HookPost, key: str, clock: Clock, done: Told) -> None:
    """Deliver until nothing is due; a receiver that takes nothing is left alone for this turn."""
    troubled: set[int] = set()
    while True:
        with reading(engine) as session:
            batch = deliveries.due(session, now=clock(), most=_BATCH)
            hooks = {each: webhooks.by_id(session, each) for each in {d.webhook_id for d in batch}}
        batch = [each for each in batch if each.webhook_id not in troubled]
        if not batch:
            return
        for each in batch:
            if each.webhook_id in troubled:
                continue
            now = clock()
            answer = attempt(engine, post, hooks[each.webhook_id], each, key=key, now=now)
            if answer is None:
                continue
            if answer.is_taken:
                done.taken += 1
                continue
            troubled.add(each.webhook_id)
            done.put_off += 1
            done.stopped += _take_failure(engine, hooks[each.webhook_id], answer, now)


def _take_failure(engine: Engine, hook: Webhook, answer: Answer, now: datetime) -> bool:
    """Let a webhook rest, or stop it after long failure; tell whether it was stopped."""
    with writing(engine) as session:
        if not webhooks.take(session, hook.id):
            return False  # it was removed, or stopped by somebody else
        because = why_stop(answer, webhooks.note_failure(session, hook.id, now=now), now)
        if because is None:
            deliveries.hold_back(session, hook.id, until=now + _HOLD)
            return False
        webhooks.stop(session, hook.id, because=because, now=now)
        ledger.note(
            session,
            at=now,
            actor=_ACTOR,
            action="stop webhook",
            subject=f"webhook:{hook.id}",
            after={"because": because},
        )
    log.warning("webhook stopped", webhook=hook.id, problem=because)
    return True


@dataclass(frozen=True, slots=True)
class _Look:
    """What a webhook is to be told: new messages, and up to where it has been told then."""

    hook: Webhook
    messages: list[tuple[str, str]]
    seen: Mapping[str, Any]
    is_worth_keeping: bool


def _look(session: AnySession, hook: Webhook, site: str, now: datetime) -> _Look:
    until = datetime.fromisoformat(hook.seen["until"])
    told: Mapping[str, Any] = hook.seen.get("publications", {})
    events: list[Event] = []
    marks: dict[str, Any] = dict(told)
    for found in _lists_of(session, hook):
        span = Span(session, found, max(until - OVERLAP, hook.made_at), now, site)
        events += events_of(span, hook.events)
        if EventKind.PUBLICATION in hook.events:
            news, marks = publication_events(span, marks)
            events += news
    known = deliveries.known(session, hook.id)
    new = [(each.key, make_body(each)) for each in events if each.key not in known]
    seen = {"until": now.isoformat(), "publications": marks}
    return _Look(hook, new, seen, bool(new) or marks != told or now - until >= _LOOKED_LATELY)


def _keep(session: WriteSession, look: _Look, now: datetime) -> None:
    if not webhooks.take(session, look.hook.id):
        return  # it was removed or stopped a moment ago
    deliveries.plan(session, look.hook.id, look.messages, now=now)
    webhooks.set_seen(session, look.hook.id, look.seen)
    deliveries.forget_before(session, now - KEPT)


def _lists_of(session: AnySession, hook: Webhook) -> list[StoredList]:
    return lists.every(session) if hook.list_id is None else [lists.by_id(session, hook.list_id)]


def _is_test(delivery: Delivery) -> bool:
    return delivery.event.startswith("test/")
