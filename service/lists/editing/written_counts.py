"""Counts that a list writes over its sections, as `<summary>26 papers</summary>`: left alone, and said."""

import re
from collections.abc import Iterator

from service.lists.reading.document import ListDocument

_COUNT = re.compile(
    r"\b(\d{1,5})\s*(?:papers?|entries|works|articles|篇)|[(（\[](\d{1,5})[)）\]]", re.IGNORECASE
)


def count_notes(document: ListDocument, region: int) -> Iterator[str]:
    """Say which headings over a section count its papers, and so are wrong by one when it has one more."""
    path = document.regions[region].path
    for above in document.regions:
        if above.heading < 0 or above.path != path[: len(above.path)]:
            continue
        said = document.lines[above.heading].decode("utf-8", "replace")
        listed = sum(e.section_path[: len(above.path)] == above.path for e in document.entries)
        if any(int(m[1] or m[2]) == listed for m in _COUNT.finditer(said)):
            yield f"line {above.heading + 1} counts {listed} papers and is left as it is"
