"""Add a list that nobody has described: read it, and write its catalog entry for a person to look over."""

import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from service.catalog import built_in_catalog, load_spec
from service.db import papers
from service.db.engine import reading, writing
from service.domain.lists import ListSpec
from service.domain.papers import ArxivId
from service.domain.taxonomy import Taxonomy
from service.errors import BadInput, Conflict, ListkeeperError, SourceError
from service.lists import Habits, ListDocument, learn_habits, past_additions
from service.lists.onboarding.found_facets import make_slug
from service.lists.onboarding.onboard import Description, KnownPaper, describe
from service.publishing.history import read_revisions
from service.publishing.mirror import Mirror, ensure_mirror, locked, mirror_path
from service.publishing.sources import ListSource, SourceKind, find_source, require_repository
from service.settings import Settings, ensure_data_dir
from service.sources.base import Found
from service.workflows.catalog import known_specs, own_catalog, removed_path
from service.workflows.list_draft import recall_in_words, write_draft
from service.workflows.read_stranger import Stranger, read_stranger

_BACKGROUND = 3000  # papers that are not listed, to tell what a query lets through besides
_DAILY = 15
_SHOWN = 8  # unknown ids named


class Listed(Protocol):
    """A source that knows papers by their ids."""

    def fetch_ids(self, ids: Iterable[ArxivId]) -> Found:
        """Return the papers of these ids, and the ids that the source does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of it: `is_new` says that the catalog entry was written now; else it was there already."""

    spec: ListSpec
    catalog_path: Path
    is_new: bool
    entries: int = 0
    recall: float = 0.0
    measured_on: str = ""
    passed: float | None = None
    about_query: str = ""
    habits: Habits = field(default_factory=Habits)
    unsure: tuple[str, ...] = ()


def add_list(
    engine: Engine,
    settings: Settings,
    source: str,
    *,
    slug: str | None = None,
    paths: Sequence[str] = (),
    is_anew: bool = False,
    arxiv: Listed | None = None,
    now: datetime,
) -> Added:
    """Describe the list at an address, in a folder, a bundle or a Markdown file, and write its catalog entry.

    A list that has an entry keeps it, unless `is_anew` asks for another: then the old file stays beside the
    new one, with the ending `.before`. `arxiv` is asked for the listed papers that are not known yet.

    Raises:
        BadInput: there is no list or no repository, its name is taken, or its entry came with the service.
        EditRefused: a program writes the list.
        PublishError: its repository cannot be reached.
    """
    place = find_source(source)
    require_repository(place)
    spec = _first_spec(place, slug)
    known = _find_known(known_specs(settings), spec)
    folder = own_catalog(settings)
    if known is not None:
        path = folder / f"{known.slug}.yaml"
        if not path.exists():
            raise Conflict(
                f"The catalog knows this list already, as {known.slug}; `listkeeper lists sync` reads it."
            )
        if not is_anew:
            return Added(spec=known, catalog_path=path, is_new=False)
        spec = replace(spec, slug=known.slug)
    elif not is_anew and (restored := _restore(settings, spec)):
        return restored
    mirror, stranger = _read(settings, place, spec, paths)
    unanswered = _ask(engine, stranger.documents, arxiv, now) if arxiv else ()
    described = _describe(engine, stranger.documents)
    habits = _habits(mirror, stranger.documents[0])
    spec = _filled(spec, described)
    path = folder / f"{spec.slug}.yaml"
    unsure = (*stranger.unsure, *unanswered, *described.unsure)
    write_draft(path, spec, described, habits, unsure)
    return Added(
        spec=spec,
        catalog_path=path,
        is_new=True,
        entries=described.entries,
        recall=described.query.recall,
        measured_on=described.measured_on,
        passed=described.query.passed,
        about_query=recall_in_words(described.query, described.measured_on),
        habits=habits,
        unsure=unsure,
    )


