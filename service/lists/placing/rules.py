"""Rules that say at which gap of a section an entry belongs; a list's history tells which one holds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from service.lists.placing.features import Features

Section = Sequence[Features]
Decide = Callable[[Section, Features, str | None], int | None]
_CLEARLY_OLDER = 4  # months


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to choose a gap (0 is above the first entry); `decide` returns None where it has no answer.

    `decide` gets the section, the new entry, and the key of the paper added before it.
    """

    name: str
    words: str
    decide: Decide


def _top(_section: Section, _new: Features, _last: str | None) -> int | None:
    return 0


def _bottom(section: Section, _new: Features, _last: str | None) -> int | None:
    return len(section)


def _ordered(
    section: Section,
    new: Features,
    _last: str | None,
    *,
    field: str,
    newest_first: bool,
    after_equals: bool,
    from_top: bool,
) -> int | None:
    """Find the gap by one ordered value; entries without it are passed over."""
    value = getattr(new, field)
    if value is None:
        return None
    if from_top:
        for at, entry in enumerate(section):
            other = getattr(entry, field)
            if other is not None and _is_behind(
                other, value, newest_first=newest_first, equals=not after_equals
            ):
                return at
        return len(section)
    for at in range(len(section) - 1, -1, -1):
        other = getattr(section[at], field)
        if other is not None and not _is_behind(
            other, value, newest_first=newest_first, equals=not after_equals
        ):
            return at + 1
    return 0


def _is_behind(other: object, value: object, *, newest_first: bool, equals: bool) -> bool:
    if other == value:
        return equals
    return bool(other < value if newest_first else other > value)  # type: ignore[operator]  # both are the same field


def _group(
    section: Section,
    new: Features,
    _last: str | None,
    *,
    same: Callable[[Features, Features], bool],
    at_end: bool,
    in_run: bool,
) -> int | None:
    """Return the start or end of the entries that are like the new one, or of their longest run."""
    members = [at for at, entry in enumerate(section) if same(entry, new)]
    if not members:
        return None
    if in_run:
        members = _longest_run(members)
    return members[-1] + 1 if at_end else members[0]


def _ordered_among(
    section: Section,
    new: Features,
    last: str | None,
    *,
    same: Callable[[Features, Features], bool],
    field: str,
    newest_first: bool,
    after_equals: bool,
) -> int | None:
    """Find the gap by one ordered value, looking only at the entries that are like the new one."""
    members = [at for at, entry in enumerate(section) if same(entry, new)]
    inside = _ordered(
        [section[at] for at in members],
        new,
        last,
        field=field,
        newest_first=newest_first,
        after_equals=after_equals,
        from_top=not after_equals,
    )
    if inside is None or not members:
        return None
    return members[inside] if inside < len(members) else members[-1] + 1


def _longest_run(members: list[int]) -> list[int]:
    runs: list[list[int]] = []
    for at in members:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return max(runs, key=len)


def _same_venue(one: Features, other: Features) -> bool:
    return bool(one.venue) and (one.venue, one.year) == (other.venue, other.year)


def _same_venue_or_preprints(one: Features, other: Features) -> bool:
    return _same_status(one, other) and (not one.is_published or _same_venue(one, other))


def _same_status(one: Features, other: Features) -> bool:
    return one.is_published == other.is_published


def _same_links(one: Features, other: Features) -> bool:
    return one.links == other.links


def _same_kind(one: Features, other: Features) -> bool:
    return _same_status(one, other) and _same_links(one, other)


def _same_kind_and_year(one: Features, other: Features) -> bool:
    return _same_kind(one, other) and one.year == other.year


def _same_status_and_year(one: Features, other: Features) -> bool:
    return _same_status(one, other) and one.year == other.year


def _same_year(one: Features, other: Features) -> bool:
    return one.year is not None and one.year == other.year


def _same_month(one: Features, other: Features) -> bool:
    return one.month is not None and one.month == other.month


def _same_venue_name(one: Features, other: Features) -> bool:
    return bool(one.venue) and one.venue == other.venue


def _kind_group(section: Section, new: Features, _last: str | None, *, at_end: bool) -> int | None:
    """Return the start or end of the entries of the same kind and links, or the place where they would stand.

    Kinds with more links stand first, code before a project's page, and what is published on top of each.
    """
    members = [at for at, entry in enumerate(section) if _same_kind(entry, new)]
    if members:
        return members[-1] + 1 if at_end else members[0]
    alike = [at for at, entry in enumerate(section) if _same_links(entry, new)]
    if alike:
        return alike[0] if new.is_published else alike[-1] + 1
    behind = (at for at, entry in enumerate(section) if _links_rank(entry) > _links_rank(new))
    return next(behind, len(section))


def _links_rank(entry: Features) -> tuple[int, bool]:
    return -len(entry.links), "code" not in entry.links


def _beside_last(section: Section, _new: Features, last: str | None, *, below: bool) -> int | None:
    at = next((i for i, entry in enumerate(section) if entry.key == last), None)
    return None if at is None else at + below


