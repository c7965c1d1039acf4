"""A list's facets and tags, with their definitions, spellings and rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class TagPlace(StrEnum):
    """Where a list writes a facet's tags."""

    BADGE = "badge"
    HEADING = "heading"
    TAIL = "tail"
    CELL = "cell"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One answer to a facet's question.

    `name` is shared by all lists that mean the same; `spellings` are this list's own words, the one to
    write first; `cues` are phrases that give the tag away in a title or abstract; `drifted` are spellings
    that occur in the list by mistake: read, reported, never written.
    """

    name: str
    definition: str = ""
    spellings: tuple[str, ...] = ()
    drifted: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The list's own word for the tag."""
        return self.spellings[0] if self.spellings else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A question of the taxonomy. `marker` identifies its badges (their colour or label)."""

    name: str
    title: str
    tags: tuple[Tag, ...]
    exclusive: bool = False
    place: TagPlace = TagPlace.NOWHERE
    marker: str = ""
    definition: str = ""

    def tag(self, name: str) -> Tag | None:
        """Return the tag of that name, if the facet has it."""
        return next((t for t in self.tags if t.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """All facets of a list, in the order in which the list writes them."""

    facets: tuple[Facet, ...] = ()
    _by_spelling: Mapping[str, tuple[tuple[str, str], ...]] = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, list[tuple[str, str]]] = {}
        for facet in self.facets:
            for tag in facet.tags:
                for text in {spelling_key(s) for s in (tag.name, *tag.spellings, *tag.drifted)}:
                    found.setdefault(text, []).append((facet.name, tag.name))
        object.__setattr__(self, "_by_spelling", {k: tuple(v) for k, v in found.items()})
        object.__setattr__(self, "_hash", hash(self.facets))

    def __hash__(self) -> int:
        """Return the hash that was worked out once: what is read with a taxonomy is remembered by it."""
        return self._hash

    def facet(self, name: str) -> Facet | None:
        """Return the facet of that name, if the taxonomy has it."""
        return next((f for f in self.facets if f.name == name), None)

    def read(self, text: str, *, facet: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the (facet, tag) pairs that a list's spelling stands for; empty if it is unknown."""
        found = self._by_spelling.get(spelling_key(text), ())
        return tuple(pair for pair in found if facet in (None, pair[0]))

    def today(self, said: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
        """Return tags that were said under an older taxonomy as this one reads them; the rest is left out."""
        read: dict[str, list[str]] = {}
        for facet in self.facets:
            for name in said.get(facet.name, ()):
                known = [name] if facet.tag(name) else [tag for _, tag in self.read(name, facet=facet.name)]
                read.setdefault(facet.name, []).extend(known)
        return self.normalise(read)

    def once_called(self, facet: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return the keys of the words that are read as one of these tags, but are no tag of today.

        What was proposed under such a word, before a merge, counts as proposed for the tag.
        """
        found = self.facet(facet)
        tags = [tag for name in names if found and (tag := found.tag(name))]
        keys = {spelling_key(word) for tag in tags for word in (*tag.spellings, *tag.drifted)}
        today = {spelling_key(tag.name) for tag in found.tags if tag not in tags} if found else set()
        return tuple(sorted(keys - today))

    def normalise(self, chosen: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
        """Return the known tags of `chosen` in the taxonomy's order; what it does not know is left out."""
        out: dict[str, tuple[str, ...]] = {}
        for facet in self.facets:
            wanted = set(chosen.get(facet.name, ()))
            kept = tuple(t.name for t in facet.tags if t.name in wanted)
            if kept:
                out[facet.name] = kept
        return out


def spelling_key(text: str) -> str:
    """Return a spelling without case, spaces, dashes and underscores, so that variants compare equal."""
    return "".join(c for c in text.casefold() if c.isalnum() or c in "+&/")
