"""What an entry folds away: a `<details>` whose text is the authors in full, an abstract or a remark."""

import re
from collections.abc import Iterator, Sequence

from service.lists.reading.names import parse_authors
from service.lists.reading.parts import Field, Part, Reading, Slot

ROLE = "details"
_FOLD = re.compile(
    r"<details\b[^>]*>\s*(?:<summary\b[^>]*>(.*?)</summary>)?(.*?)</details>", re.IGNORECASE | re.DOTALL
)
_OTHER_THINGS = re.compile(r"!\[|\]\(|<(?!/?(?:p|i|b|em|strong|br|sub|sup)\b)[A-Za-z/]", re.IGNORECASE)
_ABSTRACT = re.compile(r"\W*(?:<[^<>]*>\W*)*abstract", re.IGNORECASE)


def folded_part(text: str, start: int, end: int) -> Part:
    """Read a fold; one that holds a figure or links has nothing that another paper could fill."""
    found = _FOLD.fullmatch(text, start, end)
    slots = () if found is None or _OTHER_THINGS.search(found[2]) else tuple(_slots(text, found))
    return Part(start, end, ROLE, slots)


def holds_abstract(text: str, part: Part) -> bool:
    """Whether a fold is called an abstract."""
    found = _FOLD.fullmatch(text, part.start, part.end)
    return found is not None and found[1] is not None and _ABSTRACT.match(found[1]) is not None


def folds_text(readings: Sequence[Reading]) -> bool:
    """Whether most entries fold away words of their own."""
    folds = sum(
        any(p.role == ROLE and any(s.field is Field.TEXT for s in p.slots) for p in r.parts())
        for r in readings
    )
    return folds * 2 > len(readings)


def _slots(text: str, found: re.Match[str]) -> Iterator[Slot]:
    for group in (1, 2):
        said = found[group] or ""
        first = found.start(group) + len(said) - len(said.lstrip())
        last = found.start(group) + len(said.rstrip())
        if parse_authors(text[first:last]):
            yield Slot(first, last, Field.AUTHORS)
        elif group == 2 and first < last:  # noqa: PLR2004 - what is folded, not what it is called
            yield Slot(first, last, Field.TEXT)
