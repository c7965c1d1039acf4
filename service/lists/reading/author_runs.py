"""Authors at the beginning of a run of words, alone or with the date, the venue or the words behind them."""

import re
from dataclasses import replace

from service.lists.reading.names import is_name, parse_authors
from service.lists.reading.parts import Field, Part, Slot
from service.lists.reading.venues import find_venue

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATED = re.compile(
    rf"(?<=[^\s,(])[,\s]+\(?((?:{_MONTH},? (?:\d{{1,2}}, )?)?(?:19|20)\d{{2}}(?:[-./]\d{{1,2}}){{0,2}}"
    rf"|\d{{1,2}}[-./](?:20)?\d{{2}}|{_MONTH}(?:-| ?['’])\d{{2}})\)?$"
)
_LED = re.compile(
    r"(?:by|authors?\s*:|with)\s+(?=\S)|[\u2190-\u2bff\U0001f300-\U0001faff]\ufe0f?\s*(?=\w)", re.IGNORECASE
)  # or an emoji in front
_NEXT_LINE = re.compile(r"\r?\n?[ \t]*([^\s\-*+#|>\d][^\r\n]*)")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_AND_MORE = re.compile(r"(.*\bet\.? ?al\b\.?|[^.]*)[.,]?\s+", re.DOTALL | re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<!\b[^\W\d_])(?<!\b(?:Dr|Jr|Md|Sk|St|al))\.\s+(?=\S)")  # none behind an initial


def authors_with_venue(said: str, start: int) -> list[Part]:
    """Read `Chen et al. CVPR` and `Ann Chen, Bo Li. CVPR 2024` as authors and a venue."""
    found = _AND_MORE.match(said)
    venue = find_venue(said[found.end() :]) if found and parse_authors(found[1]) else None
    if found is None or venue is None or venue.start > 0 or found.end() + venue.end < len(said):
        return []
    at = start + found.end()
    role = "preprint" if venue.is_preprint else "venue"
    return [
        _authors(start, start + len(found[1].rstrip(" ,"))),
        Part(at, at + venue.end, role, (Slot(at, at + venue.end, Field.VENUE),)),
    ]


def goes_on(text: str, at: int) -> bool:
    """Whether the line that ends here names authors, and the next one goes on with them behind its comma."""
    if text[at] not in "\r\n" or text[text.rfind("\n", 0, at) + 1 : at].rstrip()[-1:] != ",":
        return False
    names = text[text.rfind("\n", 0, at) + 1 : at].strip(" \t\r,")
    after = _NEXT_LINE.match(text, at)
    more = _BREAK.split(after[1])[0].rstrip(", \t") if after and parse_authors(names) else ""
    people = parse_authors(f"{more} et al.") if more else ()
    return len(people) > 0 and all(" " in name for name in people)


def dated_authors(said: str, start: int, *, is_led: bool = False) -> list[Part]:
    """Read `Chen et al., 2024` as authors and a date; behind `by` one name is enough."""
    found = None if _LED.match(said) else _DATED.search(said)
    if found is None:
        return []
    names = said[: found.start()]
    if not (parse_authors(names) or (is_led and is_name(names))):
        return []
    first, last = (start + at for at in found.span(1))
    return [_authors(start, start + len(names)), Part(first, last, "date", (Slot(first, last, Field.DATE),))]


def read_authors(said: str, start: int) -> list[Part]:
    """Read `Ann Chen, Bo Li`, and the same behind `by`; a sentence may follow."""
    led = _LED.match(said)
    if led is None:
        return _names(said, start)
    rest, at = said[led.end() :], start + led.end()
    found = dated_authors(rest, at, is_led=True) or _names(rest, at, is_led=True)
    return [replace(found[0], start=start), *found[1:]] if found else []


def _names(said: str, start: int, *, is_led: bool = False) -> list[Part]:
    """Read names up to the end, or to the first full stop behind them."""
    stop = _FULL_STOP.search(said)
    first = said[: stop.start()] if stop else ""
    if first and (is_led or all(" " in name for name in parse_authors(first))) and _are_names(first, is_led):
        return [_authors(start, start + len(first))]
    return [_authors(start, start + len(said))] if _are_names(said, is_led) else []


def _are_names(said: str, is_led: bool) -> bool:  # noqa: FBT001 - behind `by` one name is enough
    return bool(parse_authors(said)) or (is_led and is_name(said))


def _authors(start: int, end: int) -> Part:
    return Part(start, end, "authors", (Slot(start, end, Field.AUTHORS),))
