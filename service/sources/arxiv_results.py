"""From the `arxiv` package's results to our records: whitespace collapsed, unprintable characters gone."""

import re
import unicodedata
from datetime import datetime
from typing import Protocol

from service.domain.papers import PaperRecord, split_version
from service.errors import BadInput, SourceLied

_REORDERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # text that hides its real order


class Author(Protocol):
    """An author as the package gives one."""

    name: str


class Result(Protocol):
    """The parts of `arxiv.Result` that we use."""

    entry_id: str
    title: str
    summary: str
    published: datetime
    updated: datetime
    comment: str | None
    journal_ref: str | None
    doi: str | None
    primary_category: str
    categories: list[str]

    @property
    def authors(self) -> "list[Author]":
        """The authors, in order."""


def record_from(result: Result) -> PaperRecord:
    """Make a record.

    Raises:
        SourceLied: the entry's id is no arXiv id.
    """
    try:
        arxiv_id, version = split_version(result.entry_id)
    except BadInput as exc:
        raise SourceLied(f"arXiv gave an entry that names no paper ({result.entry_id[:80]!r}).") from exc
    return PaperRecord(
        arxiv_id=arxiv_id,
        version=version or 1,
        title=clean_text(result.title),
        abstract=clean_text(result.summary),
        authors=tuple(name for name in (clean_text(a.name) for a in result.authors) if name),
        categories=tuple(dict.fromkeys(c for c in map(clean_text, result.categories) if c)),
        primary_category=clean_text(result.primary_category) or None,
        submitted_at=result.published,
        updated_at=result.updated,
        comment=clean_text(result.comment) or None,
        journal_ref=clean_text(result.journal_ref) or None,
        doi=clean_text(result.doi) or None,
    )


def clean_text(text: str | None) -> str:
    """Return the text in one line, without control characters or marks that reorder it."""
    spaced = " ".join((text or "").split())
    if spaced.isascii() and spaced.isprintable():
        return spaced
    kept = _REORDERING.sub("", spaced)
    return "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cs", "Cn")).strip()
