"""Where lists say different things of the same paper: compared are only tags that both of them know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Said:
    """What one list says of a paper; entries of the same paper on one list are taken together."""

    slug: str
    taxonomy: Taxonomy
    tags: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A facet in which two lists differ: the tags that only one of them gives."""

    facet: str
    title: str
    first: str
    second: str
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def disagreements(said: Sequence[Said]) -> list[Disagreement]:
    """Return where the lists differ, pair by pair; a list that says nothing in a facet does not differ."""
    found = []
    for place, one in enumerate(said):
        for other in said[place + 1 :]:
            found += _between(one, other)
    return found


def _between(one: Said, other: Said) -> list[Disagreement]:
    found = []
    for facet in one.taxonomy.facets:
        twin = other.taxonomy.facet(facet.name)
        ours, theirs = set(one.tags.get(facet.name, ())), set(other.tags.get(facet.name, ()))
        if twin is None or not ours or not theirs:
            continue
        common = {tag.name for tag in facet.tags} & {tag.name for tag in twin.tags}
        only_first, only_second = (ours - theirs) & common, (theirs - ours) & common
        if only_first or only_second:
            found.append(
                Disagreement(
                    facet=facet.name,
                    title=facet.title,
                    first=one.slug,
                    second=other.slug,
                    only_first=tuple(t.name for t in facet.tags if t.name in only_first),
                    only_second=tuple(t.name for t in twin.tags if t.name in only_second),
                )
            )
    return found
