"""One week's issue of a list's digest, as it is kept: complete in itself, so that it never changes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from service.domain.digest import (
    ChangeKind,
    DigestChange,
    DigestItem,
    Group,
    IsoWeek,
    ItemKind,
    group_items,
    ordering_facet,
    tag_counts,
)
from service.domain.taxonomy import Facet, Tag, Taxonomy

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of a week: found by the crawl, judged by people, on the list at its end."""

    found: int
    judged: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What happened on a list in a week. `weeks` are (week, papers) pairs up to this one, for the chart."""

    slug: str
    name: str
    week: IsoWeek
    taxonomy: Taxonomy
    items: tuple[DigestItem, ...]
    changes: tuple[DigestChange, ...]
    numbers: Numbers
    weeks: tuple[tuple[str, int], ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing happened."""
        return not self.items and not self.changes

    @property
    def facet(self) -> Facet | None:
        """The facet by which the papers are grouped."""
        return ordering_facet(self.taxonomy, self.items)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The papers under headings."""
        return group_items(self.facet, self.items)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Papers per tag, facet by facet."""
        return tag_counts(self.taxonomy, self.items)

    def of_kind(self, kind: ItemKind) -> int:
        """Return how many papers came in this way."""
        return sum(1 for item in self.items if item.kind is kind)


def issue_to_mapping(issue: Issue) -> dict[str, Any]:
    """Return an issue as plain data, for the database and the API."""
    return {
        "format": FORMAT,
        "slug": issue.slug,
        "name": issue.name,
        "week": str(issue.week),
        "facets": [
            {"name": f.name, "title": f.title, "tags": [{"name": t.name, "label": t.label} for t in f.tags]}
            for f in issue.taxonomy.facets
        ],
        "items": [_plain(item) for item in issue.items],
        "changes": [_plain(change) for change in issue.changes],
        "numbers": asdict(issue.numbers),
        "weeks": [list(pair) for pair in issue.weeks],
    }


def issue_from_mapping(data: Mapping[str, Any]) -> Issue:
    """Turn what `issue_to_mapping` made into an issue."""
    return Issue(
        slug=data["slug"],
        name=data["name"],
        week=IsoWeek.parse(data["week"]),
        taxonomy=Taxonomy(facets=tuple(_facet(facet) for facet in data["facets"])),
        items=tuple(_item(item) for item in data["items"]),
        changes=tuple(_change(change) for change in data["changes"]),
        numbers=Numbers(**data["numbers"]),
        weeks=tuple((str(week), int(number)) for week, number in data["weeks"]),
    )


def _plain(value: DigestItem | DigestChange) -> dict[str, Any]:
    plain = asdict(value) | {"at": value.at.isoformat(), "kind": str(value.kind)}
    return {name: list(part) if isinstance(part, tuple) else part for name, part in plain.items()}


def _facet(data: Mapping[str, Any]) -> Facet:
    tags: Sequence[Mapping[str, str]] = data["tags"]
    return Facet(
        name=data["name"],
        title=data["title"],
        tags=tuple(Tag(name=tag["name"], spellings=(tag["label"],)) for tag in tags),
    )


def _item(data: Mapping[str, Any]) -> DigestItem:
    return DigestItem(
        **{
            **data,
            "kind": ItemKind(data["kind"]),
            "authors": tuple(data["authors"]),
            "tags": {facet: tuple(names) for facet, names in data["tags"].items()},
            "at": datetime.fromisoformat(data["at"]),
        }
    )


def _change(data: Mapping[str, Any]) -> DigestChange:
    moment = datetime.fromisoformat(data["at"])
    return DigestChange(**{**data, "kind": ChangeKind(data["kind"]), "at": moment})
