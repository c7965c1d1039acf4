"""Lines of an entry replaced: what is announced, and the guard that nothing else has changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.errors import EditRefused
from service.lists.reading.lines import split_lines


@dataclass(frozen=True, slots=True)
class Replacement:
    """The lines `first` up to, not including, `last` (from 0) of the file before become `lines`."""

    first: int
    last: int
    lines: tuple[bytes, ...]


def guard_replacements(before: bytes, after: bytes, announced: Sequence[Replacement]) -> None:
    """Check that `after` is `before` with the announced lines replaced and not one other byte changed.

    Raises:
        EditRefused: it is not.
    """
    kept, found = split_lines(before), split_lines(after)
    at = place = 0
    for each in sorted(announced, key=lambda r: r.first):
        is_in_order = at <= each.first < each.last <= len(kept)
        above = kept[at : each.first]
        here = place + len(above)
        there = found[here : here + len(each.lines)]
        if not is_in_order or found[place:here] != above or tuple(there) != each.lines:
            raise EditRefused(_REFUSED)
        at, place = each.last, here + len(each.lines)
    if kept[at:] != found[place:]:
        raise EditRefused(_REFUSED)


_REFUSED = "The edit would change more than the lines that it announced; nothing has been written."
