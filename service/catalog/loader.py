"""Catalog files: from YAML to `ListSpec`, refusing whatever is not understood."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from service.catalog.nodes import Section, Value, read_yaml
from service.catalog.query import query_fault
from service.domain.lists import Channel, ListSpec, Policy
from service.domain.queue_mix import QueueOrder
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy, spelling_key
from service.errors import BadInput, NotFound

_LIST = (
    ("slug", "name", "repository", "source_name"),
    (
        "aliases",
        "paths",
        "description",
        "homepage",
        "query",
        "policy",
        "channel",
        "branch",
        "daily",
        "least",
        "order",
        "facets",
        "habits",
    ),
)
_FACET = (("name", "title", "tags"), ("definition", "place", "marker", "exclusive"))
_TAG = (("name",), ("definition", "spellings", "drifted", "cues"))
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*")
_MOST_DAILY = 1000
_SHARE = re.compile(r"0(?:\.\d+)?|1(?:\.0+)?")


def built_in_catalog() -> Path:
    """Return the folder of the founding lists' files."""
    return Path(__file__).parent


def load_catalog(folders: Sequence[Path]) -> tuple[ListSpec, ...]:
    """Read every catalog file of `folders`, in the order of the files' names.

    A file in a later folder replaces the one of the same name in an earlier folder: that is how an
    operator changes a list that came with the service. Facets and tags of one name mean the same in every
    list, so a tag without cues takes those that the first other file gives it.

    Raises:
        NotFound: a folder is not there.
        BadInput: a file cannot be understood, or two files claim one slug, alias or source name.
    """
    files: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise NotFound(f"There is no catalog folder {folder}; make it or name another.")
        files.update({path.name: path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"}})
    specs = {path: load_spec(path) for _, path in sorted(files.items())}
    _refuse_shared_names(specs)
    return _lend_cues(tuple(specs.values()))


def load_spec(path: Path) -> ListSpec:
    """Read one catalog file.

    Raises:
        BadInput: it cannot be understood; the text names the file, the line and what would be right.
    """
    section = read_yaml(path, what="a list").section(required=_LIST[0], optional=_LIST[1])
    return ListSpec(
        slug=_read_slug(section.pairs["slug"]),
        aliases=section.get("aliases", _read_aliases, ()),
        name=section.text("name"),
        repository=section.text("repository"),
        source_name=section.text("source_name"),
        paths=section.get("paths", _read_paths, ("README.md",)),
        description=section.text("description"),
        homepage=section.text("homepage"),
        query=section.get("query", _read_query, ""),
        policy=section.get("policy", lambda value: value.choice(Policy), Policy.ASK_FIRST),
        channel=section.get("channel", lambda value: value.choice(Channel), Channel.PATCH),
        branch=section.get("branch", _read_branch, "listkeeper"),
        daily=section.get("daily", lambda value: value.whole_number(least=1, most=_MOST_DAILY), 25),
        least=section.get("least", _read_least, 0.02),
        order=section.get("order", _read_order, str(QueueOrder.LIKELIEST)),
        taxonomy=Taxonomy(facets=section.get("facets", _read_facets, ())),
        habits=section.get("habits", _read_habits, {}),
    )


def _read_slug(value: Value) -> str:
    text = value.text()
    if not _SLUG.fullmatch(text):
        raise value.fail(
            f"{value.what} {text[:40]!r} must be lower-case words joined by dashes, like 'my-list'."
        )
    return text


def _read_aliases(value: Value) -> tuple[str, ...]:
    return tuple(_read_slug(item) for item in value.items())


def _read_paths(value: Value) -> tuple[str, ...]:
    paths = value.texts()
    for text in paths:
        path = PurePosixPath(text)
        if path.is_absolute() or ".." in path.parts or "\\" in text:
            raise value.fail(f"{value.what} must stay inside the repository; {text[:80]!r} does not.")
    if not paths:
        raise value.fail(f"{value.what} must name at least one file.")
    return paths


def _read_query(value: Value) -> str:
    query = value.text()
    fault = query_fault(query)
    if fault is not None:
        raise value.fail(f"{value.what} is not arXiv's syntax: {fault}.")
    return query


def _read_order(value: Value) -> str:
    return str(value.choice(QueueOrder))


def _read_least(value: Value) -> float:
    text = value.text()
    if not _SHARE.fullmatch(text):
        raise value.fail(f"{value.what} {text[:20]!r} must be a number from 0 to 1, like 0.05.")
    return float(text)


def _read_branch(value: Value) -> str:
    text = value.text()
    if not _BRANCH.fullmatch(text):
        raise value.fail(
            f"{value.what} {text[:40]!r} is no branch name; use letters, digits, '-', '_', '.' and '/'."
        )
    return text


def _read_habits(value: Value) -> dict[str, str]:
    return {name: item.text() for name, item in value.pairs().items()}


def _read_facets(value: Value) -> tuple[Facet, ...]:
    facets: dict[str, Facet] = {}
    for item in value.items():
        facet = _read_facet(replace(item, what="a facet"))
        if facet.name in facets:
            raise item.fail(f"two facets are named {facet.name!r}; rename one.")
        facets[facet.name] = facet
    return tuple(facets.values())


def _read_facet(value: Value) -> Facet:
    section = value.section(required=_FACET[0], optional=_FACET[1])
    return Facet(
        name=_read_slug(section.pairs["name"]),
        title=section.text("title"),
        definition=section.text("definition"),
        place=section.get("place", lambda item: item.choice(TagPlace), TagPlace.NOWHERE),
        marker=section.text("marker"),
        exclusive=section.get("exclusive", Value.boolean, default=False),
        tags=_read_tags(section),
    )


def _read_tags(facet: Section) -> tuple[Tag, ...]:
    tags: dict[str, Tag] = {}
    owners: dict[str, str] = {}
    for item in facet.pairs["tags"].items():
        tag = _read_tag(replace(item, what="a tag"))
        if tag.name in tags:
            raise item.fail(f"two tags of one facet are named {tag.name!r}; rename one.")
        for spelling in (tag.name, *tag.spellings, *tag.drifted):
            owner = owners.setdefault(spelling_key(spelling), tag.name)
            if owner != tag.name:
                raise item.fail(f"{spelling[:40]!r} would mean both {owner!r} and {tag.name!r}; drop one.")
        tags[tag.name] = tag
    if not tags:
        raise facet.pairs["tags"].fail("tags must name at least one tag.")
    return tuple(tags.values())


def _read_tag(value: Value) -> Tag:
    section = value.section(required=_TAG[0], optional=_TAG[1])
    return Tag(
        name=_read_slug(section.pairs["name"]),
        definition=section.text("definition"),
        spellings=section.texts("spellings"),
        drifted=section.texts("drifted"),
        cues=section.texts("cues"),
    )


def _refuse_shared_names(specs: Mapping[Path, ListSpec]) -> None:
    owners: dict[str, Path] = {}
    for path, spec in specs.items():
        for name in {spec.slug, *spec.aliases, spec.source_name}:
            owner = owners.setdefault(name, path)
            if owner != path:
                raise BadInput(f"{path} and {owner} both call a list {name!r}; rename it in one of them.")


def _lend_cues(specs: Sequence[ListSpec]) -> tuple[ListSpec, ...]:
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    for facet, tag in _facets_with_tags(specs):
        if tag.cues:
            known.setdefault((facet.name, tag.name), tag.cues)

    def lend(facet: Facet) -> Facet:
        tags = (replace(tag, cues=tag.cues or known.get((facet.name, tag.name), ())) for tag in facet.tags)
        return replace(facet, tags=tuple(tags))

    return tuple(
        replace(spec, taxonomy=Taxonomy(facets=tuple(lend(facet) for facet in spec.taxonomy.facets)))
        for spec in specs
    )


def _facets_with_tags(specs: Iterable[ListSpec]) -> Iterable[tuple[Facet, Tag]]:
    return ((facet, tag) for spec in specs for facet in spec.taxonomy.facets for tag in facet.tags)
