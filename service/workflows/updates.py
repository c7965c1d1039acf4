"""Verdicts on updates: check what a person said, store it, and write it into the ledger."""

from datetime import datetime

from service.db import ledger, updates
from service.db.engine import WriteSession
from service.db.updates import EntryUpdate
from service.domain.people import User
from service.domain.updates import UpdateState, UpdateVerdict, decide_update


def decide(
    session: WriteSession,
    update_id: int,
    verdict: UpdateVerdict,
    *,
    revision: int,
    list_id: int,
    user: User,
    now: datetime,
) -> EntryUpdate:
    """Store what a person said of an update of a list, and return it as it was before.

    Raises:
        NotFound: the list has no such update.
        Conflict: it has changed since the person saw it, or the list says it already.
    """
    found = updates.claim(session, update_id, list_id=list_id)
    state = decide_update(verdict, found.standing, revision=revision)
    put(session, found, state, who=user.name, action=verdict, now=now)
    return found


def put(
    session: WriteSession, found: EntryUpdate, state: UpdateState, *, who: str, action: str, now: datetime
) -> None:
    """Put an update into a state, and write down who did."""
    updates.move(session, found, state, who=who, now=now)
    ledger.note(
        session,
        at=now,
        actor=who,
        action=f"{action} update",
        subject=f"update:{found.id} {found.entry.record.arxiv_id}",
        before={"state": found.state},
        after={"state": state, "kind": found.kind, "value": found.value},
    )
