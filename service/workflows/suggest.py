"""Suggestions: a person, a program or anybody proposes a paper for a list's queue."""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from service.db import candidates, ledger, lists, papers, suggestions
from service.db.candidates import Candidate
from service.db.engine import AnySession, WriteSession, writing
from service.db.lists import StoredList
from service.domain.papers import ArxivId, title_key
from service.domain.people import Role, User
from service.domain.review import LONGEST_NOTE, CandidateSource
from service.errors import BadInput, Conflict, NotFound, TooMany

UNKNOWN_RELEVANCE = 0.5  # until a model has looked at the paper
EACH_HOUR = 5  # suggestions of one address that nobody knows
ALL_DAY = 200  # suggestions of all such addresses together
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


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
    _check_new(session, found, arxiv_id)
    is_reviewer = user.may(Role.REVIEWER, found.id)
    source = CandidateSource.MANUAL if is_reviewer else CandidateSource.SUGGESTION
    there = _queued(session, found, arxiv_id, source, now)
    if there is None:
        raise NotFound(f"We have not crawled {arxiv_id} yet; suggest it again tomorrow.")
    _note(session, found, arxiv_id, note, user.name, now)
    return there


def suggest_from_outside(
    session: WriteSession, found: StoredList, paper: str, *, note: str, asked_by: str, now: datetime
) -> bool:
    """Keep what somebody without an account suggests; tell whether the paper is in the queue already.

    One that is not known here yet is fetched with the next crawl. `asked_by` stands for the asker's address.

    Raises:
        BadInput: `paper` names no arXiv work, or the note is too long.
        Conflict: the list has it, or it was suggested before.
        TooMany: this address, or all together, have suggested too much lately.
    """
    arxiv_id = str(ArxivId.parse(paper))
    if len(note) > LONGEST_NOTE or "\x00" in note:
        raise BadInput(f"The note has at most {LONGEST_NOTE} characters of text; shorten it.")
    if suggestions.count_since(session, now - _HOUR, asked_by=asked_by) >= EACH_HOUR:
        raise TooMany(f"At most {EACH_HOUR} suggestions an hour; go on in an hour.")
    if suggestions.count_since(session, now - _DAY) >= ALL_DAY:
        raise TooMany("Too many suggestions came today; try again tomorrow.")
    _check_new(session, found, arxiv_id)
    if not suggestions.add(
        session, list_id=found.id, arxiv_id=arxiv_id, note=note.strip(), asked_by=asked_by, now=now
    ):
        raise Conflict(f"{arxiv_id} was suggested before; {found.spec.name}'s reviewers will look at it.")
    _note(session, found, arxiv_id, note, "a visitor", now)
    return _settle(session, found, arxiv_id, now)


def settle_suggestions(engine: Engine, *, now: datetime) -> int:
    """Put what was suggested and has been fetched since into its queue; return how many that were."""
    with writing(engine) as session:
        by_id = {each.id: each for each in lists.every(session)}
        waiting = suggestions.open_ones(session)
        in_order = sorted(waiting, key=lambda each: each.list_id)  # two at once take the lists in one order
        return sum(_settle(session, by_id[each.list_id], each.arxiv_id, now) for each in in_order)


def _settle(session: WriteSession, found: StoredList, arxiv_id: str, now: datetime) -> bool:
    if _queued(session, found, arxiv_id, CandidateSource.SUGGESTION, now) is None:
        return False
    ids = [each.id for each in suggestions.of_paper(session, found.id, arxiv_id)]
    suggestions.mark_queued(session, ids, now=now)
    return True


def _queued(
    session: WriteSession, found: StoredList, arxiv_id: str, source: CandidateSource, now: datetime
) -> Candidate | None:
    """Return the paper's candidate, made where there is none; None where the paper is not known here."""
    known = papers.by_ids(session, [arxiv_id]).get(arxiv_id)
    if known is None:
        return None
    there = next((c for c in candidates.of_paper(session, known.id) if c.list_id == found.id), None)
    if there is not None:
        return there
    candidate_id = candidates.add(
        session, list_id=found.id, paper_id=known.id, source=source, relevance=UNKNOWN_RELEVANCE, now=now
    )
    return candidates.by_id(session, candidate_id)


def _check_new(session: AnySession, found: StoredList, arxiv_id: str) -> None:
    known = papers.by_ids(session, [arxiv_id]).get(arxiv_id)
    is_listed = arxiv_id in lists.listed_ids(session, found.id)
    keys = lists.listed_title_keys(session, found.id) if known else set()
    if is_listed or (known is not None and title_key(known.record.title) in keys):
        raise Conflict(f"{found.spec.name} lists {arxiv_id} already.")


def _note(
    session: WriteSession, found: StoredList, arxiv_id: str, note: str, actor: str, now: datetime
) -> None:
    after = {"list": found.slug, "note": note}
    subject = f"paper:{arxiv_id}"
    ledger.note(session, at=now, actor=actor, action="suggest", subject=subject, after=after)
