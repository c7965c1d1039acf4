"""Marks around a word and stops behind it: where the model has them too, they go once, and none gets lost."""

import re

from service.lists.reading.hash_tags import as_tag
from service.lists.reading.labelled_lines import behind_sign

_EMPHASIS = ("**", "__")
_OPENING = re.compile(r"[*_`(\[【\"“]+")
_CLOSING = re.compile(r"[*_`)\]】\"”]+\Z")
_LABEL = re.compile(r"([^\W\d_][\w &/+()-]{1,24}:)\s+(?=\S)")
_MARKS = re.compile(r"[*_`]|</?[a-z]{1,6}>", re.IGNORECASE)
_NEAR = 80  # characters
_SET_OFF = re.compile(r"[ \t]+[*_\"“]")


def undoubled(word: str, before: str, after: str) -> str | None:
    """Return a word without the label, emoji, emphasis, code marks and brackets around its place already.

    Behind a hash it is one tag; None where that would be an issue's number.
    """
    stands = _MARKS.sub("", before[-_NEAR:]).rstrip()
    first = behind_sign(word, 0, len(word))
    label = _LABEL.match(word, first)
    if label and stands.endswith(label[1]):
        word = word[label.end() :]
    elif first and stands.endswith(word[:first].rstrip()):
        word = word[first:]
    if before.endswith("#"):
        return as_tag(word)
    opening, closing = _OPENING.match(word), _CLOSING.search(word)
    if opening is None or not before.endswith(opening[0]):
        return word
    has_stop = after.startswith(".")
    is_whole = closing is not None and opening.end() < closing.start()
    if closing is None or not is_whole or not after[has_stop:].startswith(closing[0]):
        return word.replace(opening[0], "") if opening[0] in _EMPHASIS else word  # `**Fast.** Counts grids`
    inner = word[opening.end() : closing.start()]
    return inner.rstrip(".") if has_stop else inner


def with_one_stop(value: str, text: str, start: int, end: int, last: int) -> str:
    """Return words for `text[start:end]` with one full stop behind, if that is where the example's stands.

    The one of `et al.` is the sentence's, too, as in `Chen, Ann, et al. **A Title**`.
    """
    if value.endswith("."):
        return value[:-1] if text.startswith(".", end, last) else value
    return value + "." * (text.endswith("al.", start, end) and _SET_OFF.match(text, end) is not None)
