"""Suggestions: a person or a program proposes a paper for a list's queue."""

from datetime import datetime

from service.db import candidates, ledger, lists, papers
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.db.lists import StoredList
from service.domain.papers import ArxivId, title_key
from service.domain.people import User
from service.domain.review import CandidateSource
from service.errors import Conflict, NotFound

UNKNOWN_RELEVANCE = 0.5  # until a model has looked at the paper


def suggest_paper(
    session: WriteSession, found: StoredList, paper: str, *, note: str, user: User, now: datetime
) -> Candidate:
    """Put a paper into a list's queue and return its candidate; one that is there already stays as it is.

    Raises:
        BadInput: `paper` names no arXiv work.
        NotFound: we have not crawled it.
        Conflict: the list has it.
    """
    arxiv_id = str(ArxivId.parse(paper))
    known = papers.by_ids(session, [arxiv_id]).get(arxiv_id)
    if known is None:
        raise NotFound(f"We have not crawled {arxiv_id} yet; suggest it again tomorrow.")
    is_listed = arxiv_id in lists.listed_ids(session, found.id)
    if is_listed or title_key(known.record.title) in lists.listed_title_keys(session, found.id):
        raise Conflict(f"{found.spec.name} lists {arxiv_id} already.")
    there = next((c for c in candidates.of_paper(session, known.id) if c.list_id == found.id), None)
    if there is None:
        candidate_id = candidates.add(
            session,
            list_id=found.id,
            paper_id=known.id,
            source=CandidateSource.SUGGESTION,
            relevance=UNKNOWN_RELEVANCE,
            now=now,
        )
        there = candidates.by_id(session, candidate_id)
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="suggest",
        subject=f"candidate:{there.id} {arxiv_id}",
        after={"list": found.slug, "note": note},
    )
    return there
