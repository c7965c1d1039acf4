"""Lines under a title that begin with what they say, as in `- Keywords: pruning, video`."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from service.lists.reading.parts import Field, Part, Slot

LINE = "line:"
_LABEL = re.compile(r"([^\W\d_][\w &/+-]{1,24}?)\s?(?::\s+|：\s*)(?=\S)")
_LINE_START = re.compile(r"\n[ \t]*(?:[-*+•>]\s+)?(?:[^\w\s\[\](]+\s*)?\Z")
_BULLET = re.compile(r"\s+[-*+•]\s+")
_AUTHORS = re.compile(r"authors?|by|written by", re.IGNORECASE)  # `Keywords: Image, Video` are no names
_ONLY_LABEL = re.compile(r"\s*[-*+•]\s+[^:：]*[:：]\W*")  # of a line of links
_MOST_WORDS = 3
_WHOLE = ("date", "venue", "preprint", "authors")


def label_before(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the label that a run of words begins with, if the run begins a line below the first."""
    found = _LABEL.match(text, start, end)
    if found is None or len(found[1].split()) > _MOST_WORDS or not _LINE_START.search(text[:start]):
        return None
    return found


def labelled_parts(start: int, label: re.Match[str], end: int, said: list[Part]) -> list[Part]:
    """Return what stands behind a label: a value with its label, or words under that label."""
    is_value = len(said) == 1 and said[0].role in _WHOLE and said[0].start == label.end()
    if is_value and (said[0].role != "authors" or _AUTHORS.match(label[1])):
        return [replace(said[0], start=start)]
    name = LINE + label[1].casefold()
    return [Part(start, end, name, (Slot(label.end(), end, Field.TEXT),), label[1])]


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
        piece = re.sub(r"^[-*+•]\s+", "", words[at:end].strip())
        label = _LABEL.match(piece)
        if label and label[1].casefold() in labels:
            yield label[1].casefold(), piece[label.end() :]
        elif piece and not _ONLY_LABEL.fullmatch(words[at:end]):
            yield None, words[at:end].strip()
        at = end
