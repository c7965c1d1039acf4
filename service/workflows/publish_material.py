"""What a publication is made of, read in one moment: git and other people's servers are asked after that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from service.db import candidates as db_candidates
from service.db import proposals, publication_extras, publication_items, publications, verdicts
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.proposals import Proposal
from service.db.publication_extras import Chosen
from service.db.updates import EntryUpdate
from service.domain.publication import decide_turns
from service.domain.review import VerdictKind
from service.workflows.publish_learn import Correction, corrections
from service.workflows.publish_plan import RefusedItem
from service.workflows.publish_updates import confirmed_updates


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A list with its confirmed papers and updates, and what was said of them.

    `waiting` are papers that the list gets another day. What was chosen to come with a paper, the newest
    proposal and who confirmed it are kept by candidate id.
    """

    list: StoredList
    confirmed: Sequence[Candidate]
    waiting: Sequence[RefusedItem]
    updates: Sequence[EntryUpdate]
    corrected: Sequence[Correction]
    chosen: Chosen
    said: Mapping[int, Proposal]
    reviewers: Mapping[int, str]


def read_material(
    session: AnySession,
    found: StoredList,
    *,
    now: datetime,
    is_capped: bool = False,
    only: Collection[int] | None = None,
) -> Material:
    """Return what publishing a list's confirmed papers needs to know.

    With `is_capped`, no more new papers go than the list takes a day; and none whose candidate id is not in
    `only`.
    """
    confirmed = db_candidates.accepted(session, found.id, landed=False)
    confirmed = [c for c in confirmed if only is None or c.id in only]
    waiting: list[RefusedItem] = []
    if is_capped:
        confirmed, waiting = _in_turn(session, found, confirmed, now)
    ids = [c.id for c in confirmed]
    said = proposals.latest_by_id(session, ids)
    return Material(
        list=found,
        confirmed=[replace(c, near=proposals.near(said.get(c.id))) for c in confirmed],
        waiting=waiting,
        updates=confirmed_updates(session, found.id),
        corrected=corrections(session, found.id),
        chosen=publication_extras.chosen(session, ids),
        said=said,
        reviewers={candidate_id: _reviewer(session, candidate_id) for candidate_id in ids},
    )


def _in_turn(
    session: AnySession, found: StoredList, confirmed: Sequence[Candidate], now: datetime
) -> tuple[list[Candidate], list[RefusedItem]]:
    """Leave the papers behind that the list gets another day; those on their way stay in."""
    publication = publications.open_of(session, found.id)
    items = publication_items.items_of(session, publication.id) if publication else []
    start_of_day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    turns = decide_turns(
        [c.id for c in confirmed],
        on_their_way={item.candidate_id for item in items if item.sent_at is not None},
        sent_today=publication_items.sent_since(session, found.id, start_of_day),
        daily=found.spec.daily,
    )
    most = "one new paper" if found.spec.daily == 1 else f"{found.spec.daily} new papers"
    reason = f"It waits its turn: the list takes at most {most} a day."
    waiting = [RefusedItem(candidate=c, reason=reason) for c in confirmed if c.id in turns.wait]
    return [c for c in confirmed if c.id in turns.go], waiting


def _reviewer(session: AnySession, candidate_id: int) -> str:
    said = verdicts.of_candidate(session, candidate_id)
    names = [v.user for v in said if v.kind is VerdictKind.ACCEPT and not v.is_undone]
    return names[-1] if names else ""
