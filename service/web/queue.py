"""The review queue: one paper after the other, verdicts by form or key, undo."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from service.boundary import ReadDb, Reviewer, WriteDb, checked_form
from service.db import candidates, lists
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.queues import QueueFilter, QueueOrder
from service.domain.review import LONGEST_NOTE, VerdictGiven, VerdictKind
from service.errors import BadInput, NotFound
from service.web.filters import Days, Least, Text, queue_filter, queue_query
from service.web.frame import Page, PageMaker, go_to
from service.web.workbench import make_workbench, next_after
from service.workflows.publish_entry_preview import preview_entry
from service.workflows.review import give_verdict, undo_verdict

router = APIRouter(prefix="/lists/{slug}", include_in_schema=False)

_TAG_FIELD = "tag."


def queue_asked(
    request: Request,
    slug: str,
    session: ReadDb,
    q: Text = "",
    at_least: Least = 0.0,
    days: Days = None,
    order: QueueOrder = QueueOrder.LIKELIEST,
) -> tuple[StoredList, QueueFilter]:
    """Return the list and what the address asks of its queue."""
    found = lists.by_slug(session, slug)
    wanted = queue_filter(request, found.spec.taxonomy, q=q, at_least=at_least, days=days, order=order)
    return found, wanted


async def sent_form(request: Request) -> FormData:
    """Return the fields of a form whose names depend on the list; only a body must be awaited."""
    return await request.form()


Asked = Annotated[tuple[StoredList, QueueFilter], Depends(queue_asked)]
Sent = Annotated[FormData, Depends(sent_form)]
Key = Annotated[str, Form(min_length=8, max_length=64)]


@router.get("/queue")
def show_queue(page: Page, session: ReadDb, user: Reviewer, asked: Asked) -> HTMLResponse:
    """Show the first paper that waits."""
    del user
    answer = _show(page, session, *asked)
    return _at(answer, *asked, None) if page.is_part else answer


@router.get("/queue/{candidate_id}")
def show_candidate(
    page: Page, session: ReadDb, user: Reviewer, asked: Asked, candidate_id: int, undone: int = 0
) -> HTMLResponse:
    """Show one paper of the queue.

    Raises:
        NotFound: this list's queue has no such paper.
    """
    del user
    found, wanted = asked
    candidate = _of_list(session, candidate_id, found)
    return _show(page, session, found, wanted, candidate=candidate, undone=candidate if undone else None)


@router.post("/queue/{candidate_id}", dependencies=[Depends(checked_form)])
def take_verdict(
    *,
    page: Page,
    session: WriteDb,
    user: Reviewer,
    asked: Asked,
    sent: Sent,
    candidate_id: int,
    verdict: Annotated[str, Form(max_length=60)],
    revision: Annotated[int, Form()],
    request_key: Key,
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
    due_on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Store a verdict and go on with the next paper.

    Raises:
        NotFound: this list's queue has no such paper.
        Conflict: it has changed since the page was made.
        BadInput: the verdict, a tag, the reason or the date cannot be used.
    """
    found, wanted = asked
    _of_list(session, candidate_id, found)
    kind, _, reason = verdict.partition(":")
    given = VerdictGiven(
        kind=_kind(kind),
        revision=revision,
        request_key=request_key,
        tags=_tags(sent),
        reason=reason or None,
        note=note,
        due_on=_date(due_on),
    )
    give_verdict(session, candidate_id, given, user=user, now=page.now)
    following = next_after(page, session, found, wanted, candidate_id)
    return _go_on(page, session, found, wanted, following)


@router.post("/queue/{candidate_id}/preview", dependencies=[Depends(checked_form)])
def show_preview(
    page: Page, session: ReadDb, user: Reviewer, asked: Asked, sent: Sent, candidate_id: int
) -> HTMLResponse:
    """Show the entry as it will stand with the tags that are on; nothing is stored.

    Raises:
        NotFound: this list's queue has no such paper.
    """
    del user
    found, _ = asked
    candidate = _of_list(session, candidate_id, found)
    tags = found.spec.taxonomy.normalise(_tags(sent))
    shown = preview_entry(session, candidate, settings=page.settings, tags=tags)
    return HTMLResponse(page.text("fragments/preview.html", preview=shown))


@router.post("/undo", dependencies=[Depends(checked_form)])
def take_undo(
    page: Page,
    session: WriteDb,
    user: Reviewer,
    asked: Asked,
    verdict_id: Annotated[int, Form()],
    request_key: Key,
) -> Response:
    """Take a verdict back and show its paper again.

    Raises:
        NotFound: there is no such verdict.
        Conflict: it cannot be taken back any more.
    """
    found, wanted = asked
    candidate = undo_verdict(session, verdict_id, user=user, request_key=request_key, now=page.now)
    if page.is_part:
        answer = _show(page, session, found, wanted, candidate=candidate, undone=candidate)
        return _at(answer, found, wanted, candidate)
    address = _address(found, wanted, candidate)
    return go_to(f"{address}{'&' if '?' in address else '?'}undone=1")


def _show(
    page: PageMaker,
    session: AnySession,
    found: StoredList,
    wanted: QueueFilter,
    *,
    candidate: Candidate | None = None,
    undone: Candidate | None = None,
) -> HTMLResponse:
    bench = make_workbench(page, session, found, wanted, candidate=candidate)
    if page.is_part:
        frame = page.frame(session, found)
        text = page.text("fragments/workbench_part.html", frame=frame, bench=bench, undone=undone)
        return HTMLResponse(text)
    return page.page("pages/queue.html", current=found, session=session, bench=bench, undone=undone)


def _go_on(
    page: PageMaker,
    session: AnySession,
    found: StoredList,
    wanted: QueueFilter,
    following: Candidate | None,
) -> Response:
    if page.is_part:
        return _at(_show(page, session, found, wanted, candidate=following), found, wanted, following)
    return go_to(_address(found, wanted, following))


def _at(
    answer: HTMLResponse, found: StoredList, wanted: QueueFilter, candidate: Candidate | None
) -> HTMLResponse:
    answer.headers["HX-Push-Url"] = _address(found, wanted, candidate)
    return answer


def _address(found: StoredList, wanted: QueueFilter, candidate: Candidate | None) -> str:
    place = f"/{candidate.id}" if candidate else ""
    return f"/lists/{found.slug}/queue{place}{queue_query(wanted)}"


def _of_list(session: AnySession, candidate_id: int, found: StoredList) -> Candidate:
    candidate = candidates.by_id(session, candidate_id)
    if candidate.list_id != found.id:
        raise NotFound(f"This paper is not in the queue of {found.spec.name}; go back to the queue.")
    return candidate


def _kind(word: str) -> VerdictKind:
    try:
        return VerdictKind(word)
    except ValueError as exc:
        raise BadInput(f"{word[:20]!r} is no verdict; give accept, reject, unsure or later.") from exc


def _tags(sent: FormData) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for name, value in sent.multi_items():
        if name.startswith(_TAG_FIELD) and isinstance(value, str) and value:
            facet = name.removeprefix(_TAG_FIELD)
            chosen[facet] = (*chosen.get(facet, ()), value)
    return chosen


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise BadInput(f"{text!r} is no date; give one like 2025-12-31.") from exc
