"""What may come with an entry (a News line, a second place, numbers, a section): offered, chosen, written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from service.db import candidates as db_candidates
from service.db import ledger, publication_extras
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.db.lists import StoredList
from service.db.publication_extras import Chosen
from service.db.turns import take_list
from service.db.updates import EntryUpdate
from service.domain.lists import ListSpec
from service.domain.taxonomy import Taxonomy
from service.errors import BadInput, EditRefused, NotFound
from service.lists import Addition, AdditionKind, Habits, ListDocument, NewEntry, read_document
from service.lists.editing.extras import KINDS, PLACES, Extra, with_extras
from service.lists.editing.numbers import without_numbers
from service.lists.reading.lines import split_lines
from service.publishing.mirror import Mirror
from service.publishing.patch import only_adds
from service.workflows.publish_check import make_checked_plan
from service.workflows.publish_check_extras import extra_fault
from service.workflows.publish_entry import make_entry
from service.workflows.publish_insert import insert
from service.workflows.publish_learn import Correction
from service.workflows.publish_plan import OfferedExtra, Plan, PlannedItem, RefusedItem
from service.workflows.publish_updates import PlannedUpdate, Revised, below

HEADING = "new sections"
_SHARE = 0.4  # of a section's papers that stand in another file too
_ENOUGH = 2


def choose_extra(
    session: WriteSession,
    found: StoredList,
    candidate_id: int,
    kind: str,
    *,
    is_wanted: bool,
    by: str,
    now: datetime,
) -> None:
    """Remember whether an extra goes with a paper.

    Raises:
        NotFound: the paper is not confirmed for this list.
        BadInput: there is no such extra.
    """
    if kind not in (*KINDS, HEADING):
        raise BadInput(f"There is no extra {kind[:40]!r}; choose one of {', '.join((*KINDS, HEADING))}.")
    take_list(session, found.id)
    if candidate_id not in {c.id for c in db_candidates.accepted(session, found.id, landed=False)}:
        raise NotFound("This paper does not wait to be published to this list.")
    publication_extras.choose(session, candidate_id, kind, is_wanted=is_wanted, by=by, now=now)
    ledger.note(
        session,
        at=now,
        actor=by,
        action="extra",
        subject=f"list:{found.slug}",
        after={"candidate": candidate_id, "kind": kind, "is_wanted": is_wanted},
    )


def make_plan_with_extras(
    mirror: Mirror,
    spec: ListSpec,
    candidates: Sequence[Candidate],
    *,
    chosen: Chosen,
    now: datetime,
    corrected: Sequence[Correction] = (),
    updates: Sequence[EntryUpdate] = (),
) -> Plan:
    """Make a checked plan, with what was chosen beside the entries, and all that could be.

    Raises:
        BadInput: a file of the list cannot be read.
        EditRefused: the papers together would do more than add lines and move numbers on.
    """
    plan = make_checked_plan(mirror, spec, candidates, now=now, corrected=corrected, updates=updates)
    closed = {
        i.candidate.id: i
        for i in plan.items
        if i.heading and chosen.get(i.candidate.id, {}).get(HEADING) is False
    }
    if closed:
        others = [c for c in candidates if c.id not in closed]
        plan = make_checked_plan(mirror, spec, others, now=now, corrected=corrected, updates=updates)
        plan = replace(plan, refused=(*plan.refused, *(_closed(item) for item in closed.values())))
    files = dict(plan.after)
    items = [
        _with_offers(mirror, spec, files, item, chosen.get(item.candidate.id, {}), now) for item in plan.items
    ]
    for path, data in files.items():
        if not only_adds(without_numbers(plan.revised.files[path]), without_numbers(data)):
            raise EditRefused(f"What comes with the entries would change lines of {path}; nothing is sent.")
    return replace(plan, items=_lines_again(items, files), after=files, revised=_moved_updates(plan, files))


def _closed(item: PlannedItem) -> RefusedItem:
    section = item.section[-1] if item.section else ""
    reason = f"It needs the new section {section!r}, which is switched off."
    return RefusedItem(candidate=item.candidate, reason=reason, switched_off=HEADING)


def _with_offers(
    mirror: Mirror,
    spec: ListSpec,
    files: dict[str, bytes],
    item: PlannedItem,
    chosen: Mapping[str, bool],
    now: datetime,
) -> PlannedItem:
    """Write the extras that were chosen into `files`, but none that would say what is not so."""
    wanted = {kind for kind, is_wanted in chosen.items() if is_wanted}
    doubts: dict[str, str] = {}
    while True:
        trial = dict(files)
        done = _with_wanted(mirror, spec, trial, item, wanted - doubts.keys(), now)
        found = {e.kind: _doubt(trial, done, e, spec.taxonomy) for e in done.extras if e.is_on}
        new = {kind: fault for kind, fault in found.items() if fault is not None}
        if not new:
            files.update(trial)
            return _with_doubts(done, doubts)
        doubts |= new


def _doubt(
    files: Mapping[str, bytes], item: PlannedItem, extra: OfferedExtra, taxonomy: Taxonomy
) -> str | None:
    """Say what lines beside an entry would tell wrongly; the section that it stands in tells nothing."""
    if extra.kind == HEADING or not extra.text:
        return None
    return extra_fault(item, extra, files[extra.path], taxonomy)


def _with_doubts(item: PlannedItem, doubts: Mapping[str, str]) -> PlannedItem:
    """Tell of each extra that was wanted and is not written why that is."""
    extras = tuple(
        replace(e, words=f"{e.words}. {doubts[e.kind]}") if e.kind in doubts else e for e in item.extras
    )
    return replace(item, extras=extras)


def _with_wanted(
    mirror: Mirror,
    spec: ListSpec,
    files: dict[str, bytes],
    item: PlannedItem,
    wanted: set[str],
    now: datetime,
) -> PlannedItem:
    """Write the extras of these kinds into `files`, and tell all that could be."""
    entry = make_entry(item.candidate, now=now)
    habits = Habits.from_catalog(spec.habits)
    files[item.path], found = with_extras(
        files[item.path],
        entry,
        wanted,
        section=item.section,
        path=item.path,
        taxonomy=spec.taxonomy,
        habits=habits,
    )
    offered = [_offer(extra, item.path, wanted) for extra in found]
    if item.heading:
        words = f"the section {item.section[-1]!r} is not there yet"
        offered.insert(
            0, OfferedExtra(kind=HEADING, words=words, text=item.heading, path=item.path, is_on=True)
        )
    if habits.offers(PLACES) and PLACES not in {o.kind for o in offered}:
        offered += _other_file(mirror, spec, files, item, entry, is_on=PLACES in wanted)
    return replace(item, extras=tuple(offered))


def _offer(extra: Extra, path: str, wanted: set[str]) -> OfferedExtra:
    return OfferedExtra(
        kind=extra.kind,
        words=extra.words,
        text=extra.text.strip("\r\n"),
        path=path,
        is_on=extra.kind in wanted,
    )


def _other_file(
    mirror: Mirror,
    spec: ListSpec,
    files: dict[str, bytes],
    item: PlannedItem,
    entry: NewEntry,
    *,
    is_on: bool,
) -> list[OfferedExtra]:
    """Offer the file of the list that names most papers of the entry's section too."""
    if len(files) < 2:  # noqa: PLR2004 - no other file
        return []
    here = {key for key, section in _keys(files[item.path]) if section == item.section} - {entry.key}
    shared = {
        path: len(here & {key for key, _ in _keys(data)}) for path, data in files.items() if path != item.path
    }
    best = max(shared, key=lambda path: shared[path])
    if shared[best] <= _ENOUGH or shared[best] < _SHARE * len(here):
        return []
    edit = insert(mirror, spec, best, files[best], entry)
    if isinstance(edit, str) or not edit.changed:
        return []
    if is_on:
        files[best] = edit.data
    words = f"{shared[best]} of the {len(here)} other papers here stand in {best} too"
    text = "".join(a.text for a in edit.additions).strip("\r\n")
    return [OfferedExtra(kind=PLACES, words=words, text=text, path=best, is_on=is_on)]


