"""What is told, for pictures: mail is set up, somebody asks for it, and a webhook has had bad days."""

from datetime import UTC, datetime, timedelta

from service.db import deliveries, subscribers, webhooks
from service.db.engine import writing
from service.domain.letters import SubscriberName
from service.domain.webhooks import KIND_WORDS, Answer, Event, EventKind, make_body
from service.workflows.subscribe import sealed_name
from tests.factories import KEY, World

ASKED_AT = datetime(2025, 11, 5, 9, 30, tzinfo=UTC)
_MAIL = {"smtp_host": "mail.example.org", "mail_from": "Listkeeper <digest@example.org>"}
_BUSY = Answer(status=503, said="<html><body>busy</body></html>", milliseconds=212)
_SILENT = Answer(status=None, problem="gave no answer within 10 seconds", milliseconds=10_003)
_TAKEN = Answer(status=204, milliseconds=38)


def make_telling(world: World) -> None:
    """Set mail up, let somebody ask for the digest at `ASKED_AT`, and fill the log of a webhook."""
    world.app.state.settings = world.app.state.settings.model_copy(update=_MAIL)
    with writing(world.engine) as session:
        subscribers.add(session, world.list_id, "reader@example.org", asked_from="here", now=ASKED_AT)
    _make_webhook(world)


def letter_path(kind: str) -> str:
    """Return the path of the first subscriber's link, `confirm` or `leave`."""
    return f"/letters/{kind}/{sealed_name(SubscriberName(1, ASKED_AT), kind, KEY)}"


def _make_webhook(world: World) -> None:
    now = world.now
    with writing(world.engine) as session:
        hook = webhooks.add(
            session,
            list_id=world.list_id,
            url="https://bot.example.org/hooks/listkeeper?channel=papers-about-fewer-tokens",
            events=tuple(KIND_WORDS),
            salt="salt",
            seen={"until": now.isoformat()},
            made_by="ada",
            now=now - timedelta(days=9),
        )
        papers = (
            ("2511.90001", (_TAKEN,)),
            ("2511.90002", (_BUSY, _SILENT, _TAKEN)),
            ("2511.90003", (_BUSY,)),
        )
        for number, (arxiv_id, answers) in enumerate(papers):
            at = now - timedelta(hours=20 - 9 * number)
            data = {
                "list": "mllm-token-compression",
                "paper": {"id": arxiv_id},
                "tags": {"stage": ["in-llm"]},
            }
            event = Event(kind=EventKind.CONFIRMED, key=f"confirmed/1/{arxiv_id}/2", at=at, data=data)
            deliveries.plan(session, hook.id, [(event.key, make_body(event))], now=at)
            planned = deliveries.by_event(session, hook.id, event.key)
            for tried, answer in enumerate(answers):
                after = at + timedelta(minutes=6 * tried)
                deliveries.record(session, planned.id, answer, until=now + timedelta(minutes=4), now=after)
        webhooks.note_failure(session, hook.id, now=now - timedelta(hours=2))
