"""The self-check: read the files as they will be, and doubt every entry that we wrote."""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from service.db.candidates import Candidate
from service.db.updates import EntryUpdate
from service.domain.lists import ListSpec
from service.domain.papers import title_key
from service.domain.taxonomy import Taxonomy
from service.lists import Entry, ListDocument, read_document
from service.lists.checking.findings import Finding
from service.lists.checking.lint import lint
from service.lists.reading.venues import Venue, find_venue
from service.lists.writing.unwritten import LEFT_OUT, WRITTEN
from service.publishing.mirror import Mirror
from service.workflows.publish_entry import venue_of
from service.workflows.publish_learn import Correction
from service.workflows.publish_plan import Plan, PlannedItem, RefusedItem, make_plan
from service.workflows.publish_updates import PlannedUpdate


def make_checked_plan(
    mirror: Mirror,
    spec: ListSpec,
    candidates: Sequence[Candidate],
    *,
    now: datetime,
    corrected: Sequence[Correction] = (),
    updates: Sequence[EntryUpdate] = (),
) -> Plan:
    """Make a plan in which every entry reads back as its paper; the papers for which it does not stay behind.

    Raises:
        BadInput: a file of the list cannot be read.
        EditRefused: the papers together would do more than add lines.
    """
    doubted: dict[int, RefusedItem] = {}
    while True:
        going = [c for c in candidates if c.id not in doubted]
        plan = make_plan(mirror, spec, going, now=now, corrected=corrected, updates=updates)
        documents = {
            path: read_document(data, path=path, taxonomy=spec.taxonomy)
            for path, data in plan.changed.items()
        }
        faults = find_faults(plan, documents, spec.taxonomy)
        if not faults:
            said = {path: lint(found, taxonomy=spec.taxonomy) for path, found in documents.items()}
            items = tuple(
                _with_remarks(item, [*said[item.path], *_missing(documents[item.path], item, spec.taxonomy)])
                for item in plan.items
            )
            revised = replace(plan.revised, updates=_remarked_updates(plan, said, spec.taxonomy))
            return replace(plan, items=items, refused=(*plan.refused, *doubted.values()), revised=revised)
        for item in plan.items:
            if item.candidate.id in faults:
                reason = faults[item.candidate.id]
                doubted[item.candidate.id] = RefusedItem(candidate=item.candidate, reason=reason)


def find_faults(plan: Plan, documents: Mapping[str, ListDocument], taxonomy: Taxonomy) -> dict[int, str]:
    """Return why papers must stay behind, by candidate id: the entry would say what is not so."""
    faults: dict[int, str] = {}
    for item in plan.items:
        faults.update((item.candidate.id, fault) for fault in faults_of(documents[item.path], item, taxonomy))
    return faults


def _missing(document: ListDocument, item: PlannedItem, taxonomy: Taxonomy) -> Iterator[Finding]:
    """Name the confirmed tags that the list has no way to write yet."""
    entry = _entry_of(document, item)
    for facet in taxonomy.facets:
        confirmed = item.candidate.tags.get(facet.name, ()) if facet.place in WRITTEN else ()
        for tag in confirmed:
            label = found.label if (found := facet.tag(tag)) else tag
            is_said = any(note.startswith(LEFT_OUT) and repr(label) in note for note in item.notes)
            if entry is not None and not is_said and tag not in entry.tags.get(facet.name, ()):
                yield Finding("missing-tag", item.line, tag, "confirmed, but no entry shows how to write it")


def _with_remarks(item: PlannedItem, findings: Sequence[Finding]) -> PlannedItem:
    """Add what the lint says of the new lines; the maintainer sees it in the pull request."""
    last = item.line + item.entry_text.count("\n")
    said = (f for f in findings if item.line <= f.line <= last)
    return replace(item, notes=(*item.notes, *(f"{f.text[:60]!r}: {f.reason}" for f in said)))


def _remarked_updates(
    plan: Plan, said: Mapping[str, Sequence[Finding]], taxonomy: Taxonomy
) -> tuple[PlannedUpdate, ...]:
    """Add what the lint says of entries that are brought up to date and did not say of them before."""
    paths = {update.path for update in plan.updates}
    documents = (read_document(plan.before[path], path=path, taxonomy=taxonomy) for path in paths)
    known = {(f.kind, f.text) for document in documents for f in lint(document, taxonomy=taxonomy)}
    done = []
    for update in plan.updates:
        last = update.line + update.after.strip("\r\n").count("\n")
        new = (f for f in said[update.path] if update.line <= f.line <= last)
        words = [f"{f.text[:60]!r}: {f.reason}" for f in new if (f.kind, f.text) not in known]
        done.append(replace(update, notes=(*update.notes, *words)))
    return tuple(done)


def faults_of(document: ListDocument, item: PlannedItem, taxonomy: Taxonomy) -> Iterator[str]:
    """Say what an entry would tell wrongly."""
    entry = _entry_of(document, item)
    if entry is None or not _is_same(entry, item):
        yield "The entry would not be read as this paper; add it by hand."
        return
    for facet in taxonomy.facets:
        confirmed = item.candidate.tags.get(facet.name, ())
        foreign = [t for t in entry.tags.get(facet.name, ()) if t not in confirmed]
        if foreign and facet.place in WRITTEN:
            yield f"The entry would carry the tag {foreign[0]!r}, which nobody confirmed; add it by hand."
    yield from venue_faults(item, item.entry_text.replace(entry.title, " "))


def venue_faults(item: PlannedItem, text: str) -> Iterator[str]:
    """Say which venues a text about a paper claims that the paper's own record does not state."""
    known = venue_of(item.candidate.paper.record)
    stated = find_venue(known.value) if known else None
    for claimed in _venues(text.replace(item.candidate.paper.record.title, " ")):
        if not _agree(stated, claimed):
            yield f"The entry would claim {claimed.spelled!r}, which the paper's record does not state."


def _entry_of(document: ListDocument, item: PlannedItem) -> Entry | None:
    return next((e for e in document.entries if e.first_line <= item.line <= e.last_line), None)


def _is_same(entry: Entry, item: PlannedItem) -> bool:
    record = item.candidate.paper.record
    read, meant = title_key(html.unescape(entry.title)), title_key(record.title)
    return read == meant if entry.arxiv_id is None else entry.arxiv_id == record.arxiv_id and read in meant


def _venues(text: str) -> Iterator[Venue]:
    """Return the venues of a year that a text names; preprint servers are none."""
    while (found := find_venue(text)) is not None:
        if not found.is_preprint and found.full_year is not None:
            yield found
        text = text[found.end :]


def _agree(stated: Venue | None, claimed: Venue) -> bool:
    if stated is None or stated.key != claimed.key:
        return False
    return stated.full_year in (None, claimed.full_year)
