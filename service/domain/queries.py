"""The small grammar in which readers of the API filter, sort and choose fields.

::

    filter = condition *("," condition)         all of them hold
    condition = ["-"] field ":" value *("|" value)   "-" turns it round, "|" means or
    value = text | low ".." high                a range of days or numbers, open where a side is empty

`filter=stage:llm|encoder,submitted:2025-10-01..,-venue:"ICML 2025"`, `sort=-submitted`, `select=id,title`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from enum import StrEnum

from service.errors import BadInput

LONGEST = 1000  # characters of a filter
MOST_VALUES = 50  # in one condition
_LAST_DAY = datetime(9999, 12, 30, tzinfo=UTC)
LARGEST = 2**31 - 1  # the largest whole number that both databases compare

_CONDITION = re.compile(r'\s*(-?)([A-Za-z][\w-]*):((?:"[^"]*"|[^,"])*)(?:,|$)')
_VALUE = re.compile(r'"[^"]*"|[^|]+')


class Kind(StrEnum):
    """What a field's values are."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that can be filtered by; a tag or a choice knows its values."""

    kind: Kind
    choices: tuple[str, ...] = ()


Fields = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, checked: values, or a half-open range."""

    field: str
    kind: Kind
    values: tuple[str, ...] = ()
    low: datetime | float | None = None
    high: datetime | float | None = None
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: one field, up or down."""

    field: str
    is_descending: bool

    def __str__(self) -> str:
        return ("-" if self.is_descending else "") + self.field


def parse_filter(text: str, fields: Fields) -> tuple[Condition, ...]:
    """Read a filter.

    Raises:
        BadInput: it cannot be read, or names what there is not; the text says what was probably meant.
    """
    if len(text) > LONGEST:
        raise BadInput(f"The filter is longer than {LONGEST} characters; shorten it.")
    if not text.isprintable():
        raise BadInput("The filter holds characters that cannot be seen; take them out.")
    found, place = [], 0
    while text.strip() and place < len(text):
        match = _CONDITION.match(text, place)
        if match is None:
            rest = text[place : place + 40]
            raise BadInput(
                f"The filter cannot be read at {rest!r}; write field:value, like submitted:2025-10-01.."
            )
        found.append(_condition(match, fields))
        place = match.end()
    return tuple(found)


def parse_sort(text: str, names: Iterable[str]) -> Sort:
    """Read an order: a field, with `-` before it for descending.

    Raises:
        BadInput: there is no such field to sort by.
    """
    name = text.strip().removeprefix("-")
    check_name(name, names, what="order")
    return Sort(name, is_descending=text.strip().startswith("-"))


def parse_select(text: str, names: Iterable[str]) -> frozenset[str]:
    """Read the fields that are wanted; none means all.

    Raises:
        BadInput: there is no such field.
    """
    known = tuple(names)
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    for name in wanted:
        check_name(name, known, what="field")
    return frozenset(wanted)


def check_name(name: str, known: Iterable[str], *, what: str) -> None:
    """Accept a known name.

    Raises:
        BadInput: it is unknown; the text says which one was probably meant.
    """
    names = list(known)
    if name in names:
        return
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(names)}."
    raise BadInput(f"unknown {what} `{name[:60]}`; {hint}")


def _condition(match: re.Match[str], fields: Fields) -> Condition:
    minus, name, raw = match.groups()
    check_name(name, fields, what="field")
    field, is_negated = fields[name], bool(minus)
    if not raw.strip():
        raise BadInput(f"The field `{name}` needs a value, as in {name}:value.")
    if field.kind in (Kind.DAY, Kind.NUMBER):
        low, high = _range(name, field.kind, raw.strip())
        return Condition(name, field.kind, low=low, high=high, is_negated=is_negated)
    values = tuple(value.strip().strip('"') for value in _VALUE.findall(raw) if value.strip())
    if not values or len(values) > MOST_VALUES:
        raise BadInput(f"The field `{name}` takes 1 to {MOST_VALUES} values, separated by |.")
    for value in values if field.choices else ():
        check_name(value, field.choices, what=f"value of `{name}`:")
    return Condition(name, field.kind, values=values, is_negated=is_negated)


def _range(name: str, kind: Kind, raw: str) -> tuple[datetime | float | None, datetime | float | None]:
    first, dots, last = raw.partition("..")
    low = _bound(name, kind, first) if first else None
    high = _bound(name, kind, last if dots else first) if (last or not dots) else None
    if low is None and high is None:
        raise BadInput(f"The range of `{name}` is open on both sides; give a first or a last value.")
    if isinstance(high, datetime):
        high = min(high, _LAST_DAY) + timedelta(days=1)  # the last day counts whole
    return low, high


def _bound(name: str, kind: Kind, text: str) -> datetime | float:
    try:
        if kind is Kind.DAY:
            day = date.fromisoformat(text.strip())
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        number = float(text)
    except ValueError as exc:
        example = "2025-10-31" if kind is Kind.DAY else "2"
        raise BadInput(f"{text[:40]!r} is no {kind} for `{name}`; write it like {example}.") from exc
    if not abs(number) <= LARGEST:
        raise BadInput(f"{text[:40]!r} is too large for `{name}`.")
    return number
