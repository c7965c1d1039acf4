"""Dates as lists spell them: read `2024/05`, `Oct 2023`, `25.03`; write another date in the same form."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT = {m[:3].lower(): i + 1 for i, m in enumerate(_MONTHS)} | {"sept": 9}
_NAME = "|".join([*_MONTHS, "Sept", *(m[:3] for m in _MONTHS)])
_ENOUGH_MONTHS = 6
_NEARLY_ALL = 0.9
_SEP = r"(?P<sep>\\\.|[-/.年_]|--)"
_DAY, _MONTH = r"(?P<d>0?[1-9]|[12]\d|3[01])", r"(?P<m>0?[1-9]|1[0-2])"
_DAY_FIRST, _MONTH_FIRST = (
    re.compile(rf"(?<![\d/.-]){first}(?P<sep>[/.-]){second}(?P=sep)(?P<y>20\d{{2}})(?!\d)")
    for first, second in ((_DAY, _MONTH), (_MONTH, _DAY))
)  # where both could be a month, as in `3/4/2025`, the day counts as the first, but for lists that show else
_PATTERNS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})\s?年\s?(?P<m>\d{1,2})\s?月(?:\s?(?P<d>\d{1,2})\s?日)?"),
    re.compile(
        rf"(?<![\d.])(?P<y>(?:19|20)\d{{2}}){_SEP}(?P<m>\d{{1,2}})(?:(?P=sep)(?P<d>\d{{1,2}}))?(?![\d])"
    ),
    re.compile(
        rf"(?<!\d)(?:(?P<d>\d{{1,2}})(?P<b>(?:st|nd|rd|th)?\s+))(?P<mon>{_NAME})(?P<dot>\.?)(?P<a>,?\s+)(?P<y>(?:19|20)\d{{2}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![A-Za-z])(?P<mon>{_NAME})(?P<dot>\.?)(?P<a>[\s,-]*)(?:(?P<d>\d{{1,2}})(?P<b>(?:st|nd|rd|th)?,?\s+))?(?P<y>(?:19|20)\d{{2}})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\d)(?P<y>(?:19|20)\d{{2}})(?P<a>[\s,.-]+)(?P<mon>{_NAME})(?P<dot>\.?)(?:(?P<b>\s+)(?P<d>\d{{1,2}}))?(?![A-Za-z\d])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![A-Za-z])(?P<mon>{_NAME})(?P<dot>\.?)(?P<a>\s?['’]|-(?=1[5-9]|2\d))(?P<y>\d{{2}})(?!\d)",
        re.IGNORECASE,
    ),
    _DAY_FIRST,
    re.compile(rf"(?<![\d/.-]){_MONTH}(?P<sep>[/.-])(?P<d>1[3-9]|2\d|3[01])(?P=sep)(?P<y>20\d{{2}})(?!\d)"),
    re.compile(rf"(?<![\d.])(?P<y>\d{{2}}){_SEP}(?P<m>0[1-9]|1[0-2])(?:(?P=sep)(?P<d>[0-3]\d))?(?![\d.])"),
    re.compile(rf"(?<![\d/.-]){_MONTH}(?P<sep>[/.])(?P<y>20\d{{2}})(?![\d])"),
    re.compile(r"(?<!\d)(?P<y>20\d{2})(?P<a>, )(?P<m>0[1-9]|1[0-2])(?=[)\]]|$|,\s+[^\W\d])"),
    re.compile(r"(?<![\w./-])(?P<y>20[12]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])?(?![\w./-])"),
    re.compile(r"(?<![\d./])(?P<y>(?:19|20)\d{2})(?![\d./]\d|\d)"),
)
_ORDINAL = re.compile(r"st|nd|rd|th", re.IGNORECASE)
_YEAR = re.compile(r"\d\d")  # no date is without one
_SHORTEST = re.compile(r"(?P<y>\d{2})(?P<sep>[./-])(?P<m>[1-9])")  # `24.8`: elsewhere it would be any number


@dataclass(frozen=True, slots=True)
class Date:
    """A date found at `start:end` of a text, as precise as the text is."""

    start: int
    end: int
    year: int
    month: int | None
    day: int | None
    spelled: str

    @property
    def key(self) -> tuple[int, int, int]:
        """Orders dates; what is not said counts as zero."""
        return self.year, self.month or 0, self.day or 0


@lru_cache(maxsize=32768)
def find_date(text: str, *, with_month: bool = False) -> Date | None:
    """Return the first date in a text, the more precise form winning."""
    if _YEAR.search(text) is None:
        return None
    for pattern in _PATTERNS[:-1] if with_month else _PATTERNS:
        for match in pattern.finditer(text):
            date = _date(match)
            if date is not None:
                return date
    return None


def is_date(text: str) -> bool:
    """Whether a text is a date and hardly anything else."""
    found = find_date(text)
    return found is not None and len(text.strip()) - (found.end - found.start) <= 2  # noqa: PLR2004 - brackets


def parse_published(text: str | None) -> tuple[int, int | None, int | None] | None:
    """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None for anything else."""
    found = re.fullmatch(r"\s*(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?.*", text or "")
    if found is None:
        return None
    return int(found[1]), int(found[2]) if found[2] else None, int(found[3]) if found[3] else None


def respell(
    example: str,
    year: int,
    month: int | None,
    day: int | None,
    *,
    padded: bool = True,
    months: "Months | None" = None,
    month_first: bool = False,
) -> str | None:
    """Write a date in the form of `example`; None if the form needs what is not known.

    `padded` says whether the list writes `03` or `3`, where the example (`12`) does not show it,
    `months` how it writes `March`, and `month_first` whether `3/4/2025` is in March.
    """
    for pattern in _PATTERNS:
        match = (_MONTH_FIRST if month_first and pattern is _DAY_FIRST else pattern).search(example)
        if match is not None and _date(match) is not None:
            return _fill(example, match, (year, month, day), padded=padded, months=months or Months())
    match = _SHORTEST.fullmatch(example)
    return _fill(example, match, (year, month, day), padded=padded, months=Months()) if match else None


def _fill(
    example: str,
    match: re.Match[str],
    date: tuple[int, int | None, int | None],
    *,
    padded: bool,
    months: "Months",
) -> str | None:
    groups = match.groupdict()
    year, month, day = date
    values = {"y": str(year)[-len(groups["y"]) :]}
    if groups.get("m"):
        values["m"] = _digits(month, groups["m"], padded=padded)
    if groups.get("mon"):
        values["mon"] = _month_name(
            month, groups["mon"], months if not groups.get("dot") else Months(months.in_full)
        )
    if groups.get("d"):
        is_ordinal = _ORDINAL.match(groups.get("b") or "") is not None
        values["d"] = _digits(day, groups["d"], padded=padded and not is_ordinal)
        if is_ordinal and day:
            values["b"] = _ending(day) + groups["b"][2:]
    if "" in values.values():
        return None
    out = example
    for name, value in sorted(values.items(), key=lambda pair: -match.start(pair[0])):
        out = out[: match.start(name)] + value + out[match.end(name) :]
    return out


def _ending(day: int) -> str:
    """Return what makes an ordinal of a day: `st` of `21st`, `th` of `12th`."""
    is_teen = day in (11, 12, 13)
    return "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _digits(value: int | None, like: str, *, padded: bool) -> str:
    """Write a number with as many digits as the example's."""
    if value is None:
        return ""
    return f"{value:0{len(like)}d}" if padded or like.startswith("0") else str(value)


