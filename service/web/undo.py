"""Undo and redo: of one verdict, or of many that were given in one stroke."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response

from service.boundary import WriteDb, checked_form
from service.db import candidates, undo, verdicts
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.row_ids import RowNumber
from service.web.frame import Page, PageMaker, go_to
from service.web.queue import AskedBench, Key, at, of_list, show
from service.web.workbench import Bench, Done
from service.workflows import bulk
from service.workflows.claims import take_next
from service.workflows.review import redo_verdict, undo_verdict

router = APIRouter(prefix="/lists/{slug}", include_in_schema=False)


@router.post("/undo", dependencies=[Depends(checked_form)])
def take_undo(
    page: Page,
    session: WriteDb,
    bench: AskedBench,
    verdict_id: Annotated[RowNumber, Form()],
    request_key: Key,
) -> Response:
    """Take a verdict back, with those given in the same stroke, and show its paper again.

    Raises:
        NotFound: there is no such verdict.
        Conflict: it cannot be taken back any more.
    """
    user = bench.who.user
    verdict = verdicts.by_id(session, verdict_id)
    of_list(session, verdict.candidate_id, bench.list)
    if verdict.batch:
        many = bulk.undo_stroke(session, bench.list, verdict.batch, user=user, now=page.now)
        candidate = candidates.by_id(session, verdict.candidate_id)
        return _answer(page, session, bench, Done(candidate, many))
    candidate = undo_verdict(session, verdict_id, user=user, request_key=request_key, now=page.now)
    return _answer(page, session, bench, Done(candidate))


@router.post("/redo", dependencies=[Depends(checked_form)])
def take_redo(
    page: Page, session: WriteDb, bench: AskedBench, undo_id: Annotated[RowNumber, Form()], request_key: Key
) -> Response:
    """Give a verdict again that was taken back, with those of the same stroke; go on with the next paper.

    Raises:
        NotFound: nothing was taken back by this id.
        Conflict: the paper was judged since.
    """
    user = bench.who.user
    candidate_id = verdicts.undone_by(session, undo_id).candidate_id
    of_list(session, candidate_id, bench.list)
    known = undo.undone(session, undo_id)
    if known is not None and known.batch:
        bulk.redo_stroke(session, bench.list, known.batch, key=request_key, user=user, now=page.now)
    else:
        redo_verdict(session, undo_id, user=user, request_key=request_key, now=page.now)
    done = Done(candidates.by_id(session, candidate_id), is_redo=True)
    following = take_next(session, bench.list.id, bench.wanted, after=candidate_id, user=user, now=page.now)
    if not page.is_part:
        return go_to(bench.address(following))
    candidate = candidates.by_id(session, following) if following is not None else None
    return at(show(page, session, bench, candidate=candidate, done=done), bench, following)


def _answer(page: PageMaker, session: AnySession, bench: Bench, done: Done) -> Response:
    candidate: Candidate = done.candidate
    if page.is_part:
        return at(show(page, session, bench, candidate=candidate, done=done), bench, candidate.id)
    address = bench.address(candidate.id)
    return go_to(f"{address}{'&' if '?' in address else '?'}undone=1")
