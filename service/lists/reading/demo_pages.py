"""Demo pages: where an entry has no other page of the project, the demo on a page of its own is that."""

import re
from dataclasses import replace

from service.lists.reading.parts import Field, Part, Reading

_PAGE = re.compile(r"\.github\.io|sites\.google", re.IGNORECASE)
_DEMO = "link:demo"


def demos_as_pages(reading: Reading) -> Reading:
    """Read a demo that lies on a project's page as the project's page."""
    parts = reading.parts()
    demos = [p for p in parts if p.role == _DEMO and _is_page(reading, p)]
    if len(demos) != 1 or any(s.field is Field.PROJECT for p in parts for s in p.slots):
        return reading
    cells = (
        replace(c, parts=tuple(_as_page(p) if p is demos[0] else p for p in c.parts)) for c in reading.cells
    )
    return Reading(reading.text, tuple(cells))


def _is_page(reading: Reading, part: Part) -> bool:
    return any(s.field is Field.LINK and _PAGE.search(reading.value(s)) for s in part.slots)


def _as_page(part: Part) -> Part:
    slots = tuple(replace(s, field=Field.PROJECT) if s.field is Field.LINK else s for s in part.slots)
    return replace(part, role="project", slots=slots)
