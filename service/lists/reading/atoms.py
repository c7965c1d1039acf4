"""The text between links cut at its punctuation: dates, venues, authors, words of a tail, other words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from service.lists.reading.author_runs import authors_with_venue, dated_authors, goes_on, read_authors
from service.lists.reading.dates import find_date, is_date
from service.lists.reading.emoji import EMOJI
from service.lists.reading.enclosed import is_inside_word
from service.lists.reading.hash_tags import HASH
from service.lists.reading.labelled_lines import (
    behind_sign,
    is_link_label,
    is_marked_label,
    label_before,
    labelled_parts,
)
from service.lists.reading.names import parse_authors
from service.lists.reading.parts import Field, Part, Slot
from service.lists.reading.placeholders import is_placeholder, lacks_link
from service.lists.reading.raised import is_raised, raised_marks
from service.lists.reading.references import read_reference
from service.lists.reading.several_venues import is_one_value, names_several
from service.lists.reading.venue_leads import lead_before
from service.lists.reading.venues import find_venue, is_venue

HARD = re.compile(
    r"<br\s*/?>|</?[A-Za-z][^<>]*>|(?<=[\w>])/(?:ins|em|strong|sub|sup|[biu])>|<!--.*?-->|\*\*|\*|~~|`|(?<!\w)__?(?=\S|\Z)|(?<=\S)__?(?!\w)|[\[\]【】|\r\n]|\\$|\\(?=\r?\n|[\[\]])"
    r"|(?<=\n)[ \t]*(?:\d{1,2}[.)]|\+)[ \t]+(?=\S)"
    rf"|(?<=[.;,]\s){EMOJI}\ufe0f?(?=\s)|;(?=\s+[A-Z][a-z]+:\s)"
    rf"|(?<=\w\s){EMOJI}\ufe0f?(?=\s+(?:[A-Z][A-Za-z]{{1,11}}[.\s'’,-]*)?\d\d)"
    r"|(?<=\s)(?:-{1,3}|[–—|·•])(?=\s)|(?<=\w)\s*[—]\s*(?=\w)|\t|^\s{0,3}>"
    rf"|(?<=[\s>(\[]){HASH}",
    re.DOTALL | re.MULTILINE,
)
_MOST_VALUES = 40  # venues, dates, ... in one run of words; what goes on after them is words
_EDGE = " \t\r\n.,:;<>()（）《》{}\"“”'-–—/，。：；!…"
SAYS_SOMETHING = re.compile(r"[^\s.,:;<>()（）{}\"“”'\-–—/，。：；!…\[\]【】|*~`_\\·•]")
_CALLED = re.compile(r"(?<=[A-Za-z])!(?!\[)")
_NAMED_EMOJI = re.compile(r":[a-z][a-z0-9_+-]*:")
_YEAR_QUOTED = re.compile(r" \d\d['’]")  # `CVPR 24'`
_TAIL_SPLIT = re.compile(r"[;,；，]|\s/\s")
_EMOJI_ONLY = re.compile(r"^(?:[^\w]|&(?:nbsp|e[mn]sp|thinsp)\b)+$")
_DATED_PREPRINT = re.compile(r"\b(arxiv)[\s,:.'’]+(\d\d[./-][1-9](?![\d./-]))?", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:[A-Z]\w{0,9}\.?\s+){0,6}[A-Z]\w{0,9}\.\s+[A-Z]\w{0,9}")  # `Nat. Commun`
_ENDS_CELL = re.compile(r"[ \t]*\|")
_NUMBERED_PREPRINT = re.compile(
    r"\b(?:arxiv\s+preprint\s+)?(arxiv(?:\s+preprint)?)(?:\s*:\s*|\s)(\d{4}\.\d{4,5})(?!\d)", re.IGNORECASE
)
_YEAR_IN_BRACKETS = re.compile(r"((?:19|20)\d{2})\)")  # the opening bracket has been trimmed
_LINKED_NUMBER = re.compile(r"[*_]*\s?:[*_]*\s*\[+`?\d{4}\.\d{4,5}")
_DOTS = re.compile(r",?\s?(?:\.\.\.|…)")  # behind authors: an `et al.`
_AWARD = re.compile(
    r"^(oral|spotlight|poster|highlight|best paper|accepted|workshop|findings|long|short|main|demo)\b",
    re.IGNORECASE,
)

Span = tuple[int, int]
_OTHERS = re.compile(r"(?<=[\w,] )([*_])et\.? al\.?\1")  # in emphasis of its own, behind a name


def hard_atoms(text: str, start: int, end: int, depth: int = 0) -> Iterator[tuple[int, int, bool]]:
    """Return (start, end, inside square brackets) of the runs between hard separators, trimmed.

    `depth` says how many brackets are open at the start.
    """
    if SAYS_SOMETHING.search(text, start, end) is None:
        return
    at = start
    own = raised_marks(text, start, end) if "<" in text else set[int]()
    if "et" in text:
        own |= {at for m in _OTHERS.finditer(text, start, end) for at in (m.start(1), m.end() - 1)}
    marks = [m for m in HARD.finditer(text, start, end) if m.start() not in own and _parts(text, m.start())]
    for match in (*marks, None):
        stop = match.start() if match else end
        trimmed = trim(text, at, stop)
        if trimmed:
            yield *trimmed, depth > 0
        if match:
            depth = max(0, depth + (match[0] in "[【") - (match[0] in "]】"))
            at = match.end()


def _parts(text: str, at: int) -> bool:
    """Whether a mark stands between words, and is not one of them."""
    if text[at] == "<":
        return not is_raised(text, at)
    if text[at] in "[]":
        return not is_inside_word(text, at)
    return text[at] not in "\r\n" or not goes_on(text, at)


def trim(text: str, start: int, end: int) -> Span | None:
    """Return the span without punctuation at its edges, or None if nothing is left."""
    while start < end and (first := text[start]) in _EDGE:
        if first in "<:" and _has_its_start(text, start, end):
            break
        start += 1
    while end > start and (last := text[end - 1]) in _EDGE:
        if last in ">:!" and _has_its_end(text, start, end):
            break
        end -= 1
    if (
        start < end
        and text.count(")", start, end) < text.count("(", start, end)
        and text[end : end + 1] == ")"
    ):
        end += 1
    if text.count('"', start, end) % 2 and text[end : end + 1] == '"':
        end += 1
    if text[end : end + 1] == "." and (
        text.endswith("et al", start, end) or _is_abbreviated_cell(text, start, end)
    ):
        end += 1
    if start < end and (dots := _DOTS.match(text, end)) and _names_people(text[start:end]):
        end = dots.end()
    if _YEAR_QUOTED.match(text, max(start, end - 3), end + 1):
        end += 1
    return (start, end) if start < end else None


def _is_abbreviated_cell(text: str, start: int, end: int) -> bool:
    """Whether a cell of a table is a name in short words, whose last full stop is one more of its own."""
    return (
        _ENDS_CELL.match(text, end + 1) is not None and _ABBREVIATED.fullmatch(text, start, end) is not None
    )


def _names_people(said: str) -> bool:
    """Whether words are authors, perhaps behind a label."""
    return bool(parse_authors(said.rpartition(": ")[2]))


def _has_its_start(text: str, start: int, end: int) -> bool:
    """Whether the first character is no punctuation: `:fire:`, `<sup>1</sup>`."""
    return text.startswith("<sup>", start) or _NAMED_EMOJI.match(text, start, end) is not None


def _has_its_end(text: str, start: int, end: int) -> bool:
    """Whether the last character is no punctuation: `sure!`, `Chen<sup>1</sup>`; `![` begins a picture."""
    is_emoji = text[end - 1] == ":" and _NAMED_EMOJI.fullmatch(text[text.rfind(":", start, end - 1) : end])
    return text.endswith("</sup>", start, end) or bool(_CALLED.match(text, end - 1) or is_emoji)


def read_atom(text: str, start: int, end: int, *, in_tail: bool) -> list[Part]:
    """Return the parts of one run of plain text."""
    if not in_tail or is_one_value(text[start:end]):
        return _simple(text, start, end, other="tail" if in_tail else "text")
    return [p for span in _split(text, start, end, _TAIL_SPLIT) for p in _simple(text, *span, other="tail")]


def _simple(text: str, start: int, end: int, *, other: str, depth: int = 0) -> list[Part]:
    said = text[start:end]
    if depth > _MOST_VALUES:
        return [_part(other, start, end, Field.TEXT)]
    if _EMOJI_ONLY.match(said) or is_placeholder(said) or _is_of_link(text, start, end):
        return []
    if is_marked_label(text, start) or is_link_label(text, start, end) or _names_number(text, start, end):
        return []
    if signed := _behind_sign(text, start, end, other=other, depth=depth):
        return signed
    label = label_before(text, start, end)
    if label:
        return labelled_parts(text, label, end, _values(text, label.end, end, other=other, depth=depth + 1))
    return _values(text, start, end, other=other, depth=depth)


def _behind_sign(text: str, start: int, end: int, *, other: str, depth: int) -> list[Part]:
    """Return what stands behind an emoji, if it begins with a value: `🏫 Authors: Ann Chen, Bo Li`."""
    first = behind_sign(text, start, end)
    said = _simple(text, first, end, other=other, depth=depth + 1) if first > start else []
    return said if said and said[0].role != other else []


def _values(text: str, start: int, end: int, *, other: str, depth: int) -> list[Part]:
    said = text[start:end]
    for read in _READERS:
        found = read(said, start)
        if found:
            before, after = (start, found[0].start), (found[-1].end, end)
            return [
                *_around(text, *before, other, depth + 1),
                *found,
                *_around(text, *after, other, depth + 1),
            ]
    return [_part(other, start, end, Field.TEXT)]


def _names_number(text: str, start: int, end: int) -> bool:
    """Whether `arXiv:` stands before a link with the paper's number, and is no venue."""
    return text[start:end].casefold() == "arxiv" and _LINKED_NUMBER.match(text, end) is not None


