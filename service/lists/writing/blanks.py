"""How a list writes cells that are empty: `-`, nothing, ...; an empty first one keeps its place.

And which blanks stand around the words in the others.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

from service.lists.reading.parts import Reading

_NO_SIGN = re.compile(
    r"\]\(|<|^\W*none\W*$", re.IGNORECASE
)  # a picture that most entries have, or a word that is a value of its column: no sign for other columns
_SLIP = 10  # times as many cells are written in another way
_NONE = re.compile(r"\bnone\b", re.IGNORECASE)
_OWN_SECTION = 5  # weight of a cell there against one elsewhere


class Blanks:
    """The empty cells of entries, given as (region, reading)."""

    def __init__(self, entries: Sequence[tuple[int, Reading]]) -> None:
        self._seen: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
        self._marks: dict[str, set[str]] = defaultdict(set)
        self._edges: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self._values: set[str] = set()  # columns in which `None` stands beside other words, so is a value
        for region, reading in entries:
            for cell in reading.cells:
                text = reading.text[cell.start : cell.end]
                if cell.parts:
                    self._edges[cell.header][_edges(text)] += 1
                    self._values |= {cell.header} if _NONE.search(text) else set()
                elif cell.header:
                    self._seen[cell.header, region][text] += 1
                    self._marks[cell.header].add(text.strip())
        self._any = Counter[str]()
        for blanks in self._seen.values():
            self._any.update({t: n for t, n in blanks.items() if not _is_mark(t) and not _NO_SIGN.search(t)})

    def written(self, column: str, region: int) -> str | None:
        """Return how an empty cell is written in a column, or else in any other."""
        own = self.own(column, region)
        if own is not None or not self._any:
            return own
        return self._any.most_common(1)[0][0]

    def edges(self, column: str) -> tuple[str, str] | None:
        """Return the blanks before and behind the words of a column, if any cell of it has words."""
        seen = self._edges.get(column)
        return seen.most_common(1)[0][0] if seen else None

    def own(self, column: str, region: int) -> str | None:
        """Return how an empty cell of a column is written, in this section rather than in others."""
        seen: Counter[str] = Counter()
        for (name, home), blanks in self._seen.items():
            if name == column:
                weight = _OWN_SECTION if home == region else 1
                seen.update({t: n * weight for t, n in blanks.items() if not self.is_told(column, t)})
        return seen.most_common(1)[0][0] if seen else None

    def is_slip(self, column: str, text: str) -> bool:
        """Whether hardly any empty cell of a column is written so, but for the blanks around a sign."""
        seen = Counter[str]()
        for (name, _), blanks in self._seen.items():
            for said, count in blanks.items() if name == column else ():
                seen[said.strip()] += count
        return bool(seen) and seen[text.strip()] * _SLIP <= max(seen.values())

    def is_told(self, column: str, text: str) -> bool:
        """Whether a cell without words tells of its paper: a mark where others have another or none."""
        is_value = column in self._values and _NONE.search(text) is not None
        return is_value or (_is_mark(text) and len(self._marks[column]) > 1)


def _is_mark(text: str) -> bool:
    """Whether a cell holds a sign such as a tick, which says something of its paper."""
    return any(unicodedata.category(c) == "So" for c in text)


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def with_first_cell(text: str, reading: Reading) -> str:
    """Put a pipe before a row that begins without one where its first cell is empty: else it is gone."""
    begins_bare = reading.cells[0].header != "" and not reading.text.lstrip().startswith("|")
    return f"|{text}" if begins_bare and text.lstrip().startswith("|") else text
