"""What is known of one paper's block of text in a list."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.domain.papers import ArxivId, title_key
from service.lists.reading.blocks import Block
from service.lists.reading.parts import Reading


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A link of an entry: what it is for, its label and address."""

    role: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that could not be read; `line` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an entry says, by field; nothing of it depends on the other entries."""

    title: str
    arxiv_id: ArxivId | None
    doi: str | None
    openreview_id: str | None
    links: tuple[EntryLink, ...]
    authors_text: str | None
    authors: tuple[str, ...]
    date_text: str | None
    venue: str | None
    tags: Mapping[str, tuple[str, ...]]
    unknown_tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Told):
    """A paper's block of text in a list: `data[start:end]`, lines `first_line` to `last_line` from 1."""

    start: int
    end: int
    first_line: int
    last_line: int
    section_path: tuple[str, ...]
    block: Block = field(repr=False)
    region: int = field(repr=False)
    reading: Reading = field(repr=False, compare=False)

    @property
    def key(self) -> str:
        """The paper's identity: arXiv id, else DOI, else OpenReview id, else the normalised title."""
        if self.arxiv_id:
            return f"arxiv:{self.arxiv_id}"
        if self.doi:
            return f"doi:{self.doi}"
        return f"openreview:{self.openreview_id}" if self.openreview_id else f"title:{title_key(self.title)}"
