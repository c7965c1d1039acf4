"""Webhooks: a word from GitHub makes us look after a pull request at once; polling does the same, later."""

import hashlib
from datetime import datetime

from sqlalchemy import Engine

from service.db import ledger, lists, publications
from service.db.engine import AnySession, WriteSession, take_turn, writing
from service.db.lists import StoredList
from service.domain.lists import Channel
from service.errors import BadInput
from service.publishing.body import read_hidden
from service.publishing.github_names import full_name_of
from service.publishing.webhooks import HookEvent, check_signature, read_event
from service.settings import Settings
from service.workflows.publish_job import ACTOR

_LONGEST_DELIVERY = 80  # characters; GitHub sends a UUID


def receive(
    engine: Engine,
    settings: Settings,
    *,
    signature: str,
    delivery: str,
    kind: str,
    body: bytes,
    now: datetime,
) -> list[str]:
    """Check a webhook and return the slugs of the lists whose pull requests should be looked at now.

    What it says counts once: sent again, by GitHub or by somebody who has seen it, it does nothing. Only the
    body is signed, so it is the body that is remembered, whatever delivery and kind it comes under.

    Raises:
        Forbidden: it was not signed with our secret.
        BadInput: it is not what GitHub sends.
    """
    check_signature(settings.github_webhook_secret.get_secret_value(), body, signature)
    if not 0 < len(delivery) <= _LONGEST_DELIVERY or not delivery.isprintable():
        raise BadInput("The webhook has no delivery id; only GitHub's own deliveries are taken.")
    event = read_event(kind, body)
    if event is None:
        return []
    subject = f"webhook:{hashlib.sha256(body).hexdigest()}"
    with writing(engine) as session:
        take_turn(session, subject)
        if not _is_new(session, subject):
            return []
        slugs = _slugs(session, event)
        ledger.note(
            session,
            at=now,
            actor=ACTOR,
            action="webhook",
            subject=subject,
            after={
                "delivery": delivery,
                "kind": event.kind,
                "repository": event.full_name,
                "lists": slugs,
            },
        )
    return slugs


def _is_new(session: WriteSession, subject: str) -> bool:
    return not ledger.newest(session, limit=1, subject=subject)


def _slugs(session: AnySession, event: HookEvent) -> list[str]:
    """Return the lists of a repository: by its name, or where that has changed by what we made there."""
    known = [each for each in lists.every(session) if each.spec.channel is Channel.GITHUB]
    named = [each.slug for each in known if _is_named(each, event.full_name)]
    return named or [each.slug for each in known if _is_meant(session, each, event)]


def _is_named(found: StoredList, full_name: str) -> bool:
    try:
        return full_name_of(found.spec.repository).lower() == full_name.lower()
    except BadInput:
        return False


def _is_meant(session: AnySession, found: StoredList, event: HookEvent) -> bool:
    """Whether an event is about our pull request or about the list's own branch as we saw it last."""
    publication = publications.open_of(session, found.id)
    if publication is None:
        return False
    if {*publication.commits, found.head} & set(event.commits):
        return True
    said = read_hidden(event.body)
    is_ours = said is not None and said.list == found.slug
    return is_ours and event.number is not None and event.number == publication.request_number
