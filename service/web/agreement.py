"""Second opinions, what people disagree about, and how far they agree."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import HTMLResponse

from service.boundary import ListReviewer, ReadDb, WriteDb, checked_form
from service.db import candidates, opinions, proposals
from service.domain.agreement import agreements, differ
from service.domain.keys import keys_of
from service.domain.review import LONGEST_NOTE
from service.row_ids import RowNumber
from service.web.frame import Page, go_to
from service.web.panels import make_panel
from service.web.queue import Key, Sent, kind_of, of_list, tags_of
from service.workflows.opinions import give_opinion, settle

router = APIRouter(prefix="/lists/{slug}", include_in_schema=False)


@router.get("/agreement")
def show_agreement(page: Page, session: ReadDb, who: ListReviewer) -> HTMLResponse:
    """Show what two people said differently of a paper, and how far they agree in all."""
    found = opinions.of_list(session, who.list.id)
    apart = [each for each in found if differ(each.pair) and each.settled_at is None]
    return page.page(
        "pages/agreement.html",
        current=who.list,
        list=who.list,
        apart=[(each, candidates.by_id(session, each.candidate_id)) for each in apart],
        agreements=agreements([each.pair for each in found], who.list.spec.taxonomy),
        count=len(found),
        wanted=len(opinions.wanted(session, who.list.id, who.user.id, limit=100)),
    )


@router.get("/second")
def show_second(page: Page, session: ReadDb, who: ListReviewer, seen: RowNumber = 0) -> HTMLResponse:
    """Show the next judged paper on which one's second opinion is wanted, without the verdict."""
    waiting = opinions.wanted(session, who.list.id, who.user.id, limit=1, seen=seen)
    candidate = waiting[0] if waiting else None
    proposal = proposals.latest_of(session, candidate.id) if candidate else None
    taxonomy, keys = who.list.spec.taxonomy, keys_of(who.user.keys)
    return page.page(
        "pages/second.html",
        current=who.list,
        list=who.list,
        panel=make_panel(candidate, proposal, taxonomy, keys, is_blind=True) if candidate else None,
        seen=seen,
    )


@router.post("/second/{candidate_id}", dependencies=[Depends(checked_form)])
def take_opinion(
    page: Page,
    session: WriteDb,
    who: ListReviewer,
    sent: Sent,
    candidate_id: RowNumber,
    verdict: Annotated[str, Form(max_length=60)],
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
) -> Response:
    """Keep a second opinion and go on with the next paper.

    Raises:
        NotFound: this list's queue has no such paper.
        Conflict: somebody gave one already.
        BadInput: the verdict is one's own, or a tag cannot be used.
    """
    of_list(session, candidate_id, who.list)
    give_opinion(
        session,
        candidate_id,
        kind=kind_of(verdict),
        tags=tags_of(sent),
        note=note,
        user=who.user,
        now=page.now,
    )
    return go_to(f"/lists/{who.list.slug}/second", seen=candidate_id)


@router.post("/second/{candidate_id}/settle", dependencies=[Depends(checked_form)])
def take_settling(
    page: Page,
    session: WriteDb,
    who: ListReviewer,
    candidate_id: RowNumber,
    request_key: Key,
    takes: Annotated[str, Form(max_length=10)] = "first",
) -> Response:
    """Settle what two people said differently.

    Raises:
        NotFound: there is no second opinion on this paper.
    """
    of_list(session, candidate_id, who.list)
    settle(
        session,
        candidate_id,
        takes_second=takes == "second",
        request_key=request_key,
        user=who.user,
        now=page.now,
    )
    return go_to(f"/lists/{who.list.slug}/agreement")
