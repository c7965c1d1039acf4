"""The self-check of what comes with an entry (a News line, a second place), and of the files as a whole."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from service.domain.taxonomy import Taxonomy
from service.lists import read_document
from service.lists.checking.findings import Finding
from service.lists.checking.lint import lint
from service.lists.editing.extras import NEWS
from service.workflows.publish_check import faults_of, venue_faults
from service.workflows.publish_ci import Lines, lines_of, lines_of_update, places
from service.workflows.publish_plan import OfferedExtra, Plan, PlannedItem

_HEAD = b"# List\n\n"  # News is no part of the list: its line is read alone


def extra_fault(item: PlannedItem, extra: OfferedExtra, data: bytes, taxonomy: Taxonomy) -> str | None:
    """Say why lines that were written beside an entry into a file (`data`) must not be; None if they may."""
    if extra.kind == NEWS:
        return next(venue_faults(item, extra.text), None)
    line = min(places(data, extra.text), default=None)
    if line is None:
        return None
    beside = replace(item, path=extra.path, line=line, entry_text=extra.text)
    return next(faults_of(read_document(data, path=extra.path, taxonomy=taxonomy), beside, taxonomy), None)


def with_findings(plan: Plan, taxonomy: Taxonomy) -> tuple[Plan, tuple[str, ...]]:
    """Remark on the lines beside entries as on the entries, and tell what else the lint has come to mind."""
    new = {path: _new_findings(plan, path, taxonomy) for path in plan.changed}
    items = tuple(_with_remarks(plan, item, new, taxonomy) for item in plan.items)
    ours = [*(lines_of(plan, item) for item in plan.items), *map(lines_of_update, plan.updates)]
    told = [
        f"The lint minds line {found.line} of {path} now: {_words(found)}"
        for path, findings in new.items()
        for found in findings
        if not any(found.line in lines.get(path, ()) for lines in ours)
    ]
    return replace(plan, items=items), tuple(told)


def _new_findings(plan: Plan, path: str, taxonomy: Taxonomy) -> list[Finding]:
    known = {(f.kind, f.text) for f in _findings(plan.before[path], path, taxonomy)}
    return [f for f in _findings(plan.after[path], path, taxonomy) if (f.kind, f.text) not in known]


def _with_remarks(
    plan: Plan, item: PlannedItem, new: dict[str, list[Finding]], taxonomy: Taxonomy
) -> PlannedItem:
    beside = _beside(plan, item)
    said = [f for path, lines in beside.items() for f in new.get(path, ()) if f.line in lines]
    for extra in item.extras:
        if extra.is_on and extra.kind == NEWS:
            said += _findings(_HEAD + extra.text.encode(), extra.path, taxonomy)
    return replace(item, notes=(*item.notes, *map(_words, said))) if said else item


def _beside(plan: Plan, item: PlannedItem) -> Lines:
    """Return the lines of what comes with an entry; the entry itself was looked at before."""
    alone = lines_of(plan, replace(item, extras=()))
    return {path: lines - alone.get(path, frozenset()) for path, lines in lines_of(plan, item).items()}


@lru_cache(maxsize=8)
def _findings(data: bytes, path: str, taxonomy: Taxonomy) -> Sequence[Finding]:
    return lint(read_document(data, path=path, taxonomy=taxonomy), taxonomy=taxonomy)


def _words(found: Finding) -> str:
    return f"{found.text[:60]!r}: {found.reason}"
