"""The workbench: a list's queue beside the paper in focus. Reads only; the routes are in `queue`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from secrets import token_urlsafe

from service.db import candidates, lists, papers, proposals, queues, sittings, verdicts
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.db.lists import StoredEntry, StoredList
from service.db.papers import StoredPaper
from service.db.proposals import Proposal
from service.db.queues import QueueFilter, QueueOrder, QueueSize
from service.db.verdicts import Verdict
from service.domain.review import CandidateState
from service.web import evidence
from service.web.filters import queue_query
from service.web.frame import PageMaker
from service.web.outlook import Outlook, make_outlook
from service.web.panels import Panel, likelihood, make_panel
from service.web.sittings import Sitting, make_sitting
from service.workflows.publish_entry_preview import EntryPreview, preview_entry

_ABOVE, _BELOW = 6, 24  # how many papers the left pane shows around the one in focus
_LONGEST_SITTING = 500  # verdicts


@dataclass(frozen=True, slots=True)
class Line:
    """A paper in the left pane."""

    candidate: Candidate
    section: str
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class Focus:
    """The paper in focus and everything that is known about it here."""

    panel: Panel
    proposal: Proposal | None
    nearest: Sequence[StoredPaper]
    elsewhere: Sequence[tuple[StoredList, StoredEntry]]
    said: Sequence[Verdict]
    preview: EntryPreview | None
    following: Candidate | None
    preceding: Candidate | None
    request_key: str


@dataclass(frozen=True, slots=True)
class Workbench:
    """All that the queue page shows."""

    list: StoredList
    wanted: QueueFilter
    query: str
    size: QueueSize
    outlook: Outlook
    lines: Sequence[Line]
    focus: Focus | None
    sitting: Sitting
    last: tuple[Verdict, Candidate] | None

    @property
    def path(self) -> str:
        """The address of the queue without its filters."""
        return f"/lists/{self.list.slug}/queue"

    @property
    def sections(self) -> Sequence[tuple[str, Sequence[Line]]]:
        """The lines under their headings."""
        return [(name, list(lines)) for name, lines in groupby(self.lines, key=lambda line: line.section)]


def make_workbench(
    page: PageMaker,
    session: AnySession,
    found: StoredList,
    wanted: QueueFilter,
    *,
    candidate: Candidate | None = None,
) -> Workbench:
    """Read the queue around a candidate, or from its start."""
    today = page.now.date()
    start = candidate.id if candidate else None
    above = (
        queues.preceding(session, found.id, wanted, today=today, limit=_ABOVE, start=start) if start else []
    )
    below = queues.following(session, found.id, wanted, today=today, limit=_BELOW, start=start)
    if candidate is None and below:
        candidate, below = below[0], below[1:]
    middle = [candidate] if candidate else []
    shown = [*above, *middle, *below]
    said = proposals.latest(session, [c.id for c in shown])
    user_id = page.user.id if page.user else 0
    judged = sittings.lately(session, user_id=user_id, list_id=found.id, limit=_LONGEST_SITTING)
    return Workbench(
        list=found,
        wanted=wanted,
        query=queue_query(wanted),
        size=queues.size(session, found.id, wanted, today=today),
        outlook=make_outlook(session, found, role=page.user.role if page.user else ""),
        lines=[Line(c, _section(c, wanted), said.get(c.id)) for c in shown],
        focus=_focus(page, session, found, candidate, said.get(candidate.id), above, below)
        if candidate
        else None,
        sitting=make_sitting(judged, now=page.now),
        last=_last(session, user_id, found),
    )


def next_after(
    page: PageMaker, session: AnySession, found: StoredList, wanted: QueueFilter, candidate_id: int
) -> Candidate | None:
    """Return the paper to judge after this one: the next below it, else the first of what waits."""
    today = page.now.date()
    below = queues.following(session, found.id, wanted, today=today, limit=1, start=candidate_id)
    first = below or queues.following(session, found.id, wanted, today=today, limit=1)
    return first[0] if first else None


def _focus(
    page: PageMaker,
    session: AnySession,
    found: StoredList,
    candidate: Candidate,
    proposal: Proposal | None,
    above: Sequence[Candidate],
    below: Sequence[Candidate],
) -> Focus:
    arxiv_id = str(candidate.paper.record.arxiv_id)
    near = papers.by_ids(session, evidence.nearest_ids(proposal))
    by_id = {each.id: each for each in lists.every(session)}
    entries = lists.entries_of_paper(session, arxiv_id)
    return Focus(
        panel=make_panel(candidate, proposal, found.spec.taxonomy),
        proposal=proposal,
        nearest=[near[i] for i in evidence.nearest_ids(proposal) if i in near],
        elsewhere=[(by_id[e.list_id], e) for e in entries if e.list_id in by_id],
        said=verdicts.of_candidate(session, candidate.id),
        preview=preview_entry(
            session,
            candidate,
            settings=page.settings,
            tags=candidate.tags or (proposal.proposed if proposal else {}),
        ),
        following=below[0] if below else None,
        preceding=above[-1] if above else None,
        request_key=token_urlsafe(18),
    )


def _section(candidate: Candidate, wanted: QueueFilter) -> str:
    if candidate.state is not CandidateState.PENDING:
        return str(candidate.state)
    if wanted.order is QueueOrder.NEWEST:
        submitted = candidate.paper.record.submitted_at or candidate.paper.learned_at
        return f"{submitted.day} {submitted:%b %Y}"
    if wanted.order is QueueOrder.LIKELIEST:
        return likelihood(candidate.relevance)
    return ""


def _last(session: AnySession, user_id: int, found: StoredList) -> tuple[Verdict, Candidate] | None:
    verdict = verdicts.last_of_user(session, user_id, found.id)
    return (verdict, candidates.by_id(session, verdict.candidate_id)) if verdict else None
