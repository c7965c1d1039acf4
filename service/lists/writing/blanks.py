"""How a list writes cells that are empty: `-`, nothing, ...; an empty first one keeps its place."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from service.lists.reading.parts import Reading

_OWN_SECTION = 5  # weight of a cell there against one elsewhere


class Blanks:
    """The empty cells of entries, given as (region, reading)."""

    def __init__(self, entries: Sequence[tuple[int, Reading]]) -> None:
        self._seen: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
        for region, reading in entries:
            for cell in reading.cells:
                if not cell.parts and cell.header:
                    self._seen[cell.header, region][reading.text[cell.start : cell.end]] += 1
        self._any = sum(self._seen.values(), Counter[str]())

    def written(self, column: str, region: int) -> str | None:
        """Return how an empty cell is written in a column, or else in any other."""
        own = self.own(column, region)
        if own is not None or not self._any:
            return own
        return self._any.most_common(1)[0][0]

    def own(self, column: str, region: int) -> str | None:
        """Return how an empty cell of a column is written, in this section rather than in others."""
        seen: Counter[str] = Counter()
        for (name, home), blanks in self._seen.items():
            if name == column:
                for text, count in blanks.items():
                    seen[text] += count * (_OWN_SECTION if home == region else 1)
        return seen.most_common(1)[0][0] if seen else None


def with_first_cell(text: str, reading: Reading) -> str:
    """Put a pipe before a row that begins without one where its first cell is empty: else it is gone."""
    begins_bare = reading.cells[0].header != "" and not reading.text.lstrip().startswith("|")
    return f"|{text}" if begins_bare and text.lstrip().startswith("|") else text
