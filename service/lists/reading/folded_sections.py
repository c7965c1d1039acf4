"""Sections that are folded away, as in `<details><summary>1.2 Grids</summary>` above a table."""

import re
from collections.abc import Sequence

from service.lists.reading import urls
from service.lists.reading.inline import find_links

_OPENS = re.compile(r"<details\b[^>]*>\s*<summary\b[^>]*>(.*?)</summary>", re.IGNORECASE)
_ENDS = re.compile(r"</details>|<details\b|#", re.IGNORECASE)
_IS_TABLE = re.compile(r"\s*\|?\s*:?--+:?\s*\|")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s")
_ENOUGH = 2  # items; one may belong to the paper that the summary names


def folded_section(lines: Sequence[str], index: int) -> str | None:
    """Return what a fold is called whose summary stands in its first line, if it holds a section's papers.

    A summary that links to something names a paper, and so may one over a single item.
    """
    opened = _OPENS.match(lines[index])
    if opened is None or find_links(opened[1]) or "href" in opened[1].lower():
        return None
    items = 0
    for line in lines[index + 1 :]:
        if _ENDS.match(line):
            return None
        items += _ITEM.match(line) is not None and _leads_to_paper(line)
        if items >= _ENOUGH or _IS_TABLE.match(line):
            return opened[1]
    return None


def _leads_to_paper(line: str) -> bool:
    return any(urls.is_paper(line[slice(*link.url)]) for link in find_links(line))
