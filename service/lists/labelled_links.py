"""Links with their name in front of them, as in `Code: https://...`: one part, that is there or not."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.lists.labels import is_generic
from service.lists.parts import Field, Part

_COLON = re.compile(r"[ \t]*[:：][ \t]*")
_ADDRESSES = (Field.URL, Field.CODE, Field.PROJECT, Field.LINK)


def with_labels(text: str, parts: Sequence[Part]) -> list[Part]:
    """Take the name of a kind of link into the address that follows it behind a colon."""
    out: list[Part] = []
    for part in parts:
        if (
            out
            and _is_name(text, out[-1])
            and _leads(part)
            and _COLON.fullmatch(text, out[-1].end, part.start)
        ):
            name = out.pop()
            out.append(replace(part, start=name.start, label=text[name.start : name.end]))
        else:
            out.append(part)
    return out


def _is_name(text: str, part: Part) -> bool:
    return part.role == "text" and is_generic(text[part.start : part.end])


def _leads(part: Part) -> bool:
    return part.role != "title" and not part.label and any(s.field in _ADDRESSES for s in part.slots)
