"""Pages by key: rows after the last one that was read, whatever was put in or taken out meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, literal_column, not_, or_, true, tuple_

from service.domain.queries import Condition, Kind

Test = Callable[[Sequence[str]], ColumnElement[bool]]
"""Returns the condition that a row has one of these values."""


def at_most(count: int) -> ColumnElement[int]:
    """Return a limit that is written out: PostgreSQL keeps one plan for all values only where it knows it.

    Of a limit that it is told later it expects a tenth of all rows, and plans for each value anew.
    """
    return literal_column(str(count), Integer)


def holds(
    conditions: Sequence[Condition], columns: Mapping[str, Any], tests: Mapping[str, Test]
) -> ColumnElement[bool]:
    """Return the conditions as SQL: `columns` by field, `tests` for fields that are no plain column."""
    return and_(true(), *(_one(condition, columns, tests) for condition in conditions))


def past(column: Any, key: Any, after: Sequence[Any], *, is_descending: bool) -> ColumnElement[bool]:
    """Accept rows that come after the (value, key) pair `after`; written so that an index serves it."""
    pair = tuple_(column, key)
    return pair < tuple(after) if is_descending else pair > tuple(after)


def ordered(column: Any, key: Any, *, is_descending: bool) -> tuple[Any, Any]:
    """Return the order of the pair."""
    return (column.desc(), key.desc()) if is_descending else (column.asc(), key.asc())


def _one(condition: Condition, columns: Mapping[str, Any], tests: Mapping[str, Test]) -> ColumnElement[bool]:
    if condition.field in tests:
        found = tests[condition.field](condition.values)
    elif condition.kind in (Kind.DAY, Kind.NUMBER):
        found = _between(condition, columns[condition.field])
    else:
        found = or_(*(columns[condition.field] == value for value in condition.values))
    return not_(found) if condition.is_negated else found


def _between(condition: Condition, column: Any) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    if condition.low is not None:
        parts.append(column >= condition.low)
    if condition.high is not None:
        is_day = condition.kind is Kind.DAY
        parts.append(column < condition.high if is_day else column <= condition.high)
    return and_(*parts)
