"""The review, for programs with a token: candidates, what models proposed, what people said."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Response

from service.api.callers import Reviewing
from service.api.paging import Paging
from service.api.preconditions import strong
from service.api.review_schemas import (
    CandidateDetailOut,
    CandidateOut,
    CandidatesOut,
    ProposalOut,
    ProposalsOut,
    VerdictOut,
    VerdictsOut,
    candidate_fields,
    proposal_out,
    verdict_out,
)
from service.api.wire import make_router
from service.boundary import ReadDb
from service.db import candidate_pages, candidates, lists, proposals, verdicts
from service.db.candidates import Candidate
from service.db.proposals import Proposal
from service.row_ids import LARGEST_ID

router = make_router("review")

RowId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


def candidate_tag(found: Candidate, proposal: Proposal | None) -> str:
    """Return what names a candidate as it stands; every verdict and every new proposal changes it."""
    said = f"-{proposal.id}-{proposal.made_at:%Y%m%d%H%M%S%f}" if proposal else ""
    return f"candidate-{found.id}-{found.revision}{said}"


@router.get("/lists/{slug}/candidates", response_model=CandidatesOut)
def candidates_page(session: ReadDb, asked: Paging, slug: str, who: Reviewing) -> Response:
    """Return a list's candidates, the likeliest first; sort by `relevance` or `created`.

    Filter fields: `state`, `source`, `relevance` (`0.8..`), `created`.
    """
    found = lists.by_slug(session, slug)
    who.check_reviews(found.id)
    order = asked.sort(candidate_pages.SORTS, "-relevance")
    rows = candidate_pages.page(
        session,
        found.id,
        conditions=asked.conditions(candidate_pages.FIELDS),
        sort=order,
        limit=asked.limit + 1,
        after=asked.after(float if order.field == "relevance" else datetime, int),
    )
    shown, target = asked.cut(rows, lambda row: candidate_pages.key_of(row, order))
    items = [CandidateOut(**candidate_fields(row, found.slug)) for row in shown]
    return asked.answer(CandidatesOut(items=items, next=target), CandidateOut)


@router.get("/candidates/{candidate_id}")
def one_candidate(
    session: ReadDb, response: Response, candidate_id: RowId, who: Reviewing
) -> CandidateDetailOut:
    """Return a candidate with the newest proposal and all verdicts; its ETag can be sent with a verdict."""
    found = candidates.by_id(session, candidate_id)
    who.check_reviews(found.list_id)
    proposal = proposals.latest_of(session, found.id)
    response.headers["ETag"] = strong(candidate_tag(found, proposal))
    return CandidateDetailOut(
        **candidate_fields(found, lists.by_id(session, found.list_id).slug),
        proposal=proposal_out(proposal, found.id, str(found.paper.record.arxiv_id)) if proposal else None,
        verdicts=[verdict_out(each) for each in verdicts.of_candidate(session, found.id)],
    )


@router.get("/lists/{slug}/proposals", response_model=ProposalsOut)
def proposals_page(session: ReadDb, asked: Paging, slug: str, who: Reviewing) -> Response:
    """Return what models said about a list's candidates, newest first."""
    found = lists.by_slug(session, slug)
    who.check_reviews(found.id)
    asked.conditions({})
    asked.sort(("id",), "-id")
    place = asked.after(int)
    before_id = place[0] if place else None
    rows = proposals.of_list(session, found.id, limit=asked.limit + 1, before_id=before_id)
    shown, target = asked.cut(rows, lambda row: (row[0].id,))
    items = [proposal_out(*row) for row in shown]
    return asked.answer(ProposalsOut(items=items, next=target), ProposalOut)


@router.get("/lists/{slug}/verdicts", response_model=VerdictsOut)
def verdicts_page(session: ReadDb, asked: Paging, slug: str, who: Reviewing) -> Response:
    """Return what people said about a list's candidates, newest first."""
    found = lists.by_slug(session, slug)
    who.check_reviews(found.id)
    asked.conditions({})
    asked.sort(("id",), "-id")
    place = asked.after(int)
    before_id = place[0] if place else None
    rows = verdicts.of_list(session, found.id, limit=asked.limit + 1, before_id=before_id)
    shown, target = asked.cut(rows, lambda row: (row.id,))
    items = [verdict_out(each) for each in shown]
    return asked.answer(VerdictsOut(items=items, next=target), VerdictOut)
