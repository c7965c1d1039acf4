"""Items in plain words below a paragraph that is a title with its links: they are its notes.

Else a paper put behind that title would stand between it and what is said of it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.blocks import Block, Kind
from service.lists.reading.urls import is_paper

_ENOUGH = 3  # titles with notes in a list
_MOST_NOTES = 5
_MOST_LINES = 3  # of a title and its links
_BEGINS = re.compile(r"\s{0,3}(?:\*\*|__|\[|[^\w\s<>!#|*+-]|\d)")
_ENDS = re.compile(r"[)\]>][\s.*_]*(?:<br\s*/?>|\\)?\s*\Z", re.IGNORECASE)
_TARGET = re.compile(r"\]\((http[^()\s]*)")
_NOTE = re.compile(r"[-*+]\s+(?![^\n]*(?:\]\(|https?:))")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,5}[.)])\s")
_FIRST_NOTE = re.compile(r"\n(?:[ \t]*\r?\n)?[-*+]\s")


def before_notes(text: str) -> int:
    """Return where the items below a title that is no item itself begin; the end of the text without any."""
    found = None if _ITEM.match(text) else _FIRST_NOTE.search(text)
    return found.start() if found else len(text)


def has_notes_below(lines: Sequence[str]) -> bool:
    """Whether the titles of a list have notes below them as a rule of its own: in three places or more."""
    found = 0
    for at, line in enumerate(lines):
        if _NOTE.match(line):
            above = at - 1 - (at > 0 and not lines[at - 1].strip())
            found += above >= 0 and _is_title(lines[above : above + 1])
            if found >= _ENOUGH:
                return True
    return False


def with_notes_below(lines: Sequence[str], blocks: Sequence[Block]) -> list[Block]:
    """Join a title in a paragraph with the items below it that say more and lead nowhere."""
    found: list[Block] = []
    notes = 0
    for block in blocks:
        above = found[-1] if found else None
        is_note = block.kind is Kind.ITEM and all(_is_words(line) for line in lines[block.first : block.last])
        if above and is_note and notes < _MOST_NOTES and _goes_on(lines, above, block.first):
            found[-1] = replace(above, last=block.last)
            notes += 1
        else:
            found.append(block)
            notes = 0
    return found


def _goes_on(lines: Sequence[str], above: Block, at: int) -> bool:
    is_near = all(not line.strip() for line in lines[above.last : at]) and at - above.last <= 1
    return is_near and above.kind is Kind.PARAGRAPH and _is_title(_own(lines, above))


def _own(lines: Sequence[str], block: Block) -> Sequence[str]:
    """Return the lines of a paragraph without the notes that were joined to it."""
    end = next((n for n in range(block.first + 1, block.last) if _NOTE.match(lines[n])), block.last)
    while end > block.first + 1 and not lines[end - 1].strip():
        end -= 1
    return lines[block.first : end]


def _is_title(own: Sequence[str]) -> bool:
    text = "".join(own)
    leads = len(own) <= _MOST_LINES and any(is_paper(url) for url in _TARGET.findall(text))
    return leads and _BEGINS.match(text) is not None and _ENDS.search(text) is not None


def _is_words(line: str) -> bool:
    return "](" not in line and "http" not in line
