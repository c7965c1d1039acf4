"""Lines under a title that begin with what they say, as in `- Keywords: pruning, video`."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from service.lists.reading.labels import is_generic
from service.lists.reading.names import is_name
from service.lists.reading.parts import Field, Part, Slot

LINE = "line:"
_NAME = r"(TL;DR|[^\W\d_][\w &/+-]{1,24}?(?:\(s\))?)"
_LABEL = re.compile(rf"{_NAME}\s?(?::\s+|：\s*)(?=\S)")
_MARK = r"(\*\*|__|[*_`])"
_SIGN = r"(?:[^\w\s\[\]()<>*_`|~:：-]+\s*|:[a-z]\w{1,30}:\s*)?"  # an emoji before a label, or `:name:` of one
_SIGNED = re.compile(r"(?:(?:[\u2190-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d]?)+\s*|:[a-z]\w{1,30}:\s*)?")
_MARKED = re.compile(
    rf"{_MARK}{_SIGN}{_NAME}\s?(?:[:：]\s?\1|\1\s?[:：])\s*(?=[^\s\[<!(|]|\Z)"
)  # `**Task:** words`, or nothing behind
_OPENS_MARK = re.compile(rf"{_MARK}{_SIGN}\Z")
_ITEM_BELOW = re.compile(r"\n[ \t]+[-*+•]\s+[*_]*\Z")
_INDENT = 40  # characters before an item's words, blanks and marks
_LINE_START = re.compile(r"(?:\n|<br\s*/?>)[ \t]*(?:[-*+•>]\s+)?(?:(?:[^\w\s\[\](]+|:[a-z]\w{1,30}:)\s*)?\Z")
_BEFORE_LABEL = re.compile(r"^(?:[-*+•]\s+)?(?:[^\w\s\[\]()<>*_`|~:：-]+\s*(?=\w))?")
_BULLET = re.compile(r"\s+[-*+•]\s+")
_AUTHORS = re.compile(r"author(?:s|\(s\))?|by|written by", re.IGNORECASE)  # `Keywords: A, B` are no names
_REST = re.compile(r"[^\[\]<\n`*]*[^\s\[\]<`*.,;:\\](?=[ \t.,;:\\]*(?:\r?\n|\Z))")
_REST_OF_CELL = re.compile(r"[^\[\]<\n`*|]*[^\s\[\]<`*|.,;:\\](?=[ \t.,;:\\]*(?:\r?\n|\||\Z))")
_ONLY_LABEL = re.compile(r"\s*[-*+•]\s+[^:：]*[:：]\W*")  # of a line of links
_MOST_WORDS = 3
_TAG = r"</?(?:b|strong|i|em)>"
_LEADS_TO_LINK = re.compile(
    rf"\s?(?:[:：]\s?(?:{_MARK}|{_TAG})?|(?:{_MARK}|{_TAG})\s?[:：])\s*(?:\[|<|https?:)", re.IGNORECASE
)
_OPENS_TAG = re.compile(rf"(?:{_TAG}|{_MARK})\Z", re.IGNORECASE)
_WHERE = ("venue", "preprint", "date")
_WHOLE = ("date", "venue", "preprint", "authors")


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a line, emphasised or not, at `start:end` with what parts it from the words behind."""

    start: int
    end: int
    name: str


def label_before(text: str, start: int, end: int) -> Label | None:
    """Return the label of the line below the first that a run of words begins with, or that precedes it."""
    first = behind_sign(text, start, end)
    found = _LABEL.match(text, first, end)
    if found is not None and _is_short(found[1]) and _begins_line(text, first):
        return Label(first, found.end(), found[1])
    line = _line_of(text, start)
    marked = _MARKED.search(text, line, start + 1) if line >= 0 else None
    if marked is None or marked.end() != start or not _is_label(text, marked):
        return None
    return Label(marked.start(), start, marked[2])


def behind_sign(text: str, start: int, end: int) -> int:
    """Return where words go on behind an emoji, or `:name:` of one; their start without any."""
    sign = _SIGNED.match(text, start, end)
    return sign.end() if sign else start


