"""The review queue: one paper after the other, verdicts by form or key."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from starlette.background import BackgroundTask
from starlette.datastructures import FormData

from service.boundary import ListReviewer, WriteDb, checked_form, engine_of, read_fields, save
from service.db import proposals
from service.db.candidates import Candidate
from service.db.engine import AnySession, end_moment
from service.db.lists import StoredList
from service.domain.review import LONGEST_NOTE, VerdictGiven, VerdictKind
from service.errors import BadInput, NotFound
from service.row_ids import Count, RowNumber
from service.web.filters import QueueAsked
from service.web.frame import Page, PageMaker, go_to
from service.web.previews import make_ready, show_entry
from service.web.workbench import Bench, Done, first_of, make_workbench, wanted_of
from service.workflows.claims import look_at, take_next, take_over
from service.workflows.review import give_verdict
from service.workflows.tidings import tiding

router = APIRouter(prefix="/lists/{slug}", include_in_schema=False)

_TAG_FIELD = "tag."
_AHEAD = "X-Listkeeper-Ahead"  # our script fetches the next paper; nobody looks at it yet


async def bench_asked(request: Request, who: ListReviewer) -> Bench:
    """Return who asks, the list, and what the address asks of its queue.

    Raises:
        RequestValidationError: it asks for what cannot be.
        BadInput: it asks for a tag that the list does not have.
    """
    asked = read_fields(QueueAsked, request.query_params)
    return Bench(who, wanted_of(request, who.list, asked))


class VerdictSent(BaseModel):
    """The fields of a verdict's form, beside its token and the tags that are on."""

    verdict: Annotated[str, Field(max_length=60)]
    revision: Count
    request_key: Annotated[str, Field(min_length=8, max_length=64)]
    proposal_id: RowNumber | None = None
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    due_on: Annotated[str, Field(max_length=10)] = ""


AskedBench = Annotated[Bench, Depends(bench_asked)]
Sent = Annotated[FormData, Depends(checked_form)]
Key = Annotated[str, Form(min_length=8, max_length=64)]


@router.get("/queue")
def show_queue(page: Page, bench: AskedBench) -> HTMLResponse:
    """Show the first paper that waits and that nobody else is on."""
    first = first_of(page.session, bench, now=page.now)
    answer = show(page, page.session, bench, candidate=first, is_looked_at=True)
    return at(answer, bench, None) if page.is_part else answer


@router.get("/queue/{candidate_id}")
def show_candidate(
    page: Page, bench: AskedBench, candidate_id: RowNumber, undone: RowNumber = 0
) -> HTMLResponse:
    """Show one paper of the queue.

    Raises:
        NotFound: this list's queue has no such paper.
    """
    candidate = of_list(page.session, candidate_id, bench.list)
    done = Done(candidate) if undone else None
    is_looked_at = _AHEAD not in page.request.headers
    return show(page, page.session, bench, candidate=candidate, done=done, is_looked_at=is_looked_at)


@router.post("/queue/{candidate_id}")
def take_verdict(
    page: Page, session: WriteDb, bench: AskedBench, sent: Sent, candidate_id: RowNumber
) -> Response:
    """Store a verdict and go on with the next paper.

    Raises:
        NotFound: this list's queue has no such paper.
        Conflict: it has changed since the page was made, or somebody else is on it.
        BadInput: the verdict, a tag, the reason or the date cannot be used.
    """
    form = read_fields(VerdictSent, sent)
    kind, _, reason = form.verdict.partition(":")
    given = VerdictGiven(
        kind=kind_of(kind),
        revision=form.revision,
        request_key=form.request_key,
        tags=tags_of(sent),
        reason=reason or None,
        note=form.note,
        due_on=date_of(form.due_on),
        proposal_id=form.proposal_id,
    )
    user, list_id = bench.who.user, bench.list.id
    give_verdict(session, candidate_id, given, user=user, now=page.now, list_id=list_id)
    following = take_next(session, list_id, bench.wanted, after=candidate_id, user=user, now=page.now)
    save(session, page.session)
    if not page.is_part:
        return go_to(bench.address(following))
    end_moment(page.session)
    candidate = of_list(page.session, following, bench.list) if following is not None else None
    return at(show(page, page.session, bench, candidate=candidate), bench, following)


