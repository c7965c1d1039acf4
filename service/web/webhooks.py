"""Webhooks of a list in the browser: made, tried, read in their log, taken away."""

import json
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse

from service.boundary import AppSettings, ListMaintainer, OnList, ReadDb, WriteDb, checked_form, engine_of
from service.db import deliveries, webhooks
from service.db.engine import AnySession, end_moment
from service.db.webhooks import Webhook
from service.domain.webhooks import KIND_WORDS, LONGEST_URL, MOST_ATTEMPTS, message_id
from service.errors import BadInput, NotFound
from service.row_ids import RowNumber
from service.web.frame import Page, PageMaker, go_to
from service.workflows.webhooks import (
    allowed_address,
    hook_post,
    make_webhook,
    remove_webhook,
    secret_of,
    send_again,
    start_webhook,
    try_by_id,
)

router = APIRouter(prefix="/lists/{slug}/webhooks", include_in_schema=False)

_SHOWN = 50  # messages in the log

Checked = Depends(checked_form)


@dataclass(frozen=True, slots=True)
class _Entered:
    """What stands in the form, and what is wrong with it."""

    url: str
    events: tuple[str, ...]
    problem: str


_NOTHING = _Entered("", tuple(KIND_WORDS), "")


@router.get("")
def show_webhooks(page: Page, session: ReadDb, who: ListMaintainer) -> HTMLResponse:
    """Show who is told of what happens on a list."""
    return _webhooks(page, session, who)


@router.post("", dependencies=[Checked])
def take_webhook(
    page: Page,
    session: WriteDb,
    settings: AppSettings,
    who: ListMaintainer,
    url: Annotated[str, Form(max_length=LONGEST_URL)] = "",
    events: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Tell an address of what happens from now on, and show the secret that signs it, this once.

    What cannot be used is said above the form, which keeps what was entered.
    """
    end_moment(page.session)  # nobody waits for the database while the name is looked up
    try:
        made = make_webhook(
            session,
            list_id=who.list.id,
            url=allowed_address(hook_post(settings), url, events or []),
            events=events or [],
            actor=who.user.name,
            now=page.now,
        )
    except BadInput as exc:
        entered = _Entered(url, tuple(events or ()), str(exc))
        return _webhooks(page, session, who, entered=entered, status=exc.status)
    answer = _webhooks(page, session, who, made=made, secret=secret_of(settings, made))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/{webhook_id}")
def show_webhook(page: Page, session: ReadDb, who: ListMaintainer, webhook_id: RowNumber) -> HTMLResponse:
    """Show a webhook's log: what it was told, and what it answered at each attempt."""
    hook = _own(session, who, webhook_id)
    found = deliveries.newest(session, hook.id, limit=_SHOWN)
    return page.page(
        "pages/webhook.html",
        current=who.list,
        list=who.list,
        hook=hook,
        words=KIND_WORDS,
        deliveries=[(each, message_id(hook.salt, each.event), _headline(each.body)) for each in found],
        attempts=deliveries.attempts_of(session, [each.id for each in found]),
        most=MOST_ATTEMPTS,
        shown=_SHOWN,
        done=page.request.query_params.get("done", ""),
    )


@router.post("/{webhook_id}/test", dependencies=[Checked])
def take_test(
    request: Request,
    page: Page,
    session: ReadDb,
    settings: AppSettings,
    who: ListMaintainer,
    webhook_id: RowNumber,
) -> Response:
    """Send a test now; the log shows what came of it."""
    hook = _own(session, who, webhook_id)
    end_moment(session)  # nobody waits for the database while the receiver is asked
    answer = try_by_id(engine_of(request), settings, hook.id, now=page.now)
    return _back(who, hook, done="taken" if answer.is_taken else "refused")


@router.post("/{webhook_id}/start", dependencies=[Checked])
def take_start(page: Page, session: WriteDb, who: ListMaintainer, webhook_id: RowNumber) -> Response:
    """Tell a webhook again that was stopped."""
    hook = _own(session, who, webhook_id)
    start_webhook(session, hook, actor=who.user.name, now=page.now)
    return _back(who, hook, done="started")


@router.post("/{webhook_id}/remove", dependencies=[Checked])
def take_remove(page: Page, session: WriteDb, who: ListMaintainer, webhook_id: RowNumber) -> Response:
    """Forget a webhook and its log."""
    remove_webhook(session, _own(session, who, webhook_id), actor=who.user.name, now=page.now)
    return go_to(f"/lists/{who.list.slug}/webhooks", done="removed")


@router.post("/{webhook_id}/deliveries/{delivery_id}/again", dependencies=[Checked])
def take_again(
    page: Page, session: WriteDb, who: ListMaintainer, webhook_id: RowNumber, delivery_id: RowNumber
) -> Response:
    """Let a message go out once more."""
    hook, delivery = _own(session, who, webhook_id), deliveries.by_id(session, delivery_id)
    if delivery.webhook_id != hook.id:
        raise NotFound(f"Webhook {hook.id} has no delivery {delivery_id}.")
    send_again(session, delivery, actor=who.user.name, now=page.now)
    return _back(who, hook, done="again")


def _own(session: AnySession, who: OnList, webhook_id: RowNumber) -> Webhook:
    hook = webhooks.by_id(session, webhook_id)
    if hook.list_id != who.list.id:
        raise NotFound(f"{who.list.spec.name} has no webhook {webhook_id}.")
    return hook


def _headline(body: str) -> str:
    """Return what a message is about in a few words: its type, and the paper, week or state."""
    said = json.loads(body)
    data = said["data"]
    about = (data.get("paper") or {}).get("id") or data.get("week") or data.get("state") or ""
    return f"{said['type']} {about}".strip()


def _back(who: OnList, hook: Webhook, *, done: str) -> Response:
    return go_to(f"/lists/{who.list.slug}/webhooks/{hook.id}", done=done)


def _webhooks(
    page: PageMaker,
    session: AnySession,
    who: OnList,
    *,
    made: Webhook | None = None,
    secret: str = "",
    entered: _Entered = _NOTHING,
    status: int = 200,
) -> HTMLResponse:
    return page.page(
        "pages/webhooks.html",
        status=status,
        entered=entered,
        current=who.list,
        session=session,
        list=who.list,
        hooks=webhooks.of_list(session, who.list.id),
        words=KIND_WORDS,
        made=made,
        secret=secret,
        longest=LONGEST_URL,
        done=page.request.query_params.get("done", ""),
    )
