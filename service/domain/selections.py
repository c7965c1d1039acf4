"""What a reader picks of a list: tags, facet by facet, and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from service.domain.taxonomy import Taxonomy
from service.errors import BadInput

LONGEST_TEXT = 200  # characters
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Selection:
    """One of the tags of every facet named here, and all of the words; nothing named picks everything."""

    tags: tuple[tuple[str, tuple[str, ...]], ...] = ()
    words: tuple[str, ...] = ()

    @property
    def facets(self) -> dict[str, list[str]]:
        """The tags by facet."""
        return {facet: list(names) for facet, names in self.tags}

    @property
    def text(self) -> str:
        """The words as they are typed."""
        return " ".join(self.words)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The selection as the pairs of an address, always in the same order."""
        found = [("q", self.text)] if self.words else []
        return found + [(facet, name) for facet, names in self.tags for name in names]

    @property
    def query(self) -> str:
        """The selection as the query of an address, with its question mark; empty if it picks everything."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""

    def is_empty(self) -> bool:
        """Tell whether everything is picked."""
        return not self.tags and not self.words


def parse_selection(taxonomy: Taxonomy, given: Mapping[str, Sequence[str]], text: str = "") -> Selection:
    """Read tags by facet and words; equal selections are equal in whatever order they were written.

    Raises:
        BadInput: a facet has no such tag, and the text names those that it has; or there are too many words.
    """
    tags = []
    for facet in taxonomy.facets:
        names = tuple(sorted({name for name in given.get(facet.name, ()) if name}))
        for name in names:
            if facet.tag(name) is None:
                known = ", ".join(tag.name for tag in facet.tags)
                raise BadInput(f"{facet.title} has no tag {name[:60]!r}; it has: {known}.")
        if names:
            tags.append((facet.name, names))
    words = tuple(dict.fromkeys(text.casefold().split()))
    if len(text) > LONGEST_TEXT or len(words) > MOST_WORDS:
        raise BadInput(f"At most {MOST_WORDS} words can be looked for in a list; leave some out.")
    if not " ".join(words).isprintable():
        raise BadInput("The words hold characters that cannot be seen; take them out.")
    return Selection(tuple(tags), words)
