"""Confirmed updates in a publication: which entries of the list's files are brought up to date, and how."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from service.db import updates
from service.db.engine import AnySession, WriteSession
from service.db.updates import EntryUpdate
from service.domain.lists import EntryRecord, ListSpec
from service.domain.updates import UpdateState
from service.domain.watch import UpdateKind
from service.errors import BadInput
from service.lists import Addition, read_document
from service.lists.editing.revise import Revision, revise_entry
from service.publishing.body import UpdatedItem
from service.publishing.texts import Named
from service.workflows.listed import make_records
from service.workflows.updates import put

_KEPT = 128  # answers; each holds the file as it would be


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUpdate:
    """A confirmed update with its place: `line` counts from 1 in the file as it will be."""

    update: EntryUpdate
    path: str
    line: int
    before: str
    after: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedUpdate:
    """A confirmed update that stays behind, and why."""

    update: EntryUpdate
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """A list's files with their entries brought up to date."""

    files: Mapping[str, bytes] = field(repr=False)
    updates: tuple[PlannedUpdate, ...] = ()
    refused: tuple[RefusedUpdate, ...] = ()


def confirmed_updates(session: AnySession, list_id: int) -> list[EntryUpdate]:
    """Return the confirmed updates that a list does not say yet, oldest first."""
    return updates.of_list(session, list_id, state=UpdateState.ACCEPTED)


def revise_files(files: Mapping[str, bytes], spec: ListSpec, wanted: Sequence[EntryUpdate]) -> Revised:
    """Bring entries up to date, one update after the other; what cannot be written stays behind."""
    after = dict(files)
    done: list[PlannedUpdate] = []
    refused: list[RefusedUpdate] = []
    for update in wanted:
        revision = _revise(after, spec, update)
        if isinstance(revision, str):
            refused.append(RefusedUpdate(update=update, reason=revision))
            continue
        path, made = revision
        grown = len(made.replacement.lines) - (made.replacement.last - made.replacement.first)
        done = [_moved(p, path, made.line, grown) for p in done]
        done.append(
            PlannedUpdate(update=update, path=path, line=made.line, before=made.before, after=made.after)
        )
        after[path] = made.data
    return Revised(files=after, updates=tuple(done), refused=tuple(refused))


def below(planned: Sequence[PlannedUpdate], path: str, additions: Sequence[Addition]) -> list[PlannedUpdate]:
    """Move updates down by the lines that an addition puts above them."""

    def moved(each: PlannedUpdate) -> PlannedUpdate:
        above = sum(len(a.lines) for a in additions if a.at < each.line)
        return replace(each, line=each.line + above) if each.path == path else each

    return [moved(each) for each in planned]


def updated_items(planned: Sequence[PlannedUpdate]) -> list[UpdatedItem]:
    """Return updates as the pull request tells of them."""
    return [
        UpdatedItem(
            arxiv_id=str(p.update.paper.record.arxiv_id),
            title=p.update.entry.record.title,
            change=f"{p.update.kind}: {p.update.value}" if p.update.value else str(p.update.kind),
            source="; ".join(f"{e.where}: {e.quote}" for e in p.update.evidence),
            reviewer=p.update.decided_by or "",
            notes=p.notes,
        )
        for p in planned
    ]


def named_updates(planned: Sequence[PlannedUpdate]) -> list[Named]:
    """Return the papers whose entries are brought up to date, each once, as a commit message names them."""
    records = {p.update.entry.id: p.update.entry.record for p in planned}
    return [Named(record.arxiv_id or "", record.title) for record in records.values()]


def refuse_updates(session: WriteSession, publication_id: int, *, who: str, now: datetime) -> int:
    """Dismiss, in the maintainers' name, the updates of a publication that they left out."""
    left = [
        u
        for u in updates.of_publication(session, publication_id)
        if u.landed_at is None and u.state is UpdateState.ACCEPTED
    ]
    for update in left:
        put(session, update, UpdateState.REJECTED, who=who, action="refuse", now=now)
    return len(left)


def restore_updates(session: WriteSession, publication_id: int, *, who: str, now: datetime) -> int:
    """Confirm again the updates of a publication that were dismissed in that name; return how many."""
    back = [
        u
        for u in updates.of_publication(session, publication_id)
        if u.landed_at is None and u.state is UpdateState.REJECTED and u.decided_by == who
    ]
    for update in back:
        put(session, update, UpdateState.ACCEPTED, who=who, action="restore", now=now)
    return len(back)


def _revise(files: Mapping[str, bytes], spec: ListSpec, update: EntryUpdate) -> tuple[str, Revision] | str:
    record = _find(files, spec, update)
    if record is None:
        return "The list has no such entry any more."
    data = files[record.path]
    said = f"{update.kind}\n{update.value}\n{record.first_byte}\n{record.path}\n{spec.taxonomy!r}\n"
    asked = _Asked(
        said=hashlib.sha256(said.encode() + data).hexdigest(),
        data=data,
        kind=update.kind,
        value=update.value,
        at=record.first_byte,
        path=record.path,
        spec=spec,
    )
    made = _answer(asked)
    return made if isinstance(made, str) else (record.path, made)


def _find(files: Mapping[str, bytes], spec: ListSpec, update: EntryUpdate) -> EntryRecord | None:
    documents = [read_document(data, path=path, taxonomy=spec.taxonomy) for path, data in files.items()]
    records = make_records(documents, since={}, otherwise=None, now=update.found_at)
    return next((r for r in records if r.key == update.entry.record.key), None)


def _moved(planned: PlannedUpdate, path: str, line: int, grown: int) -> PlannedUpdate:
    is_below = planned.path == path and planned.line > line
    return replace(planned, line=planned.line + grown) if is_below else planned


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question; `said` stands for all that is not compared itself."""

    said: str
    data: bytes = field(compare=False)
    kind: UpdateKind = field(compare=False)
    value: str = field(compare=False)
    at: int = field(compare=False)
    path: str = field(compare=False)
    spec: ListSpec = field(compare=False)


@lru_cache(maxsize=_KEPT)
def _answer(asked: _Asked) -> Revision | str:
    """Return the revised file, or why there is none; the same question is answered once."""
    try:
        return revise_entry(
            asked.data,
            asked.kind,
            asked.value,
            at=asked.at,
            taxonomy=asked.spec.taxonomy,
            path=asked.path,
        )
    except BadInput as exc:
        return str(exc)
