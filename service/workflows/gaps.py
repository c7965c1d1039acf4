"""Gaps: a reviewer lets papers of sister lists into the queue."""

from collections.abc import Sequence
from datetime import datetime

from service.db import candidates, gaps, ledger
from service.db.engine import WriteSession
from service.db.lists import StoredList
from service.domain.people import User
from service.domain.review import CandidateSource
from service.errors import BadInput
from service.workflows.suggest import UNKNOWN_RELEVANCE

_EVERYTHING = 1_000_000


def queue_gaps(
    session: WriteSession, found: StoredList, arxiv_ids: Sequence[str], *, user: User, now: datetime
) -> int:
    """Put papers of sister lists into a list's queue, and return how many; the next run proposes tags.

    Raises:
        BadInput: none of them is a gap (any more).
    """
    known, _ = gaps.of_list(session, found, limit=_EVERYTHING)
    wanted = [gap for gap in known if str(gap.paper.record.arxiv_id) in set(arxiv_ids)]
    if not wanted:
        raise BadInput("Choose at least one paper that is still missing; reload the page.")
    for gap in wanted:
        candidates.add(
            session,
            list_id=found.id,
            paper_id=gap.paper.id,
            source=CandidateSource.SISTER,
            relevance=UNKNOWN_RELEVANCE,
            now=now,
        )
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="queue gaps",
        subject=f"list:{found.slug}",
        after={"papers": [str(gap.paper.record.arxiv_id) for gap in wanted]},
    )
    return len(wanted)
