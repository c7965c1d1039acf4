"""The paper in focus: everything that is known about it here, for the one who decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from secrets import token_urlsafe

from service.db import lists, suggestions, verdicts
from service.db.candidates import Candidate, Tags
from service.db.claims import Claim
from service.db.engine import AnySession
from service.db.kin import Twin, kin_of
from service.db.lists import StoredList
from service.db.proposals import Proposal
from service.db.queue_lines import QueueLine
from service.db.suggestions import Suggestion
from service.db.verdicts import Verdict
from service.domain.announced import announced_on
from service.domain.code_signs import CodeSign, code_signs
from service.domain.keys import Keys
from service.domain.review import CandidateSource
from service.domain.venue_signs import VenueSign, venue_signs
from service.sources.arxiv_calendar import read_calendar
from service.web import evidence
from service.web.frame import PageMaker
from service.web.panels import Panel, make_panel
from service.web.previews import EntryShown, show_entry, tags_on

_SIGNS = 2  # links to code and mentions of a venue that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the queue says of the paper in focus: its neighbours, who is on it, and what was proposed."""

    proposal: Proposal | None
    preceding: QueueLine | None
    following: QueueLine | None
    claim: Claim | None
    keys: Keys


@dataclass(frozen=True, slots=True)
class Focus:
    """The paper in focus and everything that is known about it here; `nearest` are (id, title)."""

    panel: Panel
    announced_on: date | None
    proposal: Proposal | None
    nearest: Sequence[tuple[str, str]]
    elsewhere: Sequence[tuple[StoredList, Tags]]
    twins: Sequence[tuple[Twin, StoredList | None]]
    code: Sequence[CodeSign]
    venue: Sequence[VenueSign]
    suggested: Sequence[Suggestion]
    claim: Claim | None
    said: Sequence[Verdict]
    preview: EntryShown | None
    following: QueueLine | None
    preceding: QueueLine | None
    request_key: str


def make_focus(
    page: PageMaker, session: AnySession, found: StoredList, candidate: Candidate, around: Around
) -> Focus:
    """Read what is known of a paper."""
    proposal, record = around.proposal, candidate.paper.record
    arxiv_id = str(record.arxiv_id)
    near = evidence.nearest_ids(proposal)
    kin = kin_of(session, candidate.paper, near)
    by_id = {each.id: each for each in lists.every(page.session)}
    is_suggested = candidate.source is CandidateSource.SUGGESTION
    return Focus(
        panel=make_panel(candidate, proposal, found.spec.taxonomy, around.keys),
        announced_on=announced_on(record, read_calendar(), page.now),
        proposal=proposal,
        nearest=[(each, kin.titles[each]) for each in near if each in kin.titles],
        elsewhere=[(by_id[list_id], tags) for list_id, tags in kin.entries if list_id in by_id],
        twins=[(twin, by_id.get(twin.list_id or 0)) for twin in kin.twins],
        code=list(code_signs(record))[:_SIGNS],
        venue=[sign for sign in venue_signs(record) if sign.venue][:_SIGNS],
        suggested=suggestions.of_paper(session, found.id, arxiv_id) if is_suggested else [],
        claim=around.claim,
        said=verdicts.of_candidate(session, candidate.id) if candidate.revision > 1 else [],
        preview=show_entry(
            session,
            candidate,
            settings=page.settings,
            tags=tags_on(candidate, proposal, found.spec.taxonomy),
            now=page.now,
            found=found,
        ),
        following=around.following,
        preceding=around.preceding,
        request_key=token_urlsafe(18),
    )
