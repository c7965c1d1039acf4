"""The workbench: a list's queue beside the paper in focus. Reads only; the routes are in `queue`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from fastapi import Request

from service.boundary import OnList
from service.db import (
    bundles,
    proposals,
    queue_facts,
    queue_lines,
    queues,
    sittings,
    undo,
    verdict_batches,
)
from service.db.candidates import Candidate
from service.db.claims import Claim
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.queue_facts import QueueFacts
from service.db.queue_lines import QueueLine
from service.db.queues import QueueFilter, QueueOrder, QueueSize
from service.db.undo import Undoable, Undone
from service.db.verdicts import Verdict
from service.domain.keys import Keys, keys_of
from service.domain.review import CandidateState
from service.web.filters import QueueAsked, queue_filter, queue_query
from service.web.focus import Around, Focus, make_focus
from service.web.frame import PageMaker
from service.web.outlook import Outlook, make_outlook
from service.web.panels import TagWords, likelihood, tag_words
from service.web.sittings import Sitting, make_sitting

_ABOVE, _BELOW = 4, 16  # how many papers the left pane shows around the one in focus
_LONGEST_SITTING = 500  # verdicts


@dataclass(frozen=True, slots=True)
class Bench:
    """Who sits there, at which list, and what of its queue the address asks for."""

    who: OnList
    wanted: QueueFilter

    @property
    def list(self) -> StoredList:
        """The list whose queue it is."""
        return self.who.list

    @property
    def query(self) -> str:
        """The query of an address that asks for the same."""
        return queue_query(self.wanted, usual_order(self.list))

    def address(self, candidate_id: int | None) -> str:
        """Return where a paper of this queue is, or its first one."""
        place = "" if candidate_id is None else f"/{candidate_id}"
        return f"/lists/{self.list.slug}/queue{place}{self.query}"


@dataclass(frozen=True, slots=True)
class Done:
    """What an undo or a redo did: to which paper, or to how many."""

    candidate: Candidate
    many: int = 0
    is_redo: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """What the person said last, and can take back; `many` where it was said of more than one paper."""

    verdict: Verdict
    title: str
    many: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paper in the left pane."""

    shown: QueueLine
    section: str
    claim: Claim | None
    words: TagWords


@dataclass(frozen=True, slots=True)
class Workbench:
    """All that the queue page shows."""

    list: StoredList
    wanted: QueueFilter
    query: str
    facts: QueueFacts
    outlook: Outlook
    lines: Sequence[Line]
    focus: Focus | None
    on_it: Claim | None
    sitting: Sitting
    last: Last | None
    again: Undone | None
    done: Done | None
    keys: Keys
    is_maintainer: bool
    is_untaught: bool

    @property
    def size(self) -> QueueSize:
        """How much waits of what is wanted."""
        return self.facts.size

    @property
    def path(self) -> str:
        """The address of the queue without its filters."""
        return f"/lists/{self.list.slug}/queue"

    @property
    def sections(self) -> Sequence[tuple[str, Sequence[Line]]]:
        """The lines under their headings."""
        return [(name, list(lines)) for name, lines in groupby(self.lines, key=lambda line: line.section)]


def usual_order(found: StoredList) -> QueueOrder:
    """Return the order of a list's queue where the address asks for none."""
    known = {str(order): order for order in QueueOrder}
    return known.get(found.spec.order, QueueOrder.LIKELIEST)


def wanted_of(request: Request, found: StoredList, asked: QueueAsked) -> QueueFilter:
    """Return what an address asks of a list's queue.

    Raises:
        BadInput: it asks for a tag that the list does not have.
    """
    return queue_filter(request, found.spec.taxonomy, asked, usual_order(found))


def make_workbench(
    page: PageMaker,
    session: AnySession,
    bench: Bench,
    *,
    candidate: Candidate | None,
    done: Done | None = None,
) -> Workbench:
    """Read the queue around a candidate."""
    found, wanted, user, today = bench.list, bench.wanted, bench.who.user, page.now.date()
    above, middle, below = _lines(session, bench, candidate, page.now)
    shown = [*above, *middle, *below]
    facts = queue_facts.of_list(session, found.id, wanted, today=today)
    last = undo.next_undo(session, user.id, found.id)
    on_it = middle[0].claim if middle else None
    others = {line.id: line.claim for line in shown if line.claim and line.claim.user_id != user.id}
    keys = keys_of(user.keys)
    around = Around(
        proposal=proposals.latest_of(session, candidate.id) if candidate else None,
        preceding=above[-1] if above else None,
        following=below[0] if below else None,
        claim=others.get(candidate.id) if candidate else None,
        keys=keys,
    )
    judged = sittings.lately(session, user_id=user.id, list_id=found.id, limit=_LONGEST_SITTING)
    return Workbench(
        list=found,
        wanted=wanted,
        query=bench.query,
        facts=facts,
        outlook=make_outlook(session, facts, may_mix=bench.who.is_maintainer),
        lines=[
            Line(line, _section(line, wanted), others.get(line.id), tag_words(found.spec.taxonomy, line.tags))
            for line in shown
        ],
        focus=make_focus(page, session, found, candidate, around) if candidate else None,
        on_it=on_it,
        sitting=make_sitting(judged, now=page.now),
        last=_last(session, last) if last else None,
        again=None if last and last.is_last_word else undo.next_redo(session, user.id, found.id),
        done=done,
        keys=keys,
        is_maintainer=bench.who.is_maintainer,
        is_untaught=candidate is None and bundles.in_use(session, found.id) is None,
    )


def first_of(session: AnySession, bench: Bench, *, now: datetime) -> Candidate | None:
    """Return the paper to judge first; those that others are on only where there is no other one."""
    asked = (session, bench.list.id, bench.wanted)
    for free_for in (bench.who.user.id, None):
        found = queues.following(*asked, today=now.date(), limit=1, free_for=free_for, now=now)
        if found:
            return found[0]
    return None


def _lines(
    session: AnySession, bench: Bench, candidate: Candidate | None, now: datetime
) -> tuple[list[QueueLine], list[QueueLine], list[QueueLine]]:
    """Return the lines above the paper in focus, its own, and those below."""
    if candidate is None:
        return [], [], []
    return queue_lines.around(session, candidate, bench.wanted, now=now, above=_ABOVE, below=_BELOW)


def _section(line: QueueLine, wanted: QueueFilter) -> str:
    if line.state is not CandidateState.PENDING:
        return str(line.state)
    if wanted.order is QueueOrder.NEWEST:
        return f"{line.submitted_at.day} {line.submitted_at:%b %Y}"
    if wanted.order is QueueOrder.LIKELIEST:
        return likelihood(line.relevance)
    return ""


def _last(session: AnySession, found: Undoable) -> Last:
    batch = found.verdict.batch
    return Last(found.verdict, found.title, verdict_batches.size(session, batch) if batch else 0)
