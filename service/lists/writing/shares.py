"""How many of a list's entries show a fact or a mark, as far as that tells a custom."""

from collections import Counter
from collections.abc import Sequence

from service.lists.reading.parts import Field
from service.lists.writing.templates import Template

FEW = 4  # papers that show no custom yet
_ALWAYS = 0.9


class Shares:
    """How many of the entries show a fact or an ornament, and whether nearly all of the list label papers."""

    def __init__(self, templates: Sequence[Template], pool: Sequence[Template]) -> None:
        self._total = max(1, len(templates))
        self._facts = Counter(fact for t in templates for fact in t.facts)
        self._dated = [("published" in t.facts, "date" in t.facts) for t in templates]
        self._ornaments = Counter(mark for t in templates for mark in t.ornaments)
        self.labels_papers = sum(map(labels_paper, pool)) >= _ALWAYS * len(pool)

    def of(self, fact: str) -> float:
        """Return the share of entries, 0 to 1, that show a fact."""
        return self._facts[fact] / self._total

    def shows_dates(self, *, published: bool) -> bool:
        """Whether papers that appeared somewhere, or those that did not, bear a date as a rule."""
        shown = [d for is_out, d in self._dated if is_out == published]
        return len(shown) < FEW or sum(shown) * 2 >= len(shown)

    def of_ornament(self, mark: str) -> float:
        """Return the share of entries, 0 to 1, that bear a mark."""
        return self._ornaments[mark] / self._total


def labels_paper(t: Template) -> bool:
    """Whether a link to the paper stands beside the title, whatever it is called."""
    beside = (s for part in t.reading.parts() if part.role != "title" for s in part.slots)
    return any(s.field is Field.URL and s.start < s.end for s in beside)
