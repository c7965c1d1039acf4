"""Bring lists up to date: mirror the repository, read its files, store the entries, see what has landed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from service.db import ledger, list_changes, lists
from service.db.engine import AnySession, WriteSession, reading, writing
from service.db.lists import Snapshot, StoredList, SyncCount
from service.domain.lists import EntryRecord, ListSpec
from service.domain.taxonomy import Taxonomy
from service.errors import BadInput, ListkeeperError
from service.lists import ListDocument, read_document
from service.lists.checking.lint_tags import find_tag_faults
from service.publishing.first_listed import first_listed
from service.publishing.mirror import Mirror, ensure_mirror, locked, mirror_path
from service.publishing.sources import ListSource, find_in_folder, find_source, is_bare_name
from service.publishing.tree import is_ancestor, read_file
from service.settings import Settings, ensure_data_dir
from service.workflows.listed import make_records
from service.workflows.publish_access import token_for
from service.workflows.publish_landed import Landing, land, settle
from service.workflows.runs import Progress, no_progress, recorded
from service.workflows.watch import watch_list


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What became of one list. `failed` says why nothing did; then all else is as it was before.

    `problems` is what could not be read, as `path:line: reason`; `landed` are the arXiv ids of confirmed
    papers that are on the list now, `removed_again` of those that were and are not any more, and `moved` of
    those that somebody put into another section.
    """

    slug: str
    name: str
    head: str | None = None
    is_changed: bool = False
    entries: int = 0
    added: int = 0
    removed: int = 0
    problems: tuple[str, ...] = ()
    landed: tuple[str, ...] = ()
    removed_again: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    failed: str | None = None


def sync_lists(
    engine: Engine,
    specs: Sequence[ListSpec],
    *,
    settings: Settings,
    now: datetime,
    from_folder: Path | None = None,
    only: Collection[str] = (),
    progress: Progress = no_progress,
) -> list[SyncReport]:
    """Sync each list, or those whose slug or alias is in `only`; one that fails does not stop the others.

    `from_folder` holds a bundle, repository or Markdown file of each list's source name.

    Raises:
        Conflict: another sync is running.
        BadInput: `only` names a list that is not in `specs`, or there is no such folder.
    """
    if from_folder is not None and not from_folder.is_dir():
        raise BadInput(f"There is no folder {from_folder}; give --from one that holds bundles or .md files.")
    chosen = _chosen(specs, only)
    reports: list[SyncReport] = []
    with recorded(engine, "sync") as run:
        for done, spec in enumerate(chosen):
            progress("Syncing lists", done, len(chosen))
            reports.append(_sync_or_record(engine, spec, settings=settings, from_folder=from_folder, now=now))
            run.say(**{spec.slug: reports[-1].failed or f"{reports[-1].entries} entries"})
        progress("Syncing lists", len(chosen), len(chosen))
    return reports


def sync_list(
    engine: Engine, spec: ListSpec, *, settings: Settings, now: datetime, source: Path | None = None
) -> SyncReport:
    """Sync one list from its repository, or from `source`, in one transaction.

    Raises:
        ListkeeperError: it cannot be taken from there; what is stored stays as it was.
    """
    place = find_source(str(source)) if source is not None else _home(spec)
    path = mirror_path(ensure_data_dir(settings), spec.slug)
    with locked(path):
        token = token_for(settings, place.where)
        mirror = ensure_mirror(path, place, file_path=spec.paths[0], token=token)
        with reading(engine) as session:
            before, changed = _known(session, spec.slug), list_changes.applied(session, spec)
        documents = read_files(mirror, changed)
        records = _records(mirror, documents, before, now)
        since = _goes_on_from(mirror, before)
        with writing(engine) as session:
            return _store(session, spec, mirror, documents, records, since, now)


def read_files(mirror: Mirror, spec: ListSpec) -> list[ListDocument]:
    """Read a list's files at the head of its mirror.

    Raises:
        BadInput: one is not there, is no plain Markdown file, is not UTF-8, or is too large.
    """
    return [
        read_document(read_file(mirror.path, mirror.head, path), path=path, taxonomy=spec.taxonomy)
        for path in spec.paths
    ]


def _chosen(specs: Sequence[ListSpec], only: Collection[str]) -> list[ListSpec]:
    names = {name: spec for spec in specs for name in (spec.slug, *spec.aliases)}
    unknown = sorted(set(only) - set(names))
    if unknown:
        known = ", ".join(spec.slug for spec in specs)
        raise BadInput(f"There is no list {unknown[0]!r} in the catalog. Lists: {known}.")
    wanted = {names[name].slug for name in only}
    return [spec for spec in specs if not wanted or spec.slug in wanted]


