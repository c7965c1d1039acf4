"""The outbox: one row for each letter, so that none is forgotten and an issue is sent to nobody twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, literal, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.db.digests import DigestIssue
from service.db.engine import POSTGRES, AnySession, WriteSession, dialect_of
from service.db.models import DigestIssueRow, LetterRow, SubscriberRow
from service.domain.letters import SubscriberName

_COLUMNS = ["subscriber_id", "issue_id", "state", "attempts", "next_attempt_at", "problem"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that waits to be sent; without an issue it asks for confirmation."""

    id: int
    subscriber: SubscriberName
    address: str
    list_id: int
    issue: DigestIssue | None
    attempts: int


def plan_question(session: WriteSession, subscriber_id: int, *, now: datetime) -> None:
    """Plan the letter that asks whether the address is its owner's."""
    session.add(
        LetterRow(
            subscriber_id=subscriber_id,
            issue_id=None,
            state="planned",
            attempts=0,
            next_attempt_at=now,
            problem=None,
        )
    )


def plan_issue(session: WriteSession, issue: DigestIssue, *, now: datetime) -> None:
    """Plan an issue's letters to all who had confirmed before it was made and have none yet."""
    has_letter = exists().where(LetterRow.subscriber_id == SubscriberRow.id, LetterRow.issue_id == issue.id)
    moment = literal(now, type_=LetterRow.next_attempt_at.type)
    chosen = select(
        SubscriberRow.id, literal(issue.id), literal("planned"), literal(0), moment, null()
    ).where(
        SubscriberRow.list_id == issue.list_id,
        SubscriberRow.state == "active",
        SubscriberRow.confirmed_at <= issue.made_at,
        ~has_letter,
    )
    staying = chosen.with_for_update(of=SubscriberRow, read=True, key_share=True)  # nobody leaves meanwhile
    insert = postgresql.insert if dialect_of(session) == POSTGRES else sqlite.insert
    session.execute(insert(LetterRow).from_select(_COLUMNS, staying).on_conflict_do_nothing())


def issues_since(session: AnySession, moment: datetime) -> list[DigestIssue]:
    """Return the issues that were made since a moment, in order."""
    query = select(DigestIssueRow).where(DigestIssueRow.made_at >= moment).order_by(DigestIssueRow.id)
    return [_to_issue(row) for row in session.scalars(query)]


def due(session: AnySession, *, now: datetime, most: int) -> list[Letter]:
    """Return letters whose time has come: questions first, then the oldest."""
    query = (
        select(LetterRow, SubscriberRow, DigestIssueRow)
        .join(SubscriberRow, LetterRow.subscriber_id == SubscriberRow.id)
        .outerjoin(DigestIssueRow, LetterRow.issue_id == DigestIssueRow.id)
        .where(LetterRow.state == "planned", LetterRow.next_attempt_at <= now)
        .order_by(LetterRow.issue_id.is_not(None), LetterRow.id)
        .limit(most)
    )
    return [
        Letter(
            letter.id,
            SubscriberName(person.id, person.asked_at),
            person.address,
            person.list_id,
            _to_issue(issue) if letter.issue_id is not None else None,
            letter.attempts,
        )
        for letter, person, issue in session.execute(query)
    ]


def mark_sent(session: WriteSession, letter_id: int) -> None:
    """Remember that the mail server took a letter."""
    session.execute(update(LetterRow).where(LetterRow.id == letter_id).values(state="sent", problem=None))


def put_off(session: WriteSession, letter_id: int, *, until: datetime | None, problem: str) -> None:
    """Remember that a letter was not taken; without a moment to try again it is given up."""
    values = {"attempts": LetterRow.attempts + 1, "problem": problem}
    kept = values | ({"next_attempt_at": until} if until else {"state": "failed"})
    session.execute(update(LetterRow).where(LetterRow.id == letter_id).values(kept))


def _to_issue(row: DigestIssueRow) -> DigestIssue:
    return DigestIssue(row.id, row.list_id, row.year, row.week, row.content, row.made_at)