def _is_of_link(text: str, start: int, end: int) -> bool:
    """Whether an emoji's name stands right before a link (`:star:[code](...)`), or a label without one."""
    is_mark = text.startswith("[", end) and _NAMED_EMOJI.fullmatch(text, start, end) is not None
    return is_mark or lacks_link(text, start, end)


def _date_alone(said: str, start: int) -> list[Part]:
    date = find_date(said) if is_date(said) else None
    return [_part("date", start + date.start, start + date.end, Field.DATE)] if date else []


def _numbered_preprint(said: str, start: int) -> list[Part]:
    """Read `arXiv:2401.01234` as a venue and an id."""
    found = _NUMBERED_PREPRINT.search(said)
    if found is None:
        return []
    name, number = ((start + found.start(i), start + found.end(i)) for i in (1, 2))
    first = start + found.start()
    return [Part(first, number[1], "preprint", (Slot(*name, Field.VENUE), Slot(*number, Field.ID)))]


def _several_venues(said: str, start: int) -> list[Part]:
    """Read `arXiv 2004; ECCV 2020` as one value."""
    if not names_several(said):
        return []
    is_preprint = all(v is None or v.is_preprint for v in map(find_venue, said.split(";")))
    return [_part("preprint" if is_preprint else "venue", start, start + len(said), Field.VENUE)]


