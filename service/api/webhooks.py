"""Webhooks through the API: made, looked at, tried and taken away, by maintainers with a token."""

from datetime import datetime

from fastapi import Request, Response
from pydantic import BaseModel, Field

from service.api.callers import Caller, Hooking
from service.api.paging import Page, Paging
from service.api.review import RowId
from service.api.schemas import Out
from service.api.wire import make_router
from service.api.writing import CREATED, In, Repeatable, Text
from service.boundary import AppSettings, Now, ReadDb, WriteDb, engine_of
from service.db import deliveries, lists, webhooks
from service.db.deliveries import Attempt, Delivery
from service.db.engine import AnySession, end_moment
from service.db.webhooks import Webhook
from service.domain.webhooks import KIND_WORDS, LONGEST_URL, EventKind, message_id
from service.errors import Forbidden
from service.workflows.webhooks import (
    allowed_address,
    hook_post,
    make_webhook,
    remove_webhook,
    secret_of,
    start_webhook,
    try_by_id,
)

router = make_router("webhooks")

_EVENTS = [kind.value for kind in KIND_WORDS]
_GONE = 204

Kinds = list[EventKind]


class WebhookIn(In):
    """An address, and what it is to be told."""

    url: Text = Field(max_length=LONGEST_URL, examples=["https://example.org/hooks/listkeeper"])
    events: Kinds = Field(default=list(KIND_WORDS), max_length=20, examples=[_EVENTS])


class WebhookOut(Out):
    """An address that is told of what happens on a list."""

    id: int = Field(examples=[3])
    list: str = Field(examples=["mllm-token-compression"])
    url: str = Field(examples=["https://example.org/hooks/listkeeper"])
    events: Kinds = Field(examples=[_EVENTS])
    secret: str | None = Field(
        default=None, description="Signs the messages; told once.", examples=["whsec_MfKQ9r8GKYqrTwjU"]
    )
    made_at: datetime
    failing_since: datetime | None = None
    stopped_at: datetime | None = None
    stopped_because: str | None = Field(
        default=None, examples=["The receiver said that it is gone for good (410)."]
    )


class WebhooksOut(BaseModel):
    """A list's webhooks."""

    items: list[WebhookOut]


class AttemptOut(Out):
    """One attempt, and what the receiver said."""

    at: datetime
    status: int | None = Field(examples=[503])
    said: str = Field(description="The beginning of the answer.", examples=["busy"])
    problem: str | None = Field(examples=["gave no answer within 10 seconds"])
    milliseconds: int = Field(examples=[184])


class DeliveryOut(Out):
    """A message on its way to a webhook."""

    id: int = Field(examples=[71])
    message: str = Field(default="", description="The `webhook-id`.", examples=["msg_0c1f7a2be39d"])
    event: str = Field(default="", examples=["confirmed/1/2510.02912/2"])
    state: str = Field(default="", description="planned, sent or failed.", examples=["sent"])
    body: str = Field(default="", examples=['{"type":"paper.confirmed"}'])
    attempts: list[AttemptOut] = Field(default=[])
    next_attempt_at: datetime | None = None
    made_at: datetime | None = None


class DeliveriesOut(Page):
    """A page of messages."""

    items: list[DeliveryOut]


class TriedOut(Out):
    """What came of a test."""

    taken: bool
    status: int | None = Field(examples=[200])
    problem: str | None = Field(examples=[None])
    milliseconds: int = Field(examples=[184])


class StartIn(In):
    """Nothing has to be said."""


@router.get("/lists/{slug}/webhooks")
def webhooks_of_list(session: ReadDb, slug: str, who: Hooking) -> WebhooksOut:
    """Return a list's webhooks, without their secrets."""
    found = lists.by_slug(session, slug)
    who.check_publishes(found.id)
    return WebhooksOut(items=[_out(each, found.slug) for each in webhooks.of_list(session, found.id)])


@router.post("/lists/{slug}/webhooks", status_code=CREATED, response_model=WebhookOut)
def add_webhook(
    session: WriteDb,
    read: ReadDb,
    settings: AppSettings,
    now: Now,
    who: Hooking,
    once: Repeatable,
    slug: str,
    given: WebhookIn,
) -> Response:
    """Tell an address of what happens on a list from now on; the answer holds the secret."""
    found = lists.by_slug(read, slug)
    who.check_publishes(found.id)
    end_moment(read)  # nobody waits for the database while the name is looked up
    url = allowed_address(hook_post(settings), given.url, given.events)

    def act() -> WebhookOut:
        made = make_webhook(
            session,
            list_id=found.id,
            url=url,
            events=given.events,
            actor=who.user.name,
            now=now,
        )
        return _out(made, found.slug)

    kept = WebhookOut.model_validate_json(bytes(once.answer(who, given, act).body))
    made = webhooks.by_id(session, kept.id)  # the answer is kept without the secret
    told = kept.model_copy(update={"secret": secret_of(settings, made)})
    return Response(told.model_dump_json(), CREATED, media_type="application/json")