def is_marked_label(text: str, start: int) -> bool:
    """Whether a run of words is itself an emphasised label of such a line."""
    line = _line_of(text, start)
    opened = _OPENS_MARK.search(text, line + 1, start) if line >= 0 else None
    found = _MARKED.match(text, opened.start(1)) if opened else None
    return found is not None and start <= found.start(2) and _is_label(text, found)


def begins_item_below(text: str, start: int) -> bool:
    """Whether words begin an item that is set in below the first line."""
    return _ITEM_BELOW.search(text, max(0, start - _INDENT), start) is not None


def is_labelled_item(text: str, start: int, end: int) -> bool:
    """Whether words are an item below the title with a label, as in `  - Summary: ...`."""
    return begins_item_below(text, start) and label_before(text, start, end) is not None


def is_bold_label(text: str, start: int) -> bool:
    """Whether a run of words is an emphasised label anywhere in a line, as in `A Title. **Venue:** ICML`."""
    opened = _OPENS_MARK.search(text, max(0, _line_of(text, start)), start)
    found = _MARKED.match(text, opened.start(1)) if opened else None
    return found is not None and found.start(2) >= start and _is_short(found[2])


def is_link_label(text: str, start: int, end: int) -> bool:
    """Whether words only say what kind of link follows them in their line: `- **arXiv:** [link](...)`."""
    opened = _OPENS_TAG.search(text, max(0, _line_of(text, start)), start)
    leads = _LEADS_TO_LINK.match(text, end) is not None and is_generic(text[start:end])
    return leads and _begins_line(text, opened.start() if opened else start)


def _is_label(text: str, marked: re.Match[str]) -> bool:
    return _is_short(marked[2]) and _begins_line(text, marked.start())


def _is_short(name: str) -> bool:
    return len(name.split()) <= _MOST_WORDS


def _line_of(text: str, at: int) -> int:
    """Return where the line begins that holds a place, with its line end or `<br>`; -1 in the first."""
    return max(text.rfind("\n", 0, at), text.rfind("<br", 0, at))


def _begins_line(text: str, at: int) -> bool:
    """Whether only a bullet and signs stand before, on a line below the first."""
    return _LINE_START.search(text, max(0, _line_of(text, at)), at) is not None


def labelled_parts(text: str, label: Label, end: int, said: list[Part]) -> list[Part]:
    """Return what stands behind a label: a value with its label, or words under that label."""
    is_one = _AUTHORS.fullmatch(label.name) is not None and is_name(text[label.end : end])
    if is_one:
        return [Part(label.start, end, "authors", (Slot(label.end, end, Field.AUTHORS),))]
    is_value = len(said) == 1 and said[0].role in _WHOLE and said[0].start == label.end
    if is_value and (said[0].role != "authors" or _AUTHORS.match(label.name)):
        return [replace(said[0], start=label.start)]
    if len(said) > 1 and all(p.role in _WHERE for p in said) and said[0].start == label.end:
        return [replace(said[0], start=label.start), *said[1:]]
    rest = (_REST_OF_CELL if text.lstrip().startswith("|") else _REST).match(text, end)
    stop = rest.end() if rest else end
    words = Slot(label.end, stop, Field.TEXT)
    return [Part(label.start, stop, LINE + label.name.casefold(), (words,), label.name)]


def label_of(part: Part) -> str | None:
    """Return the label of a line of words."""
    return part.role.removeprefix(LINE) if part.role.startswith(LINE) else None


def by_label(words: str, labels: Collection[str]) -> Iterator[tuple[str | None, str]]:
    """Return (label, words) of what was given for an entry's lines, whether in one text or in several."""
    at = 0
    for cut in [*_BULLET.finditer(words), None]:
        end = cut.start() if cut else len(words)
        following = _LABEL.match(words, cut.end()) if cut else None
        if cut and not (following and following[1].casefold() in labels):
            continue
        piece = _BEFORE_LABEL.sub("", words[at:end].strip())
        marked = _MARKED.match(piece)
        label = marked or _LABEL.match(piece)
        name = label[label.lastindex or 1].casefold() if label else ""
        if label and name in labels:
            yield name, piece[label.end() :]
        elif piece and not _ONLY_LABEL.fullmatch(words[at:end]):
            yield None, words[at:end].strip()
        at = end
