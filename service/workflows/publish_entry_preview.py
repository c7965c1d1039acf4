"""One paper as it would stand in the list: what the queue shows while a person decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from service.db import lists
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.domain.lists import ListSpec
from service.errors import BadInput
from service.publishing.mirror import Mirror, mirror_path, open_mirror
from service.settings import Settings
from service.workflows.publish_plan import make_plan

_KEPT = 512  # previews; a sitting looks at fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPreview:
    """The raw text of an entry, its place, and three lines above and below."""

    path: str
    line: int
    section: tuple[str, ...]
    entry_text: str
    notes: tuple[str, ...]
    context_before: tuple[str, ...]
    context_after: tuple[str, ...]


def preview_entry(
    session: AnySession,
    candidate: Candidate,
    *,
    settings: Settings,
    tags: Mapping[str, tuple[str, ...]] | None = None,
) -> EntryPreview | None:
    """Return how a paper would stand in its list, or None where that cannot be said.

    `tags` are taken instead of the confirmed ones, for a paper that is still being judged. The answer is kept
    while neither the list's head nor the tags change.
    """
    found = lists.by_id(session, candidate.list_id)
    try:
        mirror = open_mirror(mirror_path(settings.data_dir, found.slug))
    except BadInput:
        return None
    wanted = replace(candidate, tags=dict(tags)) if tags is not None else candidate
    return _entry_preview(
        _Asked(
            mirror=mirror,
            spec_text=repr(found.spec),
            paper=(candidate.id, candidate.paper.changed_at.isoformat()),
            tags=tuple(sorted((facet, tuple(names)) for facet, names in wanted.tags.items())),
            spec=found.spec,
            candidate=wanted,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a preview depends on; what is compared tells one question from another."""

    mirror: Mirror
    spec_text: str
    paper: tuple[int, str]
    tags: tuple[tuple[str, tuple[str, ...]], ...]
    spec: ListSpec = field(compare=False)
    candidate: Candidate = field(compare=False)


@lru_cache(maxsize=_KEPT)
def _entry_preview(asked: _Asked) -> EntryPreview | None:
    try:
        plan = make_plan(asked.mirror, asked.spec, [asked.candidate], now=asked.candidate.created_at)
    except BadInput:
        return None
    if not plan.items:
        return None
    item = plan.items[0]
    return EntryPreview(
        path=item.path,
        line=item.line,
        section=item.section,
        entry_text=item.entry_text,
        notes=item.notes,
        context_before=item.context_before,
        context_after=item.context_after,
    )
