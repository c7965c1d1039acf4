"""What the words of an entry stand in: tags in code marks and a place in brackets are words of two kinds."""

import re

from service.lists.reading.parts import Part, Reading

TEXT = "text"
TAG_KINDS = frozenset(f"{TEXT}{marks}" for marks in ("`", "[`", "[", "#", "**[", "**`", "<kbd", "<code"))
_MARKS = re.compile(r"(?:<\w+|[*_`(\[{#\"“【（])*")


def kind_of(role: str, text: str) -> str:
    """Return the role of a part; that of words with the marks which they begin with: ``text` ``, `text(`."""
    marks = _MARKS.match(text) if role == TEXT else None
    return role + marks[0] if marks else role


def kind_of_part(reading: Reading, part: Part) -> str:
    """Return the role of a part, of words with their marks."""
    return kind_of(part.role, reading.text[part.start : part.end])


def role_of_kind(kind: str) -> str:
    """Return the role without marks."""
    return TEXT if kind.startswith(TEXT) else kind