def _moved_updates(plan: Plan, files: Mapping[str, bytes]) -> Revised:
    """Move the updated entries down by the lines that extras put above them."""
    updates: Sequence[PlannedUpdate] = plan.updates
    for path, data in files.items():
        if data != plan.after[path]:
            updates = below(updates, path, _additions(plan.after[path], data))
    return replace(plan.revised, updates=tuple(updates))


def _additions(before: bytes, after: bytes) -> list[Addition]:
    """Return the lines that were added between two states of a file, numbers aside."""
    old, new = (split_lines(without_numbers(data)) for data in (before, after))
    found, at = [], 0
    for line in new:
        if at < len(old) and line == old[at]:
            at += 1
        else:
            found.append(Addition(AdditionKind.ENTRY, at, (line,)))
    return found


@lru_cache(maxsize=64)
def _keys(data: bytes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the keys of a file's entries with their sections; most papers look at the same bytes."""
    return tuple((e.key, e.section_path) for e in read_document(data).entries)


def _lines_again(items: Sequence[PlannedItem], files: Mapping[str, bytes]) -> tuple[PlannedItem, ...]:
    """Find every entry again in the files as they will be."""
    if not any(extra.is_on for item in items for extra in item.extras if extra.kind != HEADING):
        return tuple(items)
    documents = {path: read_document(files[path], path=path) for path in {item.path for item in items}}
    return tuple(replace(item, line=_line_of(documents[item.path], item)) for item in items)


def _line_of(document: ListDocument, item: PlannedItem) -> int:
    key = f"arxiv:{item.candidate.paper.record.arxiv_id}"
    lines = (e.first_line for e in document.entries if e.key == key and e.section_path == item.section)
    return next(lines, item.line)
