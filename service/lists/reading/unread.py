"""Papers that a section of papers links and that no entry is about: they were not read as entries."""

from collections.abc import Iterable, Iterator, Sequence

from service.lists.reading import urls
from service.lists.reading.blocks import Block
from service.lists.reading.entries import Entry, Problem
from service.lists.reading.parts import Field, Reading


def unread_papers(
    blocks: Iterable[tuple[int, Block, Reading]], entries: Sequence[Entry]
) -> Iterator[Problem]:
    """Name the blocks (each with its section) among entries that link arXiv works which no entry links."""
    homes, known = {e.region for e in entries}, {e.arxiv_id for e in entries}
    lines = {line for e in entries for line in range(e.block.first, e.block.last)}
    for region, block, reading in blocks:
        if region not in homes or block.first in lines:
            continue
        named = dict.fromkeys(urls.arxiv_id(url) for url in reading.values(Field.URL))
        for paper in named:
            if paper is not None and paper not in known:
                yield Problem(block.first + 1, f"{paper} is linked here, but no entry was read")
