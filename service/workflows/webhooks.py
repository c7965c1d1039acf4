"""Webhooks: made, taken away, started again, and tried with a test."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Engine

from service import security
from service.db import deliveries, ledger, webhooks
from service.db.deliveries import Delivery
from service.db.engine import WriteSession, reading, writing
from service.db.webhooks import Webhook
from service.domain.webhooks import (
    CATCH_UP,
    MOST_HOOKS,
    Answer,
    Event,
    EventKind,
    check_address,
    make_body,
    parse_kinds,
)
from service.errors import BadInput, Conflict
from service.networks import parse_networks
from service.settings import Settings, ensure_secret_key
from service.telling.hooks import HookPost, make_secret
from service.workflows.tell_webhooks import attempt


def allowed_address(post: HookPost, url: str, events: Iterable[str]) -> str:
    """Return an address that may be told of these events, as it is kept.

    Its name is looked up, which may take long: hold no session for changes meanwhile.

    Raises:
        BadInput: the address or an event cannot be used.
    """
    plain = check_address(url)
    parse_kinds(events)
    if not post.may_ask(plain):
        raise BadInput(
            f"{urlsplit(plain).hostname} has no address, or one in a private network; take a public one, or "
            "let the operator name the network in LISTKEEPER_WEBHOOK_NETWORKS."
        )
    return plain


def make_webhook(
    session: WriteSession,
    *,
    list_id: int | None,
    url: str,
    events: Iterable[str],
    actor: str,
    now: datetime,
) -> Webhook:
    """Tell an address, which is an allowed one, of what happens from now on.

    Raises:
        BadInput: an event cannot be used.
        Conflict: the list has many webhooks already.
    """
    kinds = parse_kinds(events)
    if webhooks.count(session, list_id) >= MOST_HOOKS:
        raise Conflict(f"There are {MOST_HOOKS} webhooks already; take one away first.")
    made = webhooks.add(
        session,
        list_id=list_id,
        url=url,
        events=kinds,
        salt=security.make_token(),
        seen={"until": now.isoformat()},
        made_by=actor,
        now=now,
    )
    after = {"url": url, "events": list(kinds), "list": list_id}
    ledger.note(session, at=now, actor=actor, action="webhook", subject=f"webhook:{made.id}", after=after)
    return made


def remove_webhook(session: WriteSession, hook: Webhook, *, actor: str, now: datetime) -> None:
    """Forget a webhook and its log."""
    webhooks.remove(session, hook.id)
    subject = f"webhook:{hook.id}"
    ledger.note(
        session, at=now, actor=actor, action="remove webhook", subject=subject, before={"url": hook.url}
    )


def start_webhook(session: WriteSession, hook: Webhook, *, actor: str, now: datetime) -> None:
    """Tell a webhook again: what waits goes out now, and what happened meanwhile follows.

    More than two weeks are not made up for.
    """
    known = datetime.fromisoformat(hook.seen["until"])
    seen = {**hook.seen, "until": max(known, now - CATCH_UP).isoformat()}
    webhooks.start(session, hook.id, seen)
    deliveries.wake(session, hook.id, now=now)
    ledger.note(session, at=now, actor=actor, action="start webhook", subject=f"webhook:{hook.id}")


def try_webhook(engine: Engine, post: HookPost, hook: Webhook, *, key: str, now: datetime) -> Answer:
    """Send a message that says nothing but that it is a test, once and now; it stands in the log."""
    event = Event(
        kind=EventKind.TEST,
        key=f"test/{security.make_token()}",
        at=now,
        data={"webhook": hook.id, "message": "This is a test; nothing has happened."},
    )
    with writing(engine) as session:
        deliveries.plan(session, hook.id, [(event.key, make_body(event))], now=now)
        planned = deliveries.by_event(session, hook.id, event.key)
    return attempt(engine, post, hook, planned, key=key, now=now) or Answer(status=None, problem="in hand")


def send_again(session: WriteSession, delivery: Delivery, *, actor: str, now: datetime) -> None:
    """Let a message go out once more with the next turn; its id stays."""
    deliveries.send_again(session, delivery.id, now=now)
    subject = f"webhook:{delivery.webhook_id}"
    ledger.note(
        session, at=now, actor=actor, action="send again", subject=subject, after={"event": delivery.event}
    )


def hook_post(settings: Settings) -> HookPost:
    """Return the way out that the settings allow."""
    return HookPost(networks=parse_networks(settings.webhook_networks))


def secret_of(settings: Settings, hook: Webhook) -> str:
    """Return what a webhook's messages are signed with; to be shown once, when it is made."""
    return make_secret(ensure_secret_key(settings), hook.salt)


def try_by_id(engine: Engine, settings: Settings, webhook_id: int, *, now: datetime) -> Answer:
    """Send a test to a webhook.

    Raises:
        NotFound: there is no such one.
    """
    with reading(engine) as session:
        hook = webhooks.by_id(session, webhook_id)
    return try_webhook(engine, hook_post(settings), hook, key=ensure_secret_key(settings), now=now)
