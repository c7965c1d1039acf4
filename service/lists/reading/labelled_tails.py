"""Words in brackets behind a label, in lines of their own: `Env: [Mobile], [GUI]` and `Platform: [Phone]`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.parts import Part, Reading

TAIL = "tail"
_LINE = re.compile(r"\r?\n|<br\s*/?>", re.IGNORECASE)
_LABEL = re.compile(
    r"[ \t]*(?:[-*+•>]\s+)?(?:[^\w\s\[\](*]+\s*)?(?:\*\*|__|[*_])?([^\W\d_][\w &/+-]{1,24}?)"
    r"(?:\*\*|__|[*_])?\s?[:：](?:\*\*|__|[*_])?(?=[\s\[【`])"
)
_SOME = 0.3  # of the entries have two such lines: a list that tells its words apart by them


def tail_label(text: str, part: Part) -> str:
    """Return the label at the start of the line that a word in brackets stands in; empty without one."""
    before = _LINE.split(text[: part.start])[-1]
    found = _LABEL.match(before)
    return found[1].strip() if found else ""


def has_labelled_tails(readings: Sequence[Reading]) -> bool:
    """Whether entries have several lines of words in brackets, each with a label of its own."""
    several = sum(len(labels) > 1 for labels in map(_labels, readings))
    return several > 1 and several >= _SOME * len(readings)


def with_labelled_tails(reading: Reading) -> Reading:
    """Give words in brackets a role by the label of their line."""
    cells = tuple(
        replace(cell, parts=tuple(_labelled(reading.text, p) for p in cell.parts)) for cell in reading.cells
    )
    return Reading(reading.text, cells)


def tail_role(label: str) -> str:
    """Return the role of words in brackets in the line with this label."""
    return f"{TAIL}:{label.casefold().strip()}" if label else TAIL


def is_tail(role: str) -> bool:
    """Whether a part is a word in brackets, in whichever line."""
    return role == TAIL or role.startswith(f"{TAIL}:")


def _labels(reading: Reading) -> set[str]:
    return {tail_label(reading.text, p) for p in reading.parts() if p.role == TAIL} - {""}


def _labelled(text: str, part: Part) -> Part:
    return replace(part, role=tail_role(tail_label(text, part))) if part.role == TAIL else part
