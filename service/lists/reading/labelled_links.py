"""Links and values with their name in front, as in `Code: https://...`, `Venue: ICLR 2024`: one part each."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.labels import is_generic
from service.lists.reading.parts import ADDRESSES, Part

_COLON = re.compile(r"[ \t]*[:：][ \t]*")
_VALUES = ("venue", "preprint", "date", "authors")
_NAMES_VALUE = re.compile(
    r"venue|publisher|published( in| at)?|publication|conference|journal|accepted( at| by| to)?"
    r"|date|year|time|released?|authors?",
    re.IGNORECASE,
)


def with_labels(text: str, parts: Sequence[Part]) -> list[Part]:
    """Take the name of a kind of link, or of a value, into what follows it behind a colon."""
    out: list[Part] = []
    for part in parts:
        if (
            out
            and (
                (_is_name(text, out[-1]) and _leads(part))
                or (part.role in _VALUES and _names_value(text, out[-1]))
            )
            and _COLON.fullmatch(text, out[-1].end, part.start)
        ):
            name = out.pop()
            label = part.label if part.role in _VALUES else text[name.start : name.end]
            out.append(replace(part, start=name.start, label=label))
        else:
            out.append(part)
    return out


def _is_name(text: str, part: Part) -> bool:
    return part.role == "text" and is_generic(text[part.start : part.end])


def _names_value(text: str, part: Part) -> bool:
    return part.role == "text" and _NAMES_VALUE.fullmatch(text, part.start, part.end) is not None


def _leads(part: Part) -> bool:
    return part.role != "title" and not part.label and any(s.field in ADDRESSES for s in part.slots)