def _edge_unless_older(section: Section, new: Features, last: str | None, *, at_top: bool) -> int | None:
    """Put it at the newest end, unless it is months older than what stands there."""
    if not section or new.day is None:
        return None
    newest = section[0] if at_top else section[-1]
    if newest.day is None or _months(newest) - _months(new) <= _CLEARLY_OLDER:
        return 0 if at_top else len(section)
    return _ordered(
        section, new, last, field="day", newest_first=at_top, after_equals=not at_top, from_top=at_top
    )


def _months(entry: Features) -> int:
    return entry.day[0] * 12 + entry.day[1] if entry.day else 0


_KINDS = (
    ("status", "the same kind", _same_status),
    ("kind", "the same kind and links", _same_kind),
)
_GROUPS = (
    ("venue", "the same venue and year", _same_venue),
    ("status", "the same kind (published or preprint)", _same_status),
    ("links", "the same kinds of links", _same_links),
    ("kind", "the same kind and links", _same_kind),
    ("kind-year", "the same kind, links and year", _same_kind_and_year),
    ("status-year", "the same kind and year", _same_status_and_year),
    ("same-year", "the same year", _same_year),
    ("month", "the same month", _same_month),
    ("venue-name", "the same venue", _same_venue_name),
    ("venue-or-preprint", "the same venue and year, or of the preprints", _same_venue_or_preprints),
)


def _ordered_rules(*fields: tuple[str, str]) -> Iterator[Rule]:
    for (field, words), newest_first, after_equals, from_top in product(fields, _YES_NO, _NO_YES, _YES_NO):
        side, end = "below" if after_equals else "above", "top" if from_top else "bottom"
        by = f"by {words}, {_said(newest_first)}: {_beside(newest_first, after_equals, from_top)}"
        by = by if field != "title" else f"by title, {'Z to A' if newest_first else 'A to Z'}"
        decide = partial(
            _ordered, field=field, newest_first=newest_first, after_equals=after_equals, from_top=from_top
        )
        name = f"{field}-{'desc' if newest_first else 'asc'}-{side}-{end}"
        yield Rule(name, by, decide)


def _group_rules() -> Iterator[Rule]:
    for (name, words, same), at_end, in_run in product(_GROUPS, _NO_YES, _NO_YES):
        side = "end" if at_end else "start"
        where = f"at the {side} of the {'longest run of ' if in_run else ''}entries of {words}"
        decide = partial(_group, same=same, at_end=at_end, in_run=in_run)
        yield Rule(f"{name}-{'run-' if in_run else ''}{side}", where, decide)


def _among_rules() -> Iterator[Rule]:
    fields = (("number", "arXiv number"), ("year", "year"))
    for (name, words, same), (field, what), newest_first, after_equals in product(
        _KINDS, fields, _YES_NO, _NO_YES
    ):
        side = "below" if after_equals else "above"
        decide = partial(
            _ordered_among, same=same, field=field, newest_first=newest_first, after_equals=after_equals
        )
        label = f"{name}-{field}-{'desc' if newest_first else 'asc'}-{side}"
        yield Rule(
            label, f"among entries of {words}, by {what}, {_said(newest_first)}, {side} equals", decide
        )


def _edge_rules() -> Iterator[Rule]:
    for below in _NO_YES:
        side = "below" if below else "above"
        words = f"directly {side} the paper added before"
        yield Rule(f"{side}-last", words, partial(_beside_last, below=below))
    for at_top in _YES_NO:
        edge = "top" if at_top else "bottom"
        words = f"at the {edge}, unless clearly older, then by date"
        yield Rule(f"{edge}-unless-older", words, partial(_edge_unless_older, at_top=at_top))
    for at_end in _NO_YES:
        side = "end" if at_end else "start"
        words = f"at the {side} of its kind; kinds with more links first, published ones on top of each"
        yield Rule(f"kinds-{side}", words, partial(_kind_group, at_end=at_end))


def _beside(newest_first: bool, after_equals: bool, from_top: bool) -> str:  # noqa: FBT001 - words for a rule
    """Say beside which paper a new one goes: `above the first older one`."""
    below = "older" if newest_first else "newer"  # what stands further down
    above = "newer" if newest_first else "older"
    if from_top:
        return f"above the first {below} one" + ("" if after_equals else " or one as old")
    return f"below the last {above} one" + (" or one as old" if after_equals else "")


def _said(newest_first: bool) -> str:  # noqa: FBT001 - one of two words
    return "newest first" if newest_first else "oldest first"


_YES_NO = (True, False)
_NO_YES = (False, True)
RULES = (
    Rule("top", "new papers go on top of the section", _top),
    Rule("bottom", "new papers go to the bottom of the section", _bottom),
    *_ordered_rules(("number", "arXiv number"), ("day", "date"), ("year", "year"), ("title", "title")),
    *_group_rules(),
    *_among_rules(),
    *_edge_rules(),
    *_ordered_rules(("month", "month")),
)
BY_NAME = {rule.name: rule for rule in RULES}
