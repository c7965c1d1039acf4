"""Authors some of whom are linked to their pages: one list of names, whatever links stand in it."""

import re
from collections.abc import Iterator, Sequence

from service.lists.reading.labels import bare, is_generic
from service.lists.reading.names import is_name, parse_authors
from service.lists.reading.parts import Field, Part, Slot

_JOINT = re.compile(r"\s*(?:[,;、&]|,?\s*\band\b|\bet\.? ?al\b\.?,?)*\s*")
_EMPHASIS = "*_"
_ENOUGH = 3  # names; two may be two places to download from


def with_linked_names(text: str, parts: Sequence[Part]) -> list[Part]:
    """Take a run of names, linked or not, for one part with the authors."""
    out: list[Part] = []
    for run in _runs(text, parts):
        if len(run) > 1 and any(p.label for p in run) and _are_authors(text, run):
            start, end = run[0].start, run[-1].end
            out.append(Part(start, end, "authors", (Slot(start, end, Field.AUTHORS),)))
        else:
            out += run
    return out


def _runs(text: str, parts: Sequence[Part]) -> Iterator[list[Part]]:
    run: list[Part] = []
    for part in parts:
        if run and not (
            _names(text, part) and _names(text, run[-1]) and _JOINT.fullmatch(text, run[-1].end, part.start)
        ):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _are_authors(text: str, run: Sequence[Part]) -> bool:
    start, end = run[0].start, run[-1].end
    is_set_off = text[start - 1 : start] in tuple(_EMPHASIS) and text[end : end + 2].strip(".")[:1] in tuple(
        _EMPHASIS
    )
    return is_set_off or sum(_names(text, p) for p in run) >= _ENOUGH


def _names(text: str, part: Part) -> int:
    """Return how many people a part names, if that is all it does."""
    if part.label:
        said = bare(part.label)
        return int(is_name(said) and not is_generic(said) and not part.role.startswith("paper"))
    if part.role not in ("authors", "text"):
        return 0
    said = text[part.start : part.end]
    return len(parse_authors(said)) or int(is_name(said))
