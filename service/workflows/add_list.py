"""Add a list that nobody has described: read it, and write its catalog entry for a person to look over."""

import os
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sqlalchemy import Engine

from service.catalog import load_spec
from service.catalog.draft import render_spec
from service.db import papers
from service.db.engine import reading
from service.domain.lists import ListSpec
from service.domain.taxonomy import Taxonomy
from service.errors import BadInput, Conflict, ListkeeperError
from service.lists import Habits, ListDocument, learn_habits, past_additions
from service.lists.found_facets import make_slug
from service.lists.onboard import Description, KnownPaper, describe
from service.publishing.history import read_revisions
from service.publishing.mirror import Mirror, ensure_mirror, locked, mirror_path
from service.publishing.sources import ListSource, SourceKind, find_source
from service.settings import Settings, ensure_data_dir
from service.workflows.catalog import known_specs, own_catalog
from service.workflows.read_stranger import Stranger, read_stranger

_BACKGROUND = 3000  # papers that are not listed, to tell what a query lets through besides
_DAILY = 15


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
    habits: Habits = Habits()
    unsure: tuple[str, ...] = ()


def add_list(
    engine: Engine,
    settings: Settings,
    source: str,
    *,
    slug: str | None = None,
    paths: Sequence[str] = (),
    is_anew: bool = False,
) -> Added:
    """Describe the list at an address, in a folder, a bundle or a Markdown file, and write its catalog entry.

    A list that has an entry keeps it, unless `is_anew` asks for another: then the old file stays beside the
    new one, with the ending `.before`.

    Raises:
        BadInput: there is no list, its name is taken, or its entry came with the service.
        EditRefused: a program writes the list.
        PublishError: its repository cannot be reached.
    """
    place = find_source(source)
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
    mirror, stranger = _read(settings, place, spec, paths)
    described = _describe(engine, stranger.documents)
    habits = _habits(mirror, stranger.documents[0])
    spec = _filled(spec, described)
    path = folder / f"{spec.slug}.yaml"
    unsure = (*stranger.unsure, *described.unsure)
    _write(path, _render(spec, described, habits, unsure))
    return Added(
        spec=spec,
        catalog_path=path,
        is_new=True,
        entries=described.entries,
        recall=described.query.recall,
        measured_on=described.measured_on,
        passed=described.query.passed,
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


def _render(spec: ListSpec, found: Description, habits: Habits, unsure: Sequence[str]) -> str:
    files = f"{found.entries} entries in {', '.join(found.paths)}"
    recall = f"Recalls {found.query.recall:.0%} of {found.measured_on}"
    passed = (
        f", and lets {found.query.passed:.1%} of all known papers through"
        if found.query.passed is not None
        else ""
    )
    rules = [f"  {_quoted(section)}: {rule}" for section, rule in list(habits.order.items())[:20]]
    return render_spec(
        spec,
        remarks=[
            f"Written by `listkeeper lists add` from what the list shows: {files}. Look it over; what is wrong "
            "here is wrong in the queue. Nothing is sent to the list while its policy is `ask first`.",
            *(["What it is unsure of:", *(f"- {doubt}" for doubt in unsure)] if unsure else []),
        ],
        about_query=[f"{recall}{passed}."],
        about_habits=[
            "How the list is kept, as learned; every insertion learns it again from the newest history:",
            *(f"- {name}: {words}" for name, words in habits.words.items()),
            *(
                ["To fix an order instead of learning it, take the comment signs away:", "habits:", *rules]
                if rules
                else []
            ),
        ],
        counts={(f.name, t.name): t.count for f in found.facets for t in f.tags},
    )


def _quoted(section: str) -> str:
    return "'" + section.replace("'", "''") + "'"


def _write(path: Path, text: str) -> None:
    """Put the entry in place whole, after it was read back; an older one is kept beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    try:
        load_spec(new)
    except ListkeeperError:
        new.unlink()
        raise
    if path.exists():
        os.replace(path, path.with_suffix(".yaml.before"))
    os.replace(new, path)
