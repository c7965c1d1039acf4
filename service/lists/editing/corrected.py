"""Entries that maintainers rewrote: the best model for the next one, where it shows the same facts."""

from collections.abc import Sequence

from service.lists.placing.past import PastAddition
from service.lists.writing.templates import Template

_FACTS = ("authors", "code", "project", "date", "published")  # what another form must not lose or promise


def corrected_first(best: Sequence[Template], history: Sequence[PastAddition]) -> list[Template]:
    """Put the templates that somebody corrected before the others, the newest correction first."""
    rank = {a.text: at for at, a in reversed(list(enumerate(history))) if a.is_correction}
    if not rank or not best:
        return list(best)
    shown = _shown(best[0])
    chosen = [t for t in best if t.reading.text in rank and _shown(t) == shown]
    chosen.sort(key=lambda t: rank[t.reading.text])
    return [*chosen, *(t for t in best if t not in chosen)]


def _shown(template: Template) -> frozenset[str]:
    return frozenset(name for name in _FACTS if name in template.facts)
