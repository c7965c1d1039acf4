"""Lists as the service knows them: where they live, what they ask of arXiv, and what they allow."""

from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.taxonomy import Taxonomy


class Policy(StrEnum):
    """Whether the list's maintainers want publications from us."""

    INVITED = "invited"
    ASK_FIRST = "ask first"
    NEVER = "never"


class Channel(StrEnum):
    """How a publication reaches the list."""

    PATCH = "patch"
    BRANCH = "branch"
    GITHUB = "github"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSpec:
    """A catalog entry: all that is needed to follow one list.

    `repository` is a URL, a path or a git bundle; `source_name` is the file name (without ending) under
    which `lists sync --from DIR` looks for it; `aliases` are short names that commands accept for the slug;
    `query` is arXiv `search_query` syntax; `daily` is how many candidates a day the list's queue is meant to
    receive at most.
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
    taxonomy: Taxonomy = field(default_factory=Taxonomy)
    habits: dict[str, str] = field(default_factory=dict)