def _first_spec(place: ListSource, slug: str | None) -> ListSpec:
    """Return what the place alone says of a list: its names and where it lives."""
    parts = [p for p in re.split(r"[/:\\]", place.where) if p]
    stem = re.sub(r"\.(git|bundle|md|markdown|mdown|mkd)$", "", parts[-1], flags=re.IGNORECASE)
    is_address = place.kind is SourceKind.ADDRESS
    owned = f"{parts[-2]}__{stem}" if is_address and len(parts) > 2 else stem  # noqa: PLR2004 - scheme, host, owner
    name = stem.rsplit("__", 1)[-1]
    if slug is not None and make_slug(slug) != slug:
        raise BadInput(f"{slug[:40]!r} is no slug; give lower-case words joined by dashes, like 'my-list'.")
    return ListSpec(
        slug=slug or make_slug(name),
        name=re.sub(r"[-_]+", " ", name).strip() or name,
        repository=place.where,
        source_name=owned,
        homepage=place.where.removesuffix(".git") if place.where.startswith("http") else "",
        paths=(f"{stem}{Path(place.where).suffix}",) if place.kind is SourceKind.FILE else ("README.md",),
        daily=_DAILY,
    )


def _find_known(specs: Iterable[ListSpec], new: ListSpec) -> ListSpec | None:
    for spec in specs:
        if _address(spec.repository) == _address(new.repository) or spec.source_name == new.source_name:
            return spec
        if new.slug in (spec.slug, *spec.aliases):
            raise Conflict(
                f"The catalog has another list {new.slug!r} ({spec.repository}); give this one a --slug."
            )
    return None


def _restore(settings: Settings, new: ListSpec) -> Added | None:
    """Take a list that was removed back, with the entry that it had."""
    removed = removed_path(settings, new.slug)
    if not removed.exists():
        return None
    path = own_catalog(settings) / removed.name
    if (built_in_catalog() / removed.name).exists():
        removed.unlink()
        path = built_in_catalog() / removed.name
    else:
        removed.replace(path)
    return Added(spec=load_spec(path), catalog_path=path, is_new=False)


def _address(repository: str) -> str:
    return re.sub(r"^https?://(www\.)?|\.git$|/+$", "", repository.casefold().rstrip("/"))


def _read(
    settings: Settings, place: ListSource, spec: ListSpec, paths: Sequence[str]
) -> tuple[Mirror, Stranger]:
    """Fetch the repository to where `sync` will look for it, and read it; a refused one leaves nothing."""
    where = mirror_path(ensure_data_dir(settings), spec.slug)
    was_there = where.exists()
    with locked(where):
        try:
            token = settings.github_token.get_secret_value()
            mirror = ensure_mirror(where, place, file_path=spec.paths[0], token=token)
            return mirror, read_stranger(mirror, paths)
        except ListkeeperError:
            if not was_there:
                shutil.rmtree(where, ignore_errors=True)
            raise


def _ask(engine: Engine, documents: Sequence[ListDocument], arxiv: Listed, now: datetime) -> tuple[str, ...]:
    """Store what arXiv says of the listed papers; an arXiv that does not answer is a doubt, not an end."""
    ids = {str(e.arxiv_id) for d in documents for e in d.entries if e.arxiv_id}
    with reading(engine) as session:
        missing = sorted(ArxivId(i) for i in ids - set(papers.by_ids(session, ids)))
    try:
        found = arxiv.fetch_ids(missing) if missing else None
    except SourceError as exc:
        return (f"arXiv could not be asked about the listed papers ({str(exc).rstrip('.')})",)
    if found is None:
        return ()
    with writing(engine) as session:
        papers.store(session, found.records, now=now)
    unknown = [str(i) for i in found.unknown]
    some = ", ".join(unknown[:_SHOWN]) + (", …" if len(unknown) > _SHOWN else "")
    return (f"arXiv does not know {len(unknown)} of the listed ids: {some}",) if unknown else ()


def _describe(engine: Engine, documents: Sequence[ListDocument]) -> Description:
    ids = {str(e.arxiv_id) for d in documents for e in d.entries if e.arxiv_id}
    with reading(engine) as session:
        known = papers.by_ids(session, ids)
        others = papers.sample(session, without=ids, limit=_BACKGROUND)
    return describe(
        documents,
        {i: KnownPaper(p.record.title, p.record.abstract, p.record.categories) for i, p in known.items()},
        [f"{p.record.title} {p.record.abstract}" for p in others],
    )


def _habits(mirror: Mirror, document: ListDocument) -> Habits:
    history = (
        ()
        if mirror.is_file
        else past_additions(read_revisions(mirror.path, document.path, revision=mirror.head))
    )
    return learn_habits(document, history)


def _filled(spec: ListSpec, found: Description) -> ListSpec:
    return replace(
        spec,
        paths=found.paths,
        query=found.query.search_query(),
        taxonomy=Taxonomy(facets=tuple(f.facet for f in found.facets)),
    )
