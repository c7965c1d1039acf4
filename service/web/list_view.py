"""A list's entries as its public page shows them: filtered, with what each filter would leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from service.db.lists import StoredEntry
from service.domain.taxonomy import Facet, Tag, Taxonomy
from service.web.filters import tag_pairs

Wanted = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class TagChoice:
    """A tag of the filter: how many entries it would show, and the address that switches it."""

    tag: Tag
    count: int
    is_on: bool
    query: str


@dataclass(frozen=True, slots=True)
class FacetChoices:
    """A facet of the filter."""

    facet: Facet
    choices: tuple[TagChoice, ...]


def matching(entries: Sequence[StoredEntry], wanted: Wanted, text: str) -> list[StoredEntry]:
    """Return the entries with at least one wanted tag of every facet, and with all words of the text."""
    words = text.casefold().split()
    return [e for e in entries if _has_tags(e, wanted) and _has_words(e, words)]


def make_choices(
    entries: Sequence[StoredEntry], taxonomy: Taxonomy, wanted: Wanted, text: str
) -> list[FacetChoices]:
    """Return the filter: a tag's count is what remains with it and the other facets' choices."""
    panels = []
    for facet in taxonomy.facets:
        others = {name: tags for name, tags in wanted.items() if name != facet.name}
        left = matching(entries, others, text)
        chosen = wanted.get(facet.name, ())
        choices = [
            TagChoice(
                tag=tag,
                count=sum(tag.name in e.record.tags.get(facet.name, ()) for e in left),
                is_on=tag.name in chosen,
                query=list_query(_switched(wanted, facet.name, tag.name), text),
            )
            for tag in facet.tags
        ]
        shown = tuple(c for c in choices if c.count or c.is_on)
        if shown:
            panels.append(FacetChoices(facet, shown))
    return panels


def list_query(wanted: Wanted, text: str = "") -> str:
    """Return the query of an address that shows exactly these entries."""
    pairs = ([("q", text)] if text else []) + tag_pairs(wanted)
    return f"?{urlencode(pairs)}" if pairs else ""


def _switched(wanted: Wanted, facet: str, tag: str) -> dict[str, list[str]]:
    chosen = list(wanted.get(facet, ()))
    after = [t for t in chosen if t != tag] if tag in chosen else sorted([*chosen, tag])
    return {name: list(tags) for name, tags in {**wanted, facet: after}.items() if tags}


def _has_tags(entry: StoredEntry, wanted: Wanted) -> bool:
    return all(set(tags) & set(entry.record.tags.get(facet, ())) for facet, tags in wanted.items())


def _has_words(entry: StoredEntry, words: Sequence[str]) -> bool:
    record = entry.record
    hay = f"{record.title} {record.authors_text} {record.venue} {record.arxiv_id or ''}".casefold()
    return all(word in hay for word in words)
