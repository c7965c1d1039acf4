"""Which candidates wait for a verdict."""

from datetime import date

from sqlalchemy import ColumnElement, and_, literal_column, or_

from service.db.models import CandidateRow
from service.domain.review import UNDECIDED, CandidateState


def is_waiting(today: date) -> ColumnElement[bool]:
    """Return the condition that a candidate waits for a verdict; for the other queries of this package."""
    is_due = and_(_is_in(CandidateState.LATER), CandidateRow.due_on <= today)
    is_open = or_(_is_in(CandidateState.PENDING, CandidateState.UNSURE), is_due)
    return and_(is_open, _UNDECIDED, CandidateRow.landed_at.is_(None))


def _is_in(*states: CandidateState) -> ColumnElement[bool]:
    """Accept candidates in one of these states, written out: an index of some of them serves then."""
    return CandidateRow.state.in_([literal_column(f"'{state}'") for state in states])


# What the index of those that wait says, word by word: else neither database sees that it may be used.
_UNDECIDED = _is_in(*UNDECIDED)