def pads(texts: Iterable[str]) -> bool:
    """Whether dates are written with `03` rather than `3`."""
    seen = [bool(m[1]) for text in texts for m in re.finditer(r"(?<!\d)(0?)[1-9](?!\d)", text)]
    return sum(seen) * 2 >= len(seen)


def puts_months_first(texts: Iterable[str]) -> bool:
    """Whether dates are written as `3/25/2025` rather than `25/3/2025`, as far as they show it."""
    found = [m for text in texts if (m := _DAY_FIRST.search(text) or _MONTH_FIRST.search(text))]
    days_first = sum(int(m[0].split(m["sep"])[0]) > 12 for m in found)  # noqa: PLR2004 - months
    return sum(int(m[0].split(m["sep"])[1]) > 12 for m in found) > days_first  # noqa: PLR2004 - months


@dataclass(frozen=True, slots=True)
class Months:
    """How a list writes months: `March` or `Mar`, where the example is in May, and each in its own way."""

    in_full: bool = False
    usual: Mapping[int, str] = field(default_factory=dict)


def read_months(texts: Iterable[str]) -> Months:
    """Read how the months in dates are written; some lists write `March` and `Sept`, each in its own way."""
    names = [m[0].title() for text in texts for m in re.finditer(rf"(?i)(?<![a-z])(?:{_NAME})", text)]
    told = [_is_in_full(name) for name in names if name != "May"]
    seen: dict[int, Counter[str]] = defaultdict(Counter)
    for name in names:
        seen[_SHORT[name.lower()[:3]]][name] += 1
    usual = {month: spelled.most_common(1)[0] for month, spelled in seen.items()}
    is_mixed = (any(told) and not all(told)) or "Sept" in names
    agreed = sum(count for _, count in usual.values())
    has_custom = is_mixed and len(names) >= _ENOUGH_MONTHS and agreed >= _NEARLY_ALL * len(names)
    own = {month: name for month, (name, count) in usual.items() if has_custom and count > 1}
    return Months(sum(told) * 2 > len(told), own)


def _is_in_full(name: str) -> bool:
    return len(name) > 4 or name.lower() in ("june", "july")  # noqa: PLR2004 - `Sept` is short


def _month_name(month: int | None, like: str, months: Months) -> str:
    if month is None:
        return ""
    name, own = _MONTHS[month - 1], months.usual.get(_SHORT[like.lower()[:3]])
    if month in months.usual and own in (None, like.title()):
        name = months.usual[month]
    else:
        name = name if _is_in_full(like) or (months.in_full and like.lower() == "may") else name[:3]
    return name.upper() if like.isupper() else name.lower() if like.islower() else name


def _date(match: re.Match[str]) -> Date | None:
    groups = match.groupdict()
    year = int(groups["y"])
    year += 2000 if year < 100 else 0  # noqa: PLR2004 - two digits
    named = groups.get("mon")
    month = _SHORT[named.lower()[:3]] if named else int(groups["m"]) if groups.get("m") else None
    day = int(groups["d"]) if groups.get("d") else None
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):  # noqa: PLR2004 - calendar
        return None
    return Date(match.start(), match.end(), year, month, day, match[0])


def form(text: str) -> str:
    """Return how a date is written, whichever it is: `Y-00`, `9 S. Y`, `F Y`."""
    named = re.sub(rf"(?i)(?<![a-z])(?:{_NAME})", _month_form, text)
    return re.sub(r"\d+", lambda m: "Y" if len(m[0]) > 2 else "00" if m[0][0] == "0" else "9", named)  # noqa: PLR2004 - digits


def _month_form(match: re.Match[str]) -> str:
    return "M" if match[0].lower() == "may" else "F" if match[0].title() in _MONTHS else "S"


def is_alike(one: str, other: str) -> bool:
    """Whether two dates differ in their numbers, in how their months are shortened and in zeros only."""
    bare = (re.sub(r"[FSM]\.?", "M", form(text)).replace("00", "9") for text in (one, other))
    return next(bare) == next(bare)
