"""Titles with emphasis or a dash inside them, or over two lines: `Pruning **Visual Tokens** of Frames`."""

import re
from collections.abc import Iterator, Sequence

from service.lists.reading.atoms import trim
from service.lists.reading.dates import is_date
from service.lists.reading.labelled_lines import is_marked_label
from service.lists.reading.labels import is_generic
from service.lists.reading.names import is_shortened, parse_authors
from service.lists.reading.venue_leads import lead_before
from service.lists.reading.venues import is_venue

Span = tuple[int, int]
_WRAPPED = re.compile(r"\*\*((?:[^*\[\]|<>\n]+\n[ \t]*){1,2}[^*\[\]|<>\n\s-][^*\[\]|<>\n]*)\*\*")
_ONLY_MARKS = re.compile(
    r"(?!\s*\n[ \t]*[-*+•][ \t]):?[\s-]*(?:\*\*|\*|__|_)[\s-]*(?:(?:\*\*|\*|__|_)[\s-]*)?"
)
_OPENS = ("*", "_")
_BOLD = ("**", "__")
_EMPHASIS = r"(?<![*_])(\*{1,3}|_{1,3})(?![*_])"
_NAMED = re.compile(_EMPHASIS + r"((?:[^\s*_]{1,30} ){0,2}[^\s*_]{1,30})\1:\s+(?=[A-Z\d])")
_STOPPED = re.compile(_EMPHASIS + r"((?:[^\s*_]{1,30} ){0,2}[^\s*_:]{1,30}):\1\s+(?=[A-Z\d])")
_LABEL = re.compile(
    r"(?:paper |key |main )?(?:titles?|papers?|authors?(?:\(s\))?|abstract|summary|tl;?dr|keywords?|venues?"
    r"|dates?|notes?|ideas?|methods?|tasks?|datasets?|code|links?|remarks?|comments?|motivation|contributions?"
    r"|highlights?)",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?:authors?|abstract|summary|tl;?dr|keywords?|tags?|venues?|published|dates?|years?|notes?|remarks?|comments?"
    r"|motivation|contributions?|highlights?)\s?:\s",
    re.IGNORECASE,
)
_REMARK_IN_BOLD = re.compile(r"\*\*_[^_*\n]{1,80}_\s+[-–—|:]\s+\Z")
_DASH = re.compile(r"\s+(?:-{1,3}|[–—])\s+")
_HELD = re.compile(
    r"\*\*([^*\[\]\n]{8,300})\*\*|(?<!\w)__([^_\[\]\n]{8,300})__(?!\w)|[\"“]([^\"“”\[\]\n]{8,300})[\"”]"
    r"|(?<![\w*])\*([^*\[\]\n]{8,300})\*(?!\w)|(?<![\w_])_([^_\[\]\n]{8,300})_(?!\w)"
)
_MARKUP = re.compile(r"[\[\]*_`<>]")
_REMARK = re.compile(r"\s*([*_`]+)[^*_`]+\1\s*")  # in marks of its own
_FEW_BEFORE = 6  # words, of a venue and a date; more are a title
_WORD = re.compile(r"\w+")
_FEW_WORDS = 2  # a plain run in front of an emphasised one that could be a label


def wrapped_title(text: str, start: int, end: int) -> Span | None:
    """Return the span of a bold title that goes on in the next line."""
    found = _WRAPPED.search(text, start, end)
    return found.span(1) if found else None


def mixed_titles(text: str, start: int, end: int, atoms: Sequence[tuple[int, int, bool]]) -> Iterator[Span]:
    """Return spans that begin in plain words, go on in emphasised ones, and end in either.

    `atoms` are the runs of this text between hard separators, as `hard_atoms` returns them.
    """
    if not any(text.find(mark, start, end) >= 0 for mark in _OPENS):
        return
    runs = [(a, b) for a, b, inside in atoms if not inside]
    at = 0
    while at < len(runs):
        last = at
        while last + 1 < len(runs) and _ONLY_MARKS.fullmatch(text, runs[last][1], runs[last + 1][0]):
            following = runs[last + 1]
            is_next = _is_value(text[slice(*following)]) or is_marked_label(text, following[0])
            if is_next or lead_before(text[slice(*runs[last])]):
                break
            last += 1
        if last > at and _begins_plainly(text, *runs[at]) and _goes_on(text, runs[at], last - at):
            yield _with_its_marks(text, runs[at][0], runs[last][1], end)
        at = last + 1


