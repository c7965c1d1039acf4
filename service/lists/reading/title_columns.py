"""Which columns of a table may hold the titles of its papers."""

from collections.abc import Sequence

from service.lists.reading.parts import Column

_BONUS = {Column.TITLE: 6, Column.LINKS: -4, Column.OTHER: -3, Column.TEAM: -3}
_NEVER = (Column.DATE, Column.NUMBER, Column.VENUE, Column.AUTHORS)
_FEWEST = 3  # words of a title beside which a name is none


def bonus_of(column: Column) -> int:
    """Return by how much words count more, or less, as a title for standing in a column."""
    return _BONUS.get(column, 0) - 30 * (column in _NEVER)


def may_be_titles(candidates: Sequence[tuple[Column, int]]) -> list[bool]:
    """Tell of each candidate, by its column and number of words, whether it may be the title.

    A name of one or two words in a column of names is none where a column of titles has more.
    """
    longest = max((words for column, words in candidates if column is Column.TITLE), default=0)
    return [column is not Column.NAME or words >= min(_FEWEST, longest) for column, words in candidates]
