"""The taxonomy by which a file's tags are read where nobody named it: the catalog's best, else the file's."""

from collections.abc import Collection, Sequence

from service.domain.lists import ListSpec
from service.domain.taxonomy import TagPlace, Taxonomy
from service.lists import ListDocument
from service.lists.onboarding.found_facets import find_facets
from service.lists.reading.tags import read_tags

_LOOKED_AT = 60  # entries
_SHARE = 0.3  # of them must show tags of a taxonomy


def guess_taxonomy(document: ListDocument, specs: Sequence[ListSpec], facets: Collection[str]) -> Taxonomy:
    """Return the taxonomy that has these facets and reads most of the file's tags."""
    possible = [s.taxonomy for s in specs if all(s.taxonomy.facet(name) for name in facets)]
    scored = [(_share(document, taxonomy), taxonomy) for taxonomy in possible]
    share, best = max(scored, key=lambda pair: pair[0], default=(0.0, Taxonomy()))
    if share >= _SHARE:
        return best
    found, _ = find_facets(document.entries)
    return Taxonomy(facets=tuple(f.facet for f in found))


def _share(document: ListDocument, taxonomy: Taxonomy) -> float:
    """Return how much of the entries' badges, cells and tails a taxonomy reads."""
    written = tuple(f for f in taxonomy.facets if f.place not in (TagPlace.HEADING, TagPlace.NOWHERE))
    entries = document.entries[:_LOOKED_AT]
    if not written or not entries:
        return 0.0
    own = Taxonomy(facets=written)
    return sum(bool(read_tags(e.reading, (), own)[0]) for e in entries) / len(entries)
