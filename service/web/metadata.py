"""What search engines, link previews and citation managers read of a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.db.list_names import ListName
from service.db.lists import StoredList
from service.db.papers import StoredPaper
from service.domain.tex import readable

LONGEST_DESCRIPTION = 300  # characters
_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that readers find by themselves on a page."""

    media_type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A public page: its permanent path, and what is said of it elsewhere."""

    path: str
    title: str
    description: str = ""
    kind: str = "website"
    citation: tuple[tuple[str, str], ...] = ()
    feeds: tuple[FeedLink, ...] = ()

    @property
    def short(self) -> str:
        """The description, cut at a word."""
        plain = " ".join(self.description.split())
        if len(plain) <= LONGEST_DESCRIPTION:
            return plain
        return plain[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " …"


def feed_links(title: str, base: str, query: str = "") -> tuple[FeedLink, ...]:
    """Return the links to a feed in all formats; `base` is its path without the ending."""
    return tuple(FeedLink(media, title, f"{base}.{form}{query}") for form, media in _TYPES.items())


def links_of_list(found: StoredList) -> tuple[FeedLink, ...]:
    """Return the feeds of a list: what it takes in, what changes, and the digest."""
    here, name = f"/lists/{found.slug}", found.spec.name
    return (
        *feed_links(name, f"{here}/feed"),
        FeedLink(_TYPES["atom"], f"{name}: changes", f"{here}/changes.atom"),
        FeedLink(_TYPES["atom"], f"{name}: weekly digest", f"{here}/digest/feed.atom"),
    )


def links_of_all(lists: Sequence[ListName]) -> tuple[FeedLink, ...]:
    """Return one feed of every list."""
    return tuple(FeedLink(_TYPES["atom"], f.name, f"/lists/{f.slug}/feed.atom") for f in lists)


def citation_of(paper: StoredPaper) -> tuple[tuple[str, str], ...]:
    """Return a paper's `citation_*` tags, as Google Scholar and Zotero read them.

    https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    """
    record = paper.record
    pairs = [("citation_title", readable(record.title))]
    pairs += [("citation_author", name) for name in record.authors]
    if record.submitted_at is not None:
        pairs.append(("citation_publication_date", f"{record.submitted_at:%Y/%m/%d}"))
    pairs += [
        ("citation_arxiv_id", str(record.arxiv_id)),
        ("citation_pdf_url", record.arxiv_id.pdf_url),
        ("citation_doi", record.doi or ""),
        ("citation_journal_title", record.journal_ref or ""),
    ]
    return tuple((name, value) for name, value in pairs if value)
