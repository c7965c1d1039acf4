"""A list's entries as its public page shows them: filtered, with what each filter would leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from service.db.lists import StoredEntry
from service.domain.searches import words_of
from service.domain.selections import Selection
from service.domain.taxonomy import Facet, Tag, Taxonomy


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


def matching(entries: Sequence[StoredEntry], wanted: Selection) -> list[StoredEntry]:
    """Return the entries with at least one wanted tag of every facet, and with all words of the text."""
    return [e for e in entries if _has_tags(e, wanted) and _has_words(e, wanted.words)]


def make_choices(
    entries: Sequence[StoredEntry], taxonomy: Taxonomy, wanted: Selection, sort: str
) -> list[FacetChoices]:
    """Return the filter: a tag's count is what remains with it and the other facets' choices."""
    panels = []
    for facet in taxonomy.facets:
        others = tuple(pair for pair in wanted.tags if pair[0] != facet.name)
        left = matching(entries, Selection(others, wanted.words))
        chosen = wanted.facets.get(facet.name, ())
        choices = [
            TagChoice(
                tag=tag,
                count=sum(tag.name in e.record.tags.get(facet.name, ()) for e in left),
                is_on=tag.name in chosen,
                query=list_query(_switched(wanted, taxonomy, facet.name, tag.name), sort),
            )
            for tag in facet.tags
        ]
        shown = tuple(c for c in choices if c.count or c.is_on)
        if shown:
            panels.append(FacetChoices(facet, shown))
    return panels


def list_query(wanted: Selection, sort: str = "newest", before: int = 0) -> str:
    """Return the query of an address that shows exactly these entries; what is as usual is left out."""
    pairs = wanted.pairs + ([("sort", sort)] if sort != "newest" else [])
    pairs += [("before", str(before))] if before else []
    return f"?{urlencode(pairs)}" if pairs else "?" if before else ""


def export_query(wanted: Selection) -> str:
    """Return the query of an export with the same tags; exports know no words."""
    conditions = ",".join(f"{facet}:{'|'.join(names)}" for facet, names in wanted.tags)
    return f"?{urlencode({'filter': conditions})}" if conditions else ""


def words_in(entries: Sequence[StoredEntry]) -> set[str]:
    """Return the words of titles and authors."""
    texts = (f"{entry.record.title} {entry.record.authors_text}".casefold() for entry in entries)
    return {word for text in texts for word in words_of(text)}


def _switched(wanted: Selection, taxonomy: Taxonomy, facet: str, tag: str) -> Selection:
    chosen = wanted.facets
    own = chosen.get(facet, [])
    chosen[facet] = [t for t in own if t != tag] if tag in own else sorted([*own, tag])
    in_order = [(f.name, tuple(chosen.get(f.name, ()))) for f in taxonomy.facets]
    return Selection(tuple(pair for pair in in_order if pair[1]), wanted.words)


def _has_tags(entry: StoredEntry, wanted: Selection) -> bool:
    return all(set(tags) & set(entry.record.tags.get(facet, ())) for facet, tags in wanted.tags)


def _has_words(entry: StoredEntry, words: Sequence[str]) -> bool:
    record = entry.record
    hay = f"{record.title} {record.authors_text} {record.venue} {record.arxiv_id or ''}".casefold()
    return all(word in hay for word in words)