def _venue(said: str, start: int) -> list[Part]:
    venue = find_venue(said)
    if venue is None or (venue.year is None and parse_authors(said)):
        return []
    lead = lead_before(said[: venue.start])
    first = venue.start if lead is None else lead
    if not is_venue(said) and not _is_apart(said, first, venue.end):
        return []
    role = "preprint" if venue.is_preprint else "venue"
    part = _part(role, start + venue.start, start + venue.end, Field.VENUE)
    return [replace(part, start=start + first)]


def _dated_preprint(said: str, start: int) -> list[Part]:
    """Read `arXiv 2024.05` and `arXiv 24.8` as a venue and a month."""
    found = _DATED_PREPRINT.search(said)
    if found is None:
        return []
    first = found.start(2) if found[2] else found.end()
    date = find_date(said[first:], with_month=True)
    length = len(found[2] or "") or (date.end if date and date.start == 0 else 0)
    name, month = (start + found.start(1), start + found.end(1)), (start + first, start + first + length)
    slots = (Slot(*name, Field.VENUE), Slot(*month, Field.DATE))
    return [Part(name[0], month[1], "preprint", slots)] if length else []


def _year_in_brackets(said: str, start: int) -> list[Part]:
    found = _YEAR_IN_BRACKETS.match(said)
    return [_part("date", start, start + 4, Field.DATE)] if found else []


def _date_apart(said: str, start: int) -> list[Part]:
    date = find_date(said, with_month=True)
    if date is None or not _is_apart(said, date.start, date.end):
        return []
    return [_part("date", start + date.start, start + date.end, Field.DATE)]


_READERS: tuple[Callable[[str, int], list[Part]], ...] = (
    _date_alone,
    read_reference,
    _numbered_preprint,
    _several_venues,
    _dated_preprint,
    authors_with_venue,
    _venue,
    _year_in_brackets,
    dated_authors,
    read_authors,
    _date_apart,
)


def _is_apart(said: str, start: int, end: int) -> bool:
    """Whether a value is set off by punctuation, so that it is no word of a sentence."""
    before, after = said[:start].rstrip(" "), said[end:].lstrip(" ")
    opened = not before or before[-1] in ".,:;([-–—/'\"（，。；：" or before[-1] == "@"
    closed = not after or after[0] in ".,:;)]-–—/'\"）(，。；：" or _AWARD.match(after) is not None
    return opened and closed


def _around(text: str, start: int, end: int, other: str, depth: int) -> list[Part]:
    trimmed = trim(text, start, end)
    return _simple(text, *trimmed, other=other, depth=depth) if trimmed else []


def _split(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[Span]:
    at = start
    for match in [*pattern.finditer(text, start, end), None]:
        trimmed = trim(text, at, match.start() if match else end)
        if trimmed:
            yield trimmed
        at = match.end() if match else end


def _part(role: str, start: int, end: int, field: Field) -> Part:
    return Part(start, end, role, (Slot(start, end, field),))