def dashed_title(text: str, start: int, end: int) -> Span | None:
    """Return the span of a title with a dash, as in `Name - what it does`, that is all of a table's cell."""
    said = text[start:end].strip()
    pieces = _DASH.split(said)
    if len(pieces) == 1 or _MARKUP.search(said) or any(_no_title(piece) for piece in pieces):
        return None
    return trim(text, start, end)


def dashed_in_marks(text: str, start: int, end: int) -> Iterator[Span]:
    """Return spans of titles with a dash that bold type, italics or quotes hold together."""
    held = _HELD.finditer(text, start, end) if _DASH.search(text, start, end) else ()
    for found in held:
        pieces = _DASH.split(found[found.lastindex or 0])
        if len(pieces) > 1 and not any(_no_title(p) or _REMARK.fullmatch(p) for p in pieces):
            yield found.span(found.lastindex or 0)


def _no_title(piece: str) -> bool:
    return bool(parse_authors(piece)) or is_venue(piece) or is_date(piece) or is_generic(piece)


def begins_with_name(text: str, at: int) -> bool:
    """Whether a title begins here whose name alone is emphasised: `**Name**: what it does`."""
    return _NAMED.match(text, at) is not None


def name_before(text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Return where a title with an emphasised name begins, where it goes on, and the name.

    The colon stands behind the emphasis, or inside it, in the first words of an entry.
    """
    found = _NAMED.search(text, start, end)
    if found is None:
        found = _STOPPED.search(text, start, end)
        if found is None or not _is_first(text, found.start()):
            return None
    return found.start(), found.end(), found[2]


def begins_with_label(words: str) -> bool:
    """Whether words say first what they are, and are no title: `Summary: what it does`, `Date: 2024`."""
    return _SAYS.match(words) is not None


def is_line_label(words: str) -> bool:
    """Whether words only say what follows: `**Title:**`, `**Summary:**`."""
    return _LABEL.fullmatch(words) is not None


def _is_first(text: str, at: int) -> bool:
    before = text[:at].strip()
    return "\n" not in before and "](" not in before and len(_WORD.findall(before)) <= _FEW_BEFORE


def opens_bold(text: str, start: int) -> bool:
    """Whether bold begins in front of the words, and has not ended there: `**[2024.05]** Title` is plain."""
    before = text[max(0, start - 3) : start].rstrip('"“ ')
    line = text.rfind("\n", 0, start) + 1
    return before[-2:] in _BOLD and text.count(before[-2:], line, start) % 2 == 1


def _begins_plainly(text: str, start: int, end: int) -> bool:
    said = text[start:end]
    if text[start - 1 : start] in _OPENS or not said[:1].isalnum():
        return False
    return not (parse_authors(said) or is_venue(said) or is_date(said) or is_generic(said))


def _is_value(said: str) -> bool:
    """Whether emphasised words behind a title are its authors, its venue or its date."""
    names = parse_authors(said)
    are_names = is_shortened(said) or all(" " in name for name in names)
    return (bool(names) and are_names) or is_venue(said) or is_date(said)


def _goes_on(text: str, first: Span, more: int) -> bool:
    """Whether plain words follow the emphasised ones, or enough stand before them to be no label."""
    return more > 1 or len(text[first[0] : first[1]].split()) >= _FEW_WORDS


def _with_its_marks(text: str, start: int, end: int, limit: int) -> Span:
    """Take in the marks that close an emphasis opened inside."""
    for mark in ("**", "__", "*", "_"):
        if text.count(mark, start, end) % 2 and text.startswith(mark, end) and end + len(mark) <= limit:
            return start, end + len(mark)
    return start, end


def is_rest_of_bold(text: str, start: int, end: int) -> bool:
    """Whether bold words begin with a remark in italics, as in `**_Remark_ - Title**`."""
    return text.startswith("**", end) and _REMARK_IN_BOLD.search(text[:start]) is not None
