"""What a person has judged lately, with what had been proposed: for the summary of a sitting.

A sitting grows by one verdict at a time, so what was read of it before is kept in the process: the newest
rows are read each time, and all of them where those do not go on from what is known.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, Text, bindparam, cast, select
from sqlalchemy.orm import aliased

from service.db.candidates import Tags
from service.db.engine import AnySession, plain_rows
from service.db.keyset import at_most
from service.db.models import CandidateRow, ProposalRow, VerdictRow
from service.db.moments import is_reading
from service.domain.review import VerdictKind

_Key = tuple[int, int, int]  # person, list, how many verdicts
_SITTINGS = 100  # that are kept; with one more, all are read again
_WINDOW = 12  # rows that are read each time: more than one person's requests can be working on at once


@dataclass(frozen=True, slots=True)
class Judged:
    """One standing verdict, and the tags that had been proposed for its paper.

    `is_as_proposed` tells of an accepted paper whether its tags are those; None where that means nothing.
    """

    kind: VerdictKind
    given_at: datetime
    tags: Tags
    proposed: Tags | None
    is_as_proposed: bool | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.kind is VerdictKind.ACCEPT and self.proposed is not None:
            object.__setattr__(self, "is_as_proposed", _plain(self.tags) == _plain(self.proposed))


_Row = tuple[int, str]  # its id and request: after a backup was restored, ids come again


@dataclass(frozen=True, slots=True)
class _Known:
    """The newest rows, undos among them, and the standing verdicts by id, both newest first."""

    newest: tuple[_Row, ...]
    judged: dict[int, Judged]


_UNDO = aliased(VerdictRow)
_ROWS = (
    select(
        VerdictRow.id,
        VerdictRow.kind,
        VerdictRow.given_at,
        VerdictRow.request_key,
        cast(VerdictRow.tags, Text).label("tags"),
        cast(ProposalRow.proposed, Text).label("proposed"),
        VerdictRow.undoes_id,
        _UNDO.id.label("undone_by"),
    )
    .join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
    .outerjoin(_UNDO, _UNDO.undoes_id == VerdictRow.id)
    .outerjoin(ProposalRow, ProposalRow.id == VerdictRow.proposal_id)
    .where(VerdictRow.user_id == bindparam("user_id"), CandidateRow.list_id == bindparam("list_id"))
    .order_by(VerdictRow.id.desc())
)
_NEWEST = _ROWS.limit(at_most(_WINDOW))
_STANDING = _ROWS.where(VerdictRow.kind != VerdictKind.UNDO, _UNDO.id.is_(None)).limit(bindparam("most"))
_lock = Lock()
_known: WeakKeyDictionary[Pool, dict[_Key, _Known]] = WeakKeyDictionary()


def lately(session: AnySession, *, user_id: int, list_id: int, limit: int) -> list[Judged]:
    """Return a person's newest standing verdicts on a list, newest first."""
    asked = {"user_id": user_id, "list_id": list_id}
    rows = plain_rows(session, _NEWEST, asked)
    known = _of_database(session).get((user_id, list_id, limit))
    judged = _gone_on(known, rows, limit)
    if judged is None:
        judged = _judged(plain_rows(session, _STANDING, {**asked, "most": limit}))
    if is_reading(session):  # what is not committed yet may never be
        _keep(session, (user_id, list_id, limit), _Known(tuple((r.id, r.request_key) for r in rows), judged))
    return list(judged.values())


def _gone_on(known: _Known | None, rows: Sequence[Any], limit: int) -> dict[int, Judged] | None:
    """Return what is known with the rows that came since, or None where they do not follow on it."""
    if len(rows) < _WINDOW:
        return _judged(rows)
    if known is None or not known.newest:
        return None
    fresh = [row for row in rows if row.id > known.newest[0][0]]
    seen = tuple((row.id, row.request_key) for row in rows[len(fresh) :])
    taken_back = {row.undoes_id for row in fresh if row.undoes_id is not None}
    if not seen or seen != known.newest[: len(seen)] or (taken_back and len(known.judged) >= limit):
        return None
    together = {**_judged(fresh), **known.judged}
    for verdict_id in taken_back:
        together.pop(verdict_id, None)
    while len(together) > limit:
        together.popitem()
    return together


def _judged(rows: Sequence[Any]) -> dict[int, Judged]:
    return {
        row.id: Judged(VerdictKind(row.kind), row.given_at, _tags(row.tags) or {}, _tags(row.proposed))
        for row in rows
        if row.kind != VerdictKind.UNDO and row.undone_by is None
    }


def _of_database(session: AnySession) -> dict[_Key, _Known]:
    pool = session.connection().engine.pool
    with _lock:
        return _known.setdefault(pool, {})


def _keep(session: AnySession, key: _Key, known: _Known) -> None:
    found = _of_database(session)
    with _lock:
        if len(found) >= _SITTINGS:
            found.clear()
        found[key] = known


@lru_cache(maxsize=4096)
def _tags(text: str | None) -> Tags | None:
    """Read tags as the database keeps them; most papers have the tags of another one."""
    known = json.loads(text) if text else None
    return None if known is None else {facet: tuple(names) for facet, names in known.items()}


def _plain(tags: Tags) -> dict[str, frozenset[str]]:
    return {facet: frozenset(names) for facet, names in tags.items() if names}
