"""Lists as the service knows them: where they live, what they ask of arXiv, and what they allow."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy


class Policy(StrEnum):
    """Whether the list's maintainers want publications from us."""

    INVITED = "invited"
    ASK_FIRST = "ask first"
    NEVER = "never"


class Channel(StrEnum):
    """How a publication reaches the list."""

    COPY = "copy"
    PATCH = "patch"
    BRANCH = "branch"
    PUSH = "push"
    GITHUB = "github"

    @property
    def reaches_list(self) -> bool:
        """Whether it brings anything to the list's own repository."""
        return self in (Channel.BRANCH, Channel.PUSH, Channel.GITHUB)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSpec:
    """A catalog entry: all that is needed to follow one list.

    `repository` is a URL, a path or a git bundle; `source_name` is the file name (without ending) under
    which `lists sync --from DIR` looks for it; `aliases` are short names that commands accept for the slug;
    `query` is arXiv `search_query` syntax; `daily` is what the list takes on one day at most: candidates into
    its queue, and new papers out to its repository. `least` is the relevance below which nobody's minute is
    spent on a paper, and `order` how the queue is sorted where the address says nothing.
    """

    slug: str
    name: str
    repository: str
    source_name: str
    aliases: tuple[str, ...] = ()
    paths: tuple[str, ...] = ("README.md",)
    description: str = ""
    homepage: str = ""
    query: str = ""
    policy: Policy = Policy.ASK_FIRST
    channel: Channel = Channel.PATCH
    branch: str = "listkeeper"
    daily: int = 25
    least: float = 0.02
    order: str = "likeliest"
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    habits: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRecord:
    """A paper's block in a list, as it is stored: identity, place, and the fields that pages show.

    `first_byte` and `last_byte` delimit the block in its file (half open). `links` maps a role
    (paper, code, project, ...) to addresses.
    """

    key: str
    title: str
    path: str
    position: int
    first_byte: int
    last_byte: int
    arxiv_id: str | None = None
    section: tuple[str, ...] = ()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    authors_text: str = ""
    date_text: str = ""
    venue: str = ""
    listed_at: datetime


def spec_to_mapping(spec: ListSpec) -> dict[str, Any]:
    """Return a catalog entry as plain data, for the database."""
    plain = asdict(replace(spec, taxonomy=Taxonomy()))
    plain["taxonomy"] = [asdict(facet) for facet in spec.taxonomy.facets]
    return plain


def spec_from_mapping(data: Mapping[str, Any]) -> ListSpec:
    """Turn what `spec_to_mapping` made, also in an older version of ours, into a catalog entry."""
    known = {f.name for f in fields(ListSpec)}
    plain: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known}
    facets = tuple(_facet(item) for item in data.get("taxonomy", ()))
    plain |= {
        "taxonomy": Taxonomy(facets=facets),
        "policy": Policy(data["policy"]),
        "channel": Channel(data["channel"]),
    }
    return ListSpec(**plain)


def _facet(data: Mapping[str, Any]) -> Facet:
    plain: list[dict[str, Any]] = [
        {k: tuple(v) if isinstance(v, list | tuple) else v for k, v in tag.items()} for tag in data["tags"]
    ]
    tags = tuple(Tag(**tag) for tag in plain)
    return Facet(**{**data, "place": TagPlace(data["place"]), "tags": tags})
