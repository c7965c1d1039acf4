"""Links that were put in stand among the others in the order that the list's entries have."""

from collections import Counter
from collections.abc import Iterable, Sequence

from service.lists.reading.labels import words
from service.lists.reading.parts import Reading
from service.lists.writing.extra_links import LINKS, Piece
from service.lists.writing.joining import balance
from service.lists.writing.templates import Stock

_LINK = "link:"
_OWN = ("code", "project")


def put_links_in_order(cells: Sequence[list[Piece]], reading: Reading, stock: Stock) -> None:
    """Put each link that was put in where fewest links beside it speak against it."""
    placed = zip(reading.cells, cells, strict=True)
    put_in = [(cell, pieces, p) for cell, pieces in placed for p in pieces if _is_put_in(p)]
    if not put_in:
        return
    order = _Order(t.reading for t in stock.templates)
    for cell, pieces, piece in put_in:
        order.move(cell.header, pieces, piece)


class _Order:
    """How often a link of one kind stands before one of another, by column."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._seen: Counter[tuple[str, str, str]] = Counter()
        for cell in (cell for reading in readings for cell in reading.cells):
            kinds = [part.role for part in cell.parts if _is_link(part.role)]
            for at, first in enumerate(kinds):
                self._seen.update((cell.header, first, later) for later in kinds[at + 1 :] if later != first)

    def move(self, column: str, pieces: list[Piece], piece: Piece) -> None:
        at = next(i for i, p in enumerate(pieces) if p is piece)
        others = [*pieces[:at], *pieces[at + 1 :]]
        first, last = at, at
        while first > 0 and _is_link(others[first - 1].role):
            first -= 1
        while last < len(others) and _is_link(others[last].role):
            last += 1

        def against(place: int) -> int:
            before = sum(self._leads(column, piece, p) for p in others[first:place])
            return before + sum(self._leads(column, p, piece) for p in others[place:last])

        best = min(range(first, last + 1), key=lambda place: (against(place), abs(place - at)))
        if against(best) < against(at):
            piece.before = piece.after = None  # they joined it to others
            pieces[:] = [*others[:best], piece, *others[best:]]

    def _leads(self, column: str, piece: Piece, other: Piece) -> bool:
        """Whether one link stands before another: where no entry has both, by what stands between the two.

        Where nothing does, the code and the project's page stand before the others.
        """
        one, two = _kind(piece.role), _kind(other.role)
        direct = self._before(column, one, two)
        if direct:
            return direct > 0
        if self._by_others(column, one, two):
            return True
        return one in _OWN and two not in LINKS and not self._by_others(column, two, one)

    def _by_others(self, column: str, one: str, two: str) -> bool:
        others = {kind for header, *pair in self._seen if header == column for kind in pair}
        return any(self._before(column, one, k) > 0 < self._before(column, k, two) for k in others)

    def _before(self, column: str, one: str, two: str) -> int:
        return self._seen[column, one, two] - self._seen[column, two, one]


def _is_put_in(piece: Piece) -> bool:
    return piece.origin is None and _is_link(piece.role) and not any(balance(piece.after or ""))


def _is_link(role: str) -> bool:
    return role in LINKS or role.startswith(_LINK)


def _kind(role: str) -> str:
    """Return a role as entries have it; that of a link that was put in has its label as it was given."""
    return f"{_LINK}{words(role.removeprefix(_LINK))}" if role.startswith(_LINK) else role
