"""Marks around a word that was given as it stands in a list: where the model has them too, they go once."""

import re

_EMPHASIS = ("**", "__")
_OPENING = re.compile(r"[*_`(\[【\"“]+")
_CLOSING = re.compile(r"[*_`)\]】\"”]+\Z")


def undoubled(word: str, before: str, after: str) -> str:
    """Return a word without the emphasis, code marks and brackets that stand around its place already."""
    opening, closing = _OPENING.match(word), _CLOSING.search(word)
    if opening is None or not before.endswith(opening[0]):
        return word
    has_stop = after.startswith(".")
    is_whole = closing is not None and opening.end() < closing.start()
    if closing is None or not is_whole or not after[has_stop:].startswith(closing[0]):
        return word.replace(opening[0], "") if opening[0] in _EMPHASIS else word  # `**Fast.** Counts grids`
    inner = word[opening.end() : closing.start()]
    return inner.rstrip(".") if has_stop else inner
