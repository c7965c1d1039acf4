"""Marks around a word that was given as it stands in a list: where the model has them too, they go once."""

import re

_OPENING = re.compile(r"[*_`(\[\"“]+")
_CLOSING = re.compile(r"[*_`)\]\"”]+\Z")


def undoubled(word: str, before: str, after: str) -> str:
    """Return a word without the emphasis, code marks and brackets that stand around its place already."""
    opening, closing = _OPENING.match(word), _CLOSING.search(word)
    if opening is None or closing is None or opening.end() >= closing.start():
        return word
    inner = word[opening.end() : closing.start()]
    has_stop = after.startswith(".")
    if not before.endswith(opening[0]) or not after[has_stop:].startswith(closing[0]):
        return word
    return inner.rstrip(".") if has_stop else inner
