"""The facts of a paper that is to be added to a list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.domain.papers import ArxivId, title_key
from service.errors import BadInput
from service.lists.reading import urls
from service.lists.reading.dates import find_date, parse_published
from service.lists.reading.venues import Venue, find_venue

_CUT_PICTURE = re.compile(r"\[?!\[([^\]]*)\]\([^)]*")  # the end of its address is missing
_OPEN_END = re.compile(r"[\s\\(\[{]+\Z")  # a hard break, or the bracket of what was cut off behind a title
_PLACES = ("tail", "badges", "after_title", "before_title")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What is known of the paper; only the title is required, and what is None is not invented.

    `tags` maps facets to tag names, or a place of the list (`tail`, `badges`, `cell:Tags`) to words as the
    maintainer would write them; `authors_text` is how the authors would be written. `today` dates hidden
    notes of lists that keep them. `alike` says of listed papers, by `Entry.key`, how alike their text is to
    this one's (a cosine of meanings), where that is known.
    """

    title: str
    arxiv_id: ArxivId | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    code_url: str | None = None
    project_url: str | None = None
    venue: str | None = None
    date_text: str | None = None
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()
    authors_text: str | None = None
    section_path: tuple[str, ...] | None = None
    abstract: str = ""
    today: date | None = None
    alike: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_mapping(cls, facts: Mapping[str, object]) -> "NewEntry":
        """Read the facts as ENTRY.json holds them.

        Raises:
            BadInput: there is no title, or a value has the wrong type.
        """
        title = facts.get("title")
        if not isinstance(title, str) or not title.strip():
            raise BadInput('The entry has no title; give at least {"title": "..."}.')
        identifier = _text(facts, "arxiv_id")
        extra = facts.get("extra")
        tags = _tags(facts.get("tags"))
        return cls(
            title=_OPEN_END.sub("", title) or title,
            arxiv_id=ArxivId.parse(identifier) if identifier else None,
            authors=_texts(facts, "authors"),
            published=_text(facts, "published"),
            url=_text(facts, "url"),
            code_url=_text(facts, "code_url"),
            project_url=_text(facts, "project_url"),
            venue=_without_label(_text(facts, "venue")),
            date_text=_text(facts, "date_text"),
            tags=tags,
            links=_links(extra.get("links") if isinstance(extra, Mapping) else None, tags.get("badges", ())),
            authors_text=_text(extra, "authors_text") if isinstance(extra, Mapping) else None,
            section_path=_texts(facts, "section_path") or None,
            abstract=_text(facts, "abstract") or "",
        )

    @property
    def key(self) -> str:
        """The paper's identity, as `Entry.key`."""
        identifier = self.paper_id
        if identifier:
            return f"arxiv:{identifier}"
        found_doi, found_review = urls.doi(self.url or ""), urls.openreview_id(self.url or "")
        return (
            f"doi:{found_doi}"
            if found_doi
            else f"openreview:{found_review}"
            if found_review
            else f"title:{title_key(self.title)}"
        )

    @property
    def paper_id(self) -> ArxivId | None:
        """The arXiv id, given or read from the address."""
        return self.arxiv_id or urls.arxiv_id(self.url or "")

    @property
    def paper_url(self) -> str | None:
        """Where the paper is."""
        return self.url or (self.arxiv_id.abs_url if self.arxiv_id else None)

    @property
    def repository(self) -> str | None:
        """`owner/name` of the code; of a work that is nothing but code, where its address leads."""
        return urls.repository(self.code_url or self.url or "")

    @property
    def venue_read(self) -> Venue | None:
        """The venue, if it is one that can be spelled in another list's form."""
        return find_venue(self.venue) if self.venue else None

    @property
    def is_published(self) -> bool:
        """Whether a venue other than a preprint server took it."""
        read = self.venue_read
        return bool(self.venue) and not (read is not None and read.is_preprint)

    @property
    def day(self) -> tuple[int, int | None, int | None] | None:
        """(year, month, day) of the first version, as far as known."""
        given = parse_published(self.published)
        if given is None and self.date_text:
            read = find_date(self.date_text)
            given = (read.year, read.month, read.day) if read else None
        if given is None and self.paper_id:
            return (*self.paper_id.month, None)
        return given


def _text(facts: Mapping[str, object], name: str) -> str | None:
    value = facts.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadInput(f"The entry's {name} must be text, not {type(value).__name__}.")
    return value


def _without_label(venue: str | None) -> str | None:
    """Return a venue without the name of its line, as in `Publisher: ICLR 2024`."""
    found = re.match(r"[^\w(]*[A-Z][a-z]{3,15}\s?[:：]\s*", venue or "")
    rest = venue[found.end() :] if venue and found else None
    return rest if rest and find_venue(rest) else venue


def _texts(facts: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = facts.get(name)
    if value is None:
        return ()
    if (
        not isinstance(value, Sequence)
        or isinstance(value, str)
        or not all(isinstance(v, str) for v in value)
    ):
        raise BadInput(f"The entry's {name} must be a list of texts.")
    return tuple(value)


def _tags(value: object) -> dict[str, tuple[str, ...]]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadInput("The entry's tags must map facets or places to lists of tags.")
    found = {}
    for name, tags in value.items():
        words = [tags] if isinstance(tags, str) else list(tags) if isinstance(tags, Sequence) else None
        if words is None or not all(isinstance(w, str) for w in words):
            raise BadInput(f"The entry's tags under {name!r} must be texts.")
        found[str(name)] = tuple(words)
    return found


def _links(value: object, badges: Sequence[str]) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(
        (_whole(str(link.get("label", "")), badges), str(link["url"]))
        for link in value
        if isinstance(link, Mapping) and link.get("url")
    )


def _whole(label: str, badges: Sequence[str]) -> str:
    """Return a label that is a picture cut off in its address as it was given elsewhere, else its words."""
    cut = _CUT_PICTURE.fullmatch(label)
    if cut is None:
        return label
    return next((badge for badge in badges if badge.startswith(label.lstrip("["))), cut[1])


def is_place(name: str) -> bool:
    """Whether a key of `tags` names a place of the list rather than a facet."""
    return name in _PLACES or re.match(r"cell:", name) is not None
