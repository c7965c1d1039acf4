"""Links of a paper for which the copied entry has no place: written as the list's other links are."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.lists.reading.dressed import kind_of
from service.lists.reading.inline import find_links
from service.lists.reading.labels import Role, bare, role_of, words
from service.lists.reading.parts import Cell, Column, Field, Part, Reading, Slot, column_of
from service.lists.reading.urls import repository
from service.lists.writing.facts import Filler
from service.lists.writing.separators import separators
from service.lists.writing.templates import Stock, Template

_PDF = re.compile(r"(arxiv\.org/pdf/\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?$")  # one place, however it is spelled
LINKS = frozenset({"paper", "paper:venue", "paper:preprint", "code", "project"})


@dataclass(slots=True)
class Piece:
    """A part as it will stand; `origin` is its number in the template's cell, None if it was put in.

    `before` and `after` are what stood around it where it was taken from; with `after` it has the brackets
    with it that else stand between the parts.
    """

    role: str
    text: str
    origin: int | None
    before: str | None = None
    after: str | None = None

    @property
    def kind(self) -> str:
        """The role, of words with the marks that they begin with."""
        return kind_of(self.role, self.text)

    @property
    def is_link(self) -> bool:
        """Whether it is a link that others may follow."""
        return self.role in LINKS or (self.origin is None and self.role.startswith("link:"))


def put_in_links(
    cells: list[list[Piece]], template: Template, filler: Filler, stock: Stock, donors: Sequence[Template]
) -> list[str]:
    """Write links that are not shown yet behind the last link, or into an empty column of links.

    The code is one of them where the list links it, but in no entry of this form. Where the venue leads to
    arXiv, the proceedings have no place. Returns the labels of links that have none.
    """
    wanted = [(label, url, _PDF.sub(r"\1", url)) for label, url in filler.links]
    if filler.code_link is not None:
        label, url = filler.code_link
        wanted.append((label, url, repository(url) or url))
    left_out = []
    for label, url, mark in wanted:
        there = [piece for pieces in cells for piece in pieces]
        if any(mark in piece.text for piece in there):
            continue
        is_venue = any(piece.role == "paper:venue" and f"[{bare(label)}]" in piece.text for piece in there)
        is_usual = role_of(label, "") in (Role.PROJECT, Role.CODE)
        if is_venue or not _put_in(
            cells, template, filler, stock, donors, label, url, into_empty_first=is_usual
        ):
            left_out.append((label, url))
    return [bare(label) or url for label, url in left_out if (label, url) != filler.code_link]


def _put_in(
    cells: list[list[Piece]],
    template: Template,
    filler: Filler,
    stock: Stock,
    donors: Sequence[Template],
    label: str,
    url: str,
    *,
    into_empty_first: bool,
) -> bool:
    order = list(enumerate(zip(template.reading.cells, cells, strict=True)))
    if into_empty_first:
        order.sort(key=lambda place: len(place[1][1]) > 0)
    kind = f"link:{words(label)}"
    order.sort(
        key=lambda place: (
            words(place[1][0].header) != words(label) and all(p.role != kind for p in place[1][1])
        )
    )
    for index, (cell, pieces) in order:
        found = (
            _behind_last(cell, pieces, template, filler, stock, label, url)
            or _as_elsewhere(index, cell, pieces, filler, donors, label, url)
            if pieces
            else _into_empty(index, cell, pieces, filler, donors, label, url)
        )
        if found:
            return True
    return False


def _behind_last(
    cell: Cell, pieces: list[Piece], template: Template, filler: Filler, stock: Stock, label: str, url: str
) -> bool:
    given = [address for _, address in filler.links]
    earlier = given[: given.index(url)] if url in given else []
    at = max(
        (i for i, p in enumerate(pieces) if p.is_link or any(a in p.text for a in earlier)), default=None
    )
    own = next((p.origin for p in reversed(pieces) if p.role in LINKS and p.origin is not None), None)
    text = None if own is None else filler.link(template.reading, cell.parts[own], label, url)
    if text is None:
        own, text = None, _like_one_put_in(pieces, filler, label, url)
    if at is None or text is None:
        return False
    is_badge = "![" in label and own
    beside = separators(template.reading, cell)[own][2] if own and is_badge else None
    usual = stock.join(cell.header, "paper", "code") or between_links(stock, cell.header) or " "
    first = next((i for i, p in enumerate(pieces) if p.role == "paper"), None)
    if first is not None and pieces[first].origin is not None and _leads(stock, cell.header, label):
        pieces[first].before = usual
        pieces.insert(first, Piece(f"link:{label}", text, None))
    else:
        pieces.insert(at + 1, Piece(f"link:{label}", text, None, beside or usual))
    return True


def _like_one_put_in(pieces: Sequence[Piece], filler: Filler, label: str, url: str) -> str | None:
    """Write a link like the last one of the code or the page that was put in."""
    like = next((p.text for p in reversed(pieces) if p.origin is None and p.role in ("code", "project")), "")
    found = find_links(like)
    if len(found) != 1 or found[0].is_image:
        return None
    link = found[0]
    reading = Reading(like, ())
    part = Part(0, len(like), "code", (Slot(*link.url, Field.LINK),), like[slice(*link.text)])
    return filler.link(reading, part, label, url)


def between_links(stock: Stock, column: str) -> str | None:
    """Return what stands between two links of a column, whichever they are."""
    seen: Counter[str] = Counter()
    for (header, left, right), joins in stock.joins.items():
        if header == column and all(r in LINKS or r.startswith("link:") for r in (left, right)):
            seen += joins
    return seen.most_common(1)[0][0] if seen else None


def _leads(stock: Stock, column: str, label: str) -> bool:
    """Whether links called so, or else other links of a column, stand before the one to the paper."""
    kind = f"link:{words(label)}"
    counts: dict[bool, Counter[bool]] = {True: Counter(), False: Counter()}
    for cell in (c for t in stock.templates for c in t.reading.cells if column and c.header == column):
        roles = [p.role for p in cell.parts]
        if "paper" in roles:
            at = roles.index("paper")
            for i, role in enumerate(roles):
                counts[role == kind][i < at] += role.startswith("link:")
    own = counts[True] if counts[True].total() else counts[False]
    return own[True] > own[False]


def _as_elsewhere(
    index: int,
    cell: Cell,
    pieces: list[Piece],
    filler: Filler,
    donors: Sequence[Template],
    label: str,
    url: str,
) -> bool:
    """Write a link behind the paper's as another entry does, where the model has none to copy."""
    behind = max((i for i, p in enumerate(pieces, 1) if p.role in LINKS), default=0)
    for donor in donors if behind else ():
        like = _same_cell(donor, index, cell)
        if like is None:
            continue
        between = separators(donor.reading, like)
        for (left, _, before), part in zip(between, like.parts, strict=False):
            text = filler.link(donor.reading, part, label, url) if left.startswith("paper") else None
            if text is not None and part.role in ("code", "project") and not any(c.isalnum() for c in before):
                pieces.insert(behind, Piece(f"link:{label}", text, None, before))
                return True
    return False


def _into_empty(
    index: int,
    cell: Cell,
    pieces: list[Piece],
    filler: Filler,
    donors: Sequence[Template],
    label: str,
    url: str,
) -> bool:
    if not cell.header or (column_of(cell.header) is not Column.LINKS and words(cell.header) != words(label)):
        return False
    for donor in donors:
        like = _same_cell(donor, index, cell)
        for part in like.parts if like else ():
            text = filler.link(donor.reading, part, label, url)
            if text is not None:
                pieces.append(Piece(f"link:{label}", text, None))
                return True
    return False


def _same_cell(donor: Template, index: int, cell: Cell) -> Cell | None:
    """Return a donor's cell in the same place, if it stands under the same header."""
    like = donor.reading.cells[index] if index < len(donor.reading.cells) else None
    return like if like and like.header == cell.header else None