@router.post("/queue/{candidate_id}/preview")
def show_preview(page: Page, bench: AskedBench, sent: Sent, candidate_id: RowNumber) -> HTMLResponse:
    """Show the entry as it will stand with the tags that are on; nothing is stored.

    Raises:
        NotFound: this list's queue has no such paper.
    """
    candidate = of_list(page.session, candidate_id, bench.list)
    tags = bench.list.spec.taxonomy.normalise(tags_of(sent))
    shown = show_entry(page.session, candidate, settings=page.settings, tags=tags, now=page.now)
    return HTMLResponse(page.text("fragments/preview.html", preview=shown))


@router.post("/queue/{candidate_id}/claim", dependencies=[Depends(checked_form)])
def take_claim(
    page: Page,
    session: WriteDb,
    bench: AskedBench,
    candidate_id: RowNumber,
    by_force: Annotated[bool, Form()] = False,  # noqa: FBT002  # a field of the form
) -> Response:
    """Say that one is on a paper, or take it over from somebody who is.

    Raises:
        NotFound: this list's queue has no such paper.
    """
    candidate = of_list(session, candidate_id, bench.list)
    take_over(session, candidate.id, user=bench.who.user, now=page.now, by_force=by_force)
    return go_to(bench.address(candidate.id)) if by_force else Response(status_code=204)


def show(
    page: PageMaker,
    session: AnySession,
    bench: Bench,
    *,
    candidate: Candidate | None,
    done: Done | None = None,
    is_looked_at: bool = False,
) -> HTMLResponse:
    """Render the workbench: the page, or the part of it that htmx asks for; who looks claims the paper."""
    made = make_workbench(page, session, bench, candidate=candidate, done=done)
    if is_looked_at and candidate is not None:
        engine, user = engine_of(page.request), bench.who.user
        look_at(engine, candidate.id, made.on_it, user=user, now=page.now)
    said = tiding(page.session, page.now)
    counted = made.facts if bench.wanted.wants_all else None
    if page.is_part:
        frame = page.frame(session, bench.list, counted=counted)
        text = page.text("fragments/workbench_part.html", frame=frame, bench=made, tiding=said)
        answer = HTMLResponse(text)
    else:
        answer = page.page(
            "pages/queue.html", current=bench.list, session=session, counted=counted, bench=made, tiding=said
        )
    if made.focus and made.focus.following:
        engine, following = engine_of(page.request), made.focus.following.id
        answer.background = BackgroundTask(
            make_ready, engine, following, settings=page.settings, now=page.now
        )
    return answer


def at(answer: HTMLResponse, bench: Bench, candidate_id: int | None) -> HTMLResponse:
    """Let the browser's address follow the part that is shown."""
    answer.headers["HX-Push-Url"] = bench.address(candidate_id)
    return answer


def of_list(session: AnySession, candidate_id: int, found: StoredList) -> Candidate:
    """Return a candidate of this list's queue.

    Raises:
        NotFound: there is none of that id.
    """
    candidate = proposals.candidate_with_newest(session, candidate_id)
    if candidate.list_id != found.id:
        raise NotFound(f"This paper is not in the queue of {found.spec.name}; go back to the queue.")
    return candidate


def kind_of(word: str) -> VerdictKind:
    """Read what kind of verdict a form gives.

    Raises:
        BadInput: there is no such kind.
    """
    try:
        return VerdictKind(word)
    except ValueError as exc:
        raise BadInput(f"{word[:20]!r} is no verdict; give accept, reject, unsure or later.") from exc


def tags_of(sent: FormData) -> dict[str, tuple[str, ...]]:
    """Read the tags that are on in a form."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name, value in sent.multi_items():
        if name.startswith(_TAG_FIELD) and isinstance(value, str) and value:
            facet = name.removeprefix(_TAG_FIELD)
            chosen[facet] = (*chosen.get(facet, ()), value)
    return chosen


def date_of(text: str) -> date | None:
    """Read a date; an empty field is none.

    Raises:
        BadInput: it is no date.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise BadInput(f"{text!r} is no date; give one like 2025-12-31.") from exc