@router.get("/webhooks/{webhook_id}")
def one_webhook(session: ReadDb, webhook_id: RowId, who: Hooking) -> WebhookOut:
    """Return a webhook, without its secret."""
    hook, slug = _own(session, webhook_id, who)
    return _out(hook, slug)


@router.delete("/webhooks/{webhook_id}", status_code=_GONE)
def delete_webhook(session: WriteDb, now: Now, webhook_id: RowId, who: Hooking) -> Response:
    """Forget a webhook and its log."""
    hook, _ = _own(session, webhook_id, who)
    remove_webhook(session, hook, actor=who.user.name, now=now)
    return Response(status_code=_GONE)


@router.get("/webhooks/{webhook_id}/deliveries", response_model=DeliveriesOut)
def deliveries_of_webhook(session: ReadDb, asked: Paging, webhook_id: RowId, who: Hooking) -> Response:
    """Return what a webhook was told, newest first, with every attempt's answer."""
    hook, _ = _own(session, webhook_id, who)
    asked.conditions({})
    asked.sort(("id",), "-id")
    place = asked.after(int)
    rows = deliveries.newest(session, hook.id, limit=asked.limit + 1, before_id=place[0] if place else None)
    shown, target = asked.cut(rows, lambda row: (row.id,))
    tried = deliveries.attempts_of(session, [each.id for each in shown])
    items = [_delivery_out(hook, each, tried[each.id]) for each in shown]
    return asked.answer(DeliveriesOut(items=items, next=target), DeliveryOut)


@router.post("/webhooks/{webhook_id}/test", status_code=CREATED, response_model=TriedOut)
def test_webhook(
    *,
    request: Request,
    session: ReadDb,
    settings: AppSettings,
    now: Now,
    who: Hooking,
    once: Repeatable,
    webhook_id: RowId,
    given: StartIn,
) -> Response:
    """Send a message that says that it is a test, and answer with what the receiver said."""
    hook, _ = _own(session, webhook_id, who)
    engine = engine_of(request)
    end_moment(session)  # nobody waits for the database while the receiver is asked

    def act() -> TriedOut:
        answer = try_by_id(engine, settings, hook.id, now=now)
        return TriedOut(
            taken=answer.is_taken,
            status=answer.status,
            problem=answer.problem or None,
            milliseconds=answer.milliseconds,
        )

    return once.answer_apart(engine, who, given, act)


@router.post("/webhooks/{webhook_id}/start", status_code=CREATED, response_model=WebhookOut)
def start(
    session: WriteDb, now: Now, who: Hooking, once: Repeatable, webhook_id: RowId, given: StartIn
) -> Response:
    """Tell a webhook again that was stopped; what happened in the last two weeks follows."""
    hook, slug = _own(session, webhook_id, who)

    def act() -> WebhookOut:
        start_webhook(session, hook, actor=who.user.name, now=now)
        return _out(webhooks.by_id(session, hook.id), slug)

    return once.answer(who, given, act)


def _own(session: AnySession, webhook_id: int, who: Caller) -> tuple[Webhook, str]:
    """Return a webhook that the caller may manage, with its list's slug."""
    hook = webhooks.by_id(session, webhook_id)
    if hook.list_id is None:
        raise Forbidden("This webhook is told of all lists; the operator manages it: `listkeeper webhook`.")
    who.check_publishes(hook.list_id)
    return hook, lists.by_id(session, hook.list_id).slug


def _out(hook: Webhook, slug: str) -> WebhookOut:
    names = ("id", "url", "made_at", "failing_since", "stopped_at", "stopped_because")
    return WebhookOut(**{name: getattr(hook, name) for name in names}, list=slug, events=list(hook.events))


def _delivery_out(hook: Webhook, each: Delivery, tried: list[Attempt]) -> DeliveryOut:
    names = ("id", "event", "state", "body", "made_at")
    return DeliveryOut(
        **{name: getattr(each, name) for name in names},
        message=message_id(hook.salt, each.event),
        next_attempt_at=each.next_attempt_at if each.state == "planned" else None,
        attempts=[
            AttemptOut(
                at=one.at,
                status=one.status,
                said=one.said,
                problem=one.problem or None,
                milliseconds=one.milliseconds,
            )
            for one in tried
        ],
    )
