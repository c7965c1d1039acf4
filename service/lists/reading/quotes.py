"""Quotation marks of every kind are read as one: titles stand in `«...»`, `「...」` or `'...'` too."""

import re

_OPEN, _CLOSE = "“", "”"
_PAIRS = ("«»", "‹›", "「」", "『』", "〈〉", "„“", "„”", "‘’", "''")
_SINGLE = "'‘’"
_LEAST = 8  # characters of a title
_BEFORE = r"(?<!\w)(?<!\w )(?<!\\)"  # not among words, where they are a part of the title
_ONE = re.compile(
    "|".join(
        rf"{_BEFORE}{a}(?=\S)[^{a}{b}\n]{{{_LEAST},300}}(?<=\S){b}(?!\w)"
        for a, b in (tuple(p) for p in _PAIRS)
    )
)
_WHOLE = re.compile(r"[\"“《](?=\S)([^\"“”《》]+)(?<=\S)[\"”》]")


def with_plain_quotes(text: str) -> str:
    """Return a text of the same length, with `“` and `”` for quotation marks around some words."""
    return text if text.isascii() and "'" not in text else _ONE.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    said = found[0][1:-1]
    is_title = found[0][0] not in _SINGLE or len(said.split()) > 2  # noqa: PLR2004 - single ones are apostrophes, too
    return f"{_OPEN}{said}{_CLOSE}" if is_title else found[0]


def between_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave the quotation marks outside that stand around all of a title."""
    whole = _WHOLE.fullmatch(text, start, end)
    return whole.span(1) if whole else (start, end)
