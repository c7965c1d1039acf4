"""Who signs as a whole, and columns of authors that name where the first of them works."""

import re
from collections import Counter
from collections.abc import Sequence

from service.lists.reading.names import parse_authors
from service.lists.reading.names_in_company import INSTITUTION
from service.lists.reading.parts import Column, Field, Reading, column_of

_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
_ENOUGH = 4  # cells of a column
_HALF = 0.5
_HARDLY_ANY = 0.05


def signs_as_one(name: str) -> bool:
    """Whether a name is that of an institution or a team: `Lake University`, `DeepSeek-AI`, `NVIDIA`."""
    return INSTITUTION.search(name) is not None or (" " not in name and _CAPITALS.match(name) is not None)


def are_people(names: Sequence[str]) -> bool:
    """Whether several are named, none of whom signs as a whole."""
    return len(names) > 1 and not any(map(signs_as_one, names))


def columns_of_institutions(readings: Sequence[Reading]) -> frozenset[str]:
    """Return the headers of columns of authors in which institutions stand instead, in small letters."""
    seen, institutions, people = Counter[str](), Counter[str](), Counter[str]()
    for reading in readings:
        for cell in reading.cells:
            said = [reading.value(s) for p in cell.parts for s in p.slots if s.field is Field.AUTHORS]
            if said and column_of(cell.header) is Column.AUTHORS:
                header = cell.header.casefold()
                seen[header] += 1
                institutions[header] += all(map(signs_as_one, said))
                people[header] += any(are_people(parse_authors(text)) for text in said)
    return frozenset(
        header
        for header, count in seen.items()
        if count >= _ENOUGH
        and institutions[header] >= _HALF * count
        and people[header] <= _HARDLY_ANY * count
    )
