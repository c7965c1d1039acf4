"""What the copied entry says of its paper and the new one does not, for it is not known."""

from collections.abc import Iterator, Mapping, Sequence

from service.lists.reading.parts import Field
from service.lists.writing.extra_links import Piece
from service.lists.writing.facts import Filler
from service.lists.writing.role_names import name_of
from service.lists.writing.templates import Stock, Template

TAG_ROLES = ("badge:", "tail")  # parts that are tags: another paper has others, or fewer
_VENUES = ("venue", "preprint", "badge:venue", "badge:preprint")


def left_out(
    cells: Sequence[Sequence[Piece]],
    template: Template,
    filler: Filler,
    stock: Stock,
    queue: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    """Say which parts and marks of the template found no value, and which words no place."""
    is_published = filler.knows(Field.VENUE)
    for cell, pieces in zip(template.reading.cells, cells, strict=True):
        if cell.header.casefold() in filler.cells:
            continue
        kept, kinds = {p.origin for p in pieces}, {p.role for p in pieces}
        has_words = any(p.role.startswith(TAG_ROLES) for p in pieces)
        for number, part in enumerate(cell.parts):
            if number in kept or part.role == "details":
                continue
            if part.role in _VENUES and (is_published or kinds & set(_VENUES)):
                continue
            if cell.header.casefold() in stock.columns_of_institutions:
                yield f"{cell.header} names institutions, and the paper's is not known: it was left out"
            elif not (has_words and part.role.startswith(TAG_ROLES)):
                yield f"{cell.header or name_of(part.role)} is not known and was left out"
        if not pieces and stock.blanks.is_told(cell.header, template.reading.text[cell.start : cell.end]):
            yield f"{cell.header} is not known and was left out"
    yield from (f"no place for {word!r}" for words in queue.values() for word in words)
