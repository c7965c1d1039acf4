"""Links to the code of others, such as the tasks that a paper was tried on: not the paper's own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.lists.reading import labels, urls
from service.lists.reading.parts import Field, Part, Reading, Slot

_ENOUGH = 2
_LABELLED = re.compile(r"\s*(?:[-*+•]\s+)?([^\W\d_][\w &/+-]{1,24}?)\s?[:：]\s*\[")


def others_code_as_links(reading: Reading) -> Reading:
    """Read code of another repository than the entry's first as a link with a label of its own.

    So is code on a line that says of itself what else it names, as in `- Tasks: [MuJoCo](...)`.
    """
    reading = _with_pages(reading)
    code = [p for p in reading.parts() if p.role == "code"]
    if not code:
        return reading
    own = (_repository(reading, p) for p in code if not _is_on_line_of_others(reading.text, p))
    first = next(own, None)
    cells = (replace(c, parts=tuple(_read(reading, c.parts, first))) for c in reading.cells)
    return Reading(reading.text, tuple(cells))


def names_pages(readings: Sequence[Reading]) -> bool:
    """Whether a list labels pages and code differently, each in several entries."""
    shown = [{p.role for p in r.parts() if p.role == "project" or _is_code(p)} for r in readings]
    return sum("project" in roles for roles in shown) >= _ENOUGH <= sum("code" in roles for roles in shown)


def with_labelled_pages(reading: Reading) -> Reading:
    """Read a repository that is labelled as a page as the page."""
    return _with_pages(reading, alone=True)


def _is_code(part: Part) -> bool:
    return part.role == "code" and not _is_labelled_page(part)


def _is_labelled_page(part: Part) -> bool:
    said = labels.bare(part.label)
    return part.role == "code" and bool(said) and labels.role_of(said, "") is labels.Role.PROJECT


def _with_pages(reading: Reading, *, alone: bool = False) -> Reading:
    """Read a repository that is labelled as a page, beside one that is labelled as code, as the page."""
    code = [p for p in reading.parts() if p.role == "code"]
    pages = {p.start for p in code if _is_labelled_page(p)}
    if not pages or (len(pages) == len(code) and not alone):
        return reading
    cells = (
        replace(c, parts=tuple(_as_page(p) if p.start in pages else p for p in c.parts))
        for c in reading.cells
    )
    return Reading(reading.text, tuple(cells))


def _as_page(part: Part) -> Part:
    slots = (Slot(s.start, s.end, Field.PROJECT if s.field is Field.CODE else s.field) for s in part.slots)
    return replace(part, role="project", slots=tuple(slots))


def _is_on_line_of_others(text: str, part: Part) -> bool:
    start = next((s.start for s in part.slots if s.field is Field.CODE), part.start)
    label = _LABELLED.match(text, text.rfind("\n", 0, start) + 1, start)
    return label is not None and "\n" in text[:start] and not labels.is_generic(label[1])


def _read(reading: Reading, parts: Sequence[Part], first: str | None) -> Iterator[Part]:
    for part in parts:
        said = labels.bare(part.label) if part.role == "code" else ""
        is_other = said and not labels.is_generic(said)
        if not is_other or (
            _repository(reading, part) in (first, None) and not _is_on_line_of_others(reading.text, part)
        ):
            yield part
            continue
        slots = tuple(Slot(s.start, s.end, Field.LINK) for s in part.slots if s.field is Field.CODE)
        yield replace(part, role=f"link:{labels.words(said)}", slots=slots)


def _repository(reading: Reading, part: Part) -> str | None:
    address = next((reading.value(s) for s in part.slots if s.field is Field.CODE), "")
    return (urls.repository(address) or address).casefold() or None
