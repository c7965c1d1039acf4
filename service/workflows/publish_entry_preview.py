"""One paper as it would stand in the list: what the queue shows while a person decides."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from service.db import lists, proposals
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.domain.lists import ListSpec
from service.domain.review import CandidateState
from service.errors import BadInput, EditRefused
from service.publishing.mirror import Mirror, mirror_path, open_mirror
from service.settings import Settings
from service.workflows.once import Once
from service.workflows.publish_check import make_checked_plan
from service.workflows.publish_ci import with_ci_breaches
from service.workflows.publish_learn import Correction, corrections
from service.workflows.publish_plan import Plan, PlannedItem

_UNREADABLE = "the copy of the list's repository here cannot be read; the next sync makes it anew."
_KEPT = 512  # previews; a sitting looks at fewer
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPreview:
    """The raw text of an entry, its place, and three lines above and below.

    `table_head` are the heading and the rule of the table that it becomes a row of, without which it cannot
    be rendered.
    """

    path: str
    line: int
    section: tuple[str, ...]
    entry_text: str
    notes: tuple[str, ...]
    context_before: tuple[str, ...]
    context_after: tuple[str, ...]
    table_head: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoEntry:
    """Why a paper would not come into the file."""

    reason: str


def preview_entry(
    session: AnySession,
    candidate: Candidate,
    *,
    settings: Settings,
    tags: Mapping[str, tuple[str, ...]] | None = None,
    found: StoredList | None = None,
    now: datetime | None = None,
) -> EntryPreview | NoEntry | None:
    """Return how a paper would stand in its list, why it would not, or None where the list was never read.

    It is planned and checked as publishing does it: what is shown is what goes. `tags` are taken instead of
    the confirmed ones, for a paper that is still being judged, and `now` as the day on which it is confirmed.
    The answer is kept while none of these changes, nor the list's head, nor what its maintainers corrected.
    """
    found = found or lists.by_id(session, candidate.list_id)
    try:
        mirror = open_mirror(mirror_path(settings.data_dir, found.slug))
    except BadInput:
        return NoEntry(_UNREADABLE) if found.synced_at else None
    is_confirmed = candidate.state is CandidateState.ACCEPTED
    confirmed_at = (candidate.decided_at if is_confirmed else now) or candidate.created_at
    given = candidate.tags if tags is None else dict(tags)
    near = proposals.near(proposals.latest_of(session, candidate.id))
    wanted = replace(candidate, tags=given, decided_at=confirmed_at, near=near)
    return _entry_preview(
        _Asked(
            mirror=mirror,
            list_mark=found.mark,
            paper=(candidate.id, candidate.paper.changed_at.isoformat()),
            tags=tuple(sorted((facet, tuple(names)) for facet, names in wanted.tags.items())),
            day=confirmed_at.date().isoformat(),
            near=tuple(sorted(near.items())),
            corrected=corrections(session, found.id),
            spec=found.spec,
            candidate=wanted,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a preview depends on; what is compared tells one question from another."""

    mirror: Mirror
    list_mark: str
    paper: tuple[int, str]
    tags: tuple[tuple[str, tuple[str, ...]], ...]
    day: str
    near: tuple[tuple[str, float], ...]
    corrected: tuple[Correction, ...]
    spec: ListSpec = field(compare=False)
    candidate: Candidate = field(compare=False)


def _make_preview(asked: _Asked) -> EntryPreview | NoEntry:
    try:
        plan = make_checked_plan(
            asked.mirror,
            asked.spec,
            [asked.candidate],
            now=asked.candidate.created_at,
            corrected=asked.corrected,
        )
    except (BadInput, EditRefused) as exc:
        return NoEntry(str(exc))
    if not plan.items:
        return NoEntry("; ".join(item.reason for item in plan.refused))
    plan, _ = with_ci_breaches(asked.mirror, plan)
    return _shown(plan, plan.items[0])


_entry_preview = Once(_make_preview, most=_KEPT)


def _shown(plan: Plan, item: PlannedItem) -> EntryPreview:
    is_row = item.entry_text.lstrip().startswith("|")
    lines = plan.after[item.path].decode("utf-8", "replace").splitlines() if is_row else []
    return EntryPreview(
        path=item.path,
        line=item.line,
        section=item.section,
        entry_text=item.entry_text,
        notes=item.notes,
        context_before=item.context_before,
        context_after=item.context_after,
        table_head=_table_head(lines, item.line),
    )


def _table_head(lines: Sequence[str], line: int) -> tuple[str, ...]:
    """Return the heading and the rule above a table's row; `line` counts from 1."""
    for number in range(min(line, len(lines)) - 1, 0, -1):
        if not lines[number].lstrip().startswith("|"):
            return ()
        if "-" in lines[number] and _RULE.fullmatch(lines[number]):
            return tuple(lines[number - 1 : number + 1])
    return ()
