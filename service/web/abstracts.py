"""An abstract cut into stretches, those that moved a tag marked with what they spoke for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.web.evidence import Mark


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text and the marks that cover it, strongest first."""

    text: str
    marks: tuple[Mark, ...]


def cut(text: str, marks: Sequence[Mark]) -> list[Stretch]:
    """Return the whole text in pieces; marks that reach outside of it are clipped, empty ones dropped."""
    sound = [m for m in marks if 0 <= m.start < min(m.end, len(text))]
    edges = sorted({0, len(text), *(m.start for m in sound), *(min(m.end, len(text)) for m in sound)})
    found: list[Stretch] = []
    for start, end in pairwise(edges):
        covering = [m for m in sound if m.start <= start and end <= m.end]
        covering.sort(key=lambda m: -m.weight)
        found.append(Stretch(text[start:end], tuple(covering)))
    return found
