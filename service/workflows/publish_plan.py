"""What a list's files become with the confirmed papers in them: which go where, and which stay behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from service.db.candidates import Candidate
from service.db.updates import EntryUpdate
from service.domain.lists import ListSpec
from service.errors import EditRefused
from service.lists import AdditionKind, Edit, read_document
from service.lists.placing.choose_file import choose_file
from service.lists.reading.lines import decode
from service.publishing.mirror import Mirror
from service.publishing.patch import only_adds
from service.publishing.tree import read_file
from service.workflows.publish_entry import make_entry
from service.workflows.publish_insert import insert
from service.workflows.publish_learn import Correction
from service.workflows.publish_updates import PlannedUpdate, Revised, below, revise_files


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedExtra:
    """Something that may come with an entry, why, its lines, and whether it does."""

    kind: str
    words: str
    text: str
    path: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """A confirmed paper with its place: `line` counts from 1 in the file as it will be.

    `heading` is the section that is opened for it, if one is; `extras` are what may come with it.
    """

    candidate: Candidate
    path: str
    line: int
    section: tuple[str, ...]
    entry_text: str
    notes: tuple[str, ...]
    context_before: tuple[str, ...] = ()
    context_after: tuple[str, ...] = ()
    heading: str = ""
    extras: tuple[OfferedExtra, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes that a person should read: all but why the paper goes to its place."""
        return tuple(note for note in dict.fromkeys(self.notes) if not note.startswith("placed:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedItem:
    """A confirmed paper that stays behind, and why; `switched_off` is the extra that it cannot do without."""

    candidate: Candidate
    reason: str
    switched_off: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The list's files before and after, and what became of each confirmed paper."""

    base: str
    items: tuple[PlannedItem, ...]
    refused: tuple[RefusedItem, ...]
    before: Mapping[str, bytes] = field(repr=False)
    after: Mapping[str, bytes] = field(repr=False)
    revised: Revised = field(default_factory=lambda: Revised(files={}))

    @property
    def updates(self) -> tuple[PlannedUpdate, ...]:
        """The entries that are brought up to date."""
        return self.revised.updates

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not self.items and not self.updates

    @property
    def changed(self) -> dict[str, bytes]:
        """The files that are different, by path."""
        return {path: data for path, data in self.after.items() if data != self.before[path]}


def make_plan(
    mirror: Mirror,
    spec: ListSpec,
    candidates: Sequence[Candidate],
    *,
    now: datetime,
    corrected: Sequence[Correction] = (),
    updates: Sequence[EntryUpdate] = (),
) -> Plan:
    """Put each paper into the list as it is at the mirror's head; oldest arXiv id first, whoever was faster.

    `corrected` are entries of ours that the maintainers changed: new ones are written as those stand there.
    Entries with `updates` are brought up to date first.

    Raises:
        BadInput: a file of the list cannot be read.
        EditRefused: the papers together would do more than add lines.
    """
    before = {path: _read(mirror.path, mirror.head, path) for path in spec.paths}
    revised = revise_files(before, spec, updates)
    after = dict(revised.files)
    titles = _titles(before)
    items: list[PlannedItem] = []
    refused: list[RefusedItem] = []
    for candidate in sorted(candidates, key=lambda c: c.paper.record.arxiv_id):
        done = _place(mirror, spec, after, titles, candidate, now, corrected)
        if isinstance(done, RefusedItem):
            refused.append(done)
            continue
        path, edit = done
        items = [_shifted(item, path, edit) for item in items]
        revised = replace(revised, updates=tuple(below(revised.updates, path, edit.additions)))
        items.append(_planned(candidate, path, edit))
        after[path] = edit.data
    for path, data in after.items():
        if not only_adds(revised.files[path], data):
            raise EditRefused(
                f"The new entries would change lines of {path} that are there; nothing is sent."
            )
    return Plan(
        base=mirror.head,
        items=tuple(items),
        refused=tuple(refused),
        before=before,
        after=after,
        revised=revised,
    )


@lru_cache(maxsize=16)
def _read(repo: Path, head: str, path: str) -> bytes:
    """Return a file of the list at a commit, which never changes: it is read once.

    One that is no text takes no paper at all, so nobody is told one by one.
    """
    data = read_file(repo, head, path)
    decode(data, path)
    return data


def _titles(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return the titles of each file, where there are several to choose from."""
    if len(files) < 2:  # noqa: PLR2004 - nothing to choose
        return {}
    return {path: [e.title for e in read_document(data, path=path).entries] for path, data in files.items()}


def _place(
    mirror: Mirror,
    spec: ListSpec,
    files: Mapping[str, bytes],
    titles: Mapping[str, Sequence[str]],
    candidate: Candidate,
    now: datetime,
    corrected: Sequence[Correction],
) -> tuple[str, Edit] | RefusedItem:
    """Put a paper into the file that suits it best and can take it; being listed in any is enough."""
    entry = make_entry(candidate, now=now)
    reason = "The list has no file that could take it."
    possible: dict[str, Edit] = {}
    for path, data in files.items():
        theirs = tuple(each.text for each in corrected if each.path == path)
        edit = insert(mirror, spec, path, data, entry, corrected=theirs)
        if isinstance(edit, str):
            reason = edit
            continue
        if not edit.changed:
            return RefusedItem(candidate=candidate, reason=f"{path}: {'; '.join(edit.notes)}")
        possible[path] = edit
    if not possible:
        return RefusedItem(candidate=candidate, reason=reason)
    chosen = next(iter(possible))
    if len(possible) > 1:
        chosen = choose_file({path: titles[path] for path in possible}, entry.title)
    return chosen, possible[chosen]


def _planned(candidate: Candidate, path: str, edit: Edit) -> PlannedItem:
    texts = [a.text for a in edit.additions if a.kind is AdditionKind.ENTRY]
    return PlannedItem(
        candidate=candidate,
        path=path,
        line=edit.line,
        section=edit.section_path,
        entry_text="".join(texts).strip("\r\n"),
        notes=edit.notes,
        context_before=edit.context_before,
        context_after=edit.context_after,
        heading="".join(a.text for a in edit.additions if a.kind is AdditionKind.HEADING),
    )


def _shifted(item: PlannedItem, path: str, edit: Edit) -> PlannedItem:
    """Move an item down by the lines that a later edit puts above it."""
    if item.path != path:
        return item
    above = sum(len(a.lines) for a in edit.additions if a.at < item.line)
    return replace(item, line=item.line + above)