def _sync_or_record(
    engine: Engine, spec: ListSpec, *, settings: Settings, from_folder: Path | None, now: datetime
) -> SyncReport:
    try:
        source = Path(find_in_folder(from_folder, spec.source_name).where) if from_folder else None
        return sync_list(engine, spec, settings=settings, source=source, now=now)
    except ListkeeperError as exc:
        with writing(engine) as session:
            found = lists.ensure(session, spec, now=now)
            lists.record_problem(session, found.id, str(exc))
        return SyncReport(slug=spec.slug, name=spec.name, head=found.head, failed=str(exc))


def _home(spec: ListSpec) -> ListSource:
    """Return where a list lives; a bare file's name tells what to look for, not where."""
    if is_bare_name(spec.repository) and not Path(spec.repository).exists():
        raise BadInput(
            f"Its repository is not known, only its file: give a folder that holds {spec.repository} with "
            f"`listkeeper lists sync --list {spec.slug} --from FOLDER`, or name a repository in its "
            f"catalog entry; `listkeeper lists remove {spec.slug}` leaves the list out."
        )
    return find_source(spec.repository)


def _known(session: AnySession, slug: str) -> StoredList | None:
    return next((found for found in lists.every(session) if found.slug == slug), None)


def _records(
    mirror: Mirror, documents: Sequence[ListDocument], before: StoredList | None, now: datetime
) -> list[EntryRecord]:
    """A plain file has no history: what it held at first counts by month, what comes later from now on."""
    if mirror.is_file:
        is_first = before is None or before.synced_at is None
        return make_records(documents, since={}, otherwise=None if is_first else now, now=now)
    since = first_listed(mirror.path, mirror.head)
    return make_records(documents, since=since, otherwise=None, now=now)


def _goes_on_from(mirror: Mirror, before: StoredList | None) -> str | None:
    """Return the head that was synced last, if the list's history goes on from there."""
    head = before.head if before else None
    return head if head is not None and is_ancestor(mirror.path, head, mirror.head) else None


def _store(
    session: WriteSession,
    spec: ListSpec,
    mirror: Mirror,
    documents: Sequence[ListDocument],
    records: Sequence[EntryRecord],
    since: str | None,
    now: datetime,
) -> SyncReport:
    found = lists.ensure(session, spec, now=now)
    problems = {document.path: tuple(_problems(document, found.spec.taxonomy)) for document in documents}
    shots = [Snapshot(mirror.head, d.path, d.data, problems[d.path]) for d in documents]
    count = lists.record_sync(session, found.id, snapshots=shots, entries=records, head=mirror.head, now=now)
    files = {document.path: document.data for document in documents}
    watched = watch_list(session, lists.by_id(session, found.id), now=now)
    stored = lists.by_id(session, found.id)
    landing = land(session, stored, records, files, since=since, now=now)
    if watched.landed:
        settle(session, found.id, now)
    if found.head != mirror.head or landing.landed:
        _note(session, found, mirror, count, landing, now)
    return SyncReport(
        slug=spec.slug,
        name=spec.name,
        head=mirror.head,
        is_changed=found.head != mirror.head,
        entries=len(records),
        added=count.added,
        removed=count.removed,
        problems=tuple(f"{path}:{text}" for path, texts in problems.items() for text in texts),
        landed=tuple(landing.landed),
        removed_again=landing.removed,
        moved=tuple(landing.moved),
    )


def _problems(document: ListDocument, taxonomy: Taxonomy) -> list[str]:
    unread = [f"{problem.line}: {problem.reason}" for problem in document.problems]
    drifted = [
        f"{found.line}: {found.text!r}: {found.reason}" for found in find_tag_faults(document, taxonomy)
    ]
    return [*unread, *drifted]


def _note(
    session: WriteSession,
    found: StoredList,
    mirror: Mirror,
    count: SyncCount,
    landing: Landing,
    now: datetime,
) -> None:
    ledger.note(
        session,
        at=now,
        actor="listkeeper",
        action="sync",
        subject=f"list:{found.slug}",
        before={"head": found.head},
        after={
            "head": mirror.head,
            "added": count.added,
            "kept": count.kept,
            "removed": count.removed,
            "landed": dict(landing.landed),
            "removed_again": list(landing.removed),
            "moved": {arxiv_id: move.words for arxiv_id, move in landing.moved.items()},
        },
    )
