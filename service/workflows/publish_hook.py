"""Webhooks: a word from GitHub makes us look after a pull request at once; polling does the same, later."""

from datetime import datetime

from sqlalchemy import Engine

from service.db import ledger, lists
from service.db.engine import AnySession, WriteSession, writing
from service.domain.lists import Channel
from service.errors import BadInput
from service.publishing.github_names import full_name_of
from service.publishing.webhooks import check_signature, read_event
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

    A delivery counts once: sent again, by GitHub or by somebody who has seen it, it does nothing.

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
    with writing(engine) as session:
        if not _is_new(session, delivery):
            return []
        slugs = _slugs(session, event.full_name)
        ledger.note(
            session,
            at=now,
            actor=ACTOR,
            action="webhook",
            subject=f"delivery:{delivery}",
            after={"kind": event.kind, "repository": event.full_name, "lists": slugs},
        )
    return slugs


def _is_new(session: WriteSession, delivery: str) -> bool:
    return not ledger.newest(session, limit=1, subject=f"delivery:{delivery}")


def _slugs(session: AnySession, full_name: str) -> list[str]:
    found = []
    for each in lists.every(session):
        if each.spec.channel is not Channel.GITHUB:
            continue
        try:
            known = full_name_of(each.spec.repository)
        except BadInput:
            continue
        if known.lower() == full_name.lower():
            found.append(each.slug)
    return found
