"""An entry composed from a template: parts filled, taken out or put in, joined as the list joins them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.errors import EditRefused
from service.lists.reading import labels
from service.lists.reading.dressed import kind_of_part
from service.lists.reading.list_words import LEAD
from service.lists.reading.parts import Cell, Field, Part, Reading
from service.lists.writing.anchors import with_own_anchor
from service.lists.writing.blanks import with_first_cell
from service.lists.writing.counted_lines import counted_lines
from service.lists.writing.extra_links import Piece, put_in_links
from service.lists.writing.facts import Filler
from service.lists.writing.given_cells import given_cell
from service.lists.writing.joining import balance, joined, set_off
from service.lists.writing.leaks import refuse_leaks
from service.lists.writing.left_out import TAG_ROLES, left_out
from service.lists.writing.links_in_order import put_links_in_order
from service.lists.writing.remarks import said_once
from service.lists.writing.separators import separators
from service.lists.writing.templates import Stock, Template
from service.lists.writing.words_in_place import put_rest, repeated, shared_out, takes_word

_MANY = frozenset({"text", LEAD, "figure"})
_BLANK_IN_ADDRESS = re.compile(r"(\]\(\S+)[ \t]+\)")  # a slip of pasting
_BLANK_LINE = re.compile(r"(\r?\n)[ \t]*(?=\r?\n)")
_BLANK_LINES = re.compile(r"(\r?\n)(?:[ \t]*\r?\n){2,}")
_WANTED_FIELDS = (Field.CODE, Field.PROJECT, Field.VENUE, Field.LINK)


@dataclass(frozen=True, slots=True)
class Composed:
    """The new entry's text, and what had to be left out."""

    text: str
    left_out: tuple[str, ...]


def compose(template: Template, filler: Filler, stock: Stock, donors: Sequence[Template]) -> Composed:
    """Write the entry in the template's form.

    Raises:
        EditRefused: the template has no place for the title, or words of its own paper would stay.
    """
    reading = template.reading
    if reading.first(Field.TITLE) is None:
        raise EditRefused("The entry that would be copied has no title that could be replaced.")
    queue = {role: list(words) for role, words in filler.words.items()}
    shares = shared_out(reading, filler, stock, queue)
    cells = [_pieces(reading, cell, filler, stock, queue, shares) for cell in reading.cells]
    used = _put_in(cells, template, filler, stock, donors, queue)
    put_rest(cells, reading, filler, queue)
    homeless = put_in_links(cells, template, filler, stock, donors)
    put_links_in_order(cells, reading, stock)
    out, at = "", 0
    for cell, pieces in zip(reading.cells, cells, strict=True):
        out += reading.text[at : cell.start] + _cell_text(template, cell, pieces, filler, stock)
        at = cell.end
    out += reading.text[at:]
    out = with_first_cell(said_once(out, filler.title, filler.venue), reading)
    out = with_own_anchor(out, filler.name, (t.reading.text for t in stock.templates))
    out = counted_lines(_tidy(_BLANK_IN_ADDRESS.sub(r"\1)", out), reading.text), reading.text)
    if filler.title.endswith(("?", "!")) and not stock.spellings.stops_questions:
        out = re.sub(re.escape(filler.title) + r"(\*\*|__|\*|_)?\.(?!\w)", lambda m: m[0][:-1], out, count=1)
    refuse_leaks((template, *(d for d in donors if d.at in used)), out, filler, stock)
    notes = [
        *left_out(cells, template, filler, stock, queue),
        *(f"no place for the link {label!r}" for label in homeless),
    ]
    return Composed(out, tuple(dict.fromkeys(notes)))


def _pieces(
    reading: Reading,
    cell: Cell,
    filler: Filler,
    stock: Stock,
    queue: dict[str, list[str]],
    shares: dict[int, list[str]],
) -> list[Piece]:
    if cell.header.casefold() in filler.cells:
        return []
    found: list[Piece] = []
    kinds = [kind_of_part(reading, part) for part in cell.parts]
    for number, part in enumerate(cell.parts):
        mine = shares.get(part.start, [])
        model = stock.usual_parts.instead_of(reading, cell, part, filler.venue)
        text = filler.fill(*model, {**queue, "text": mine[:1]} if part.role == "text" else queue)
        if text is not None and not _is_again(part, text, found):
            if (
                part.role == "venue"
                and found
                and found[-1].role == part.role
                and text.startswith(found[-1].text)
            ):
                found.pop()  # `CIKM GenRec 2023` names one venue twice
            found.append(Piece(part.role, text, number))
        is_last = kinds[number] not in kinds[number + 1 :]
        is_many = is_last and (part.role in _MANY or part.role.startswith(TAG_ROLES))
        found += repeated(reading, part, filler, stock, mine[1:], queue if is_many else {})
    return found


def _is_again(part: Part, text: str, before: Sequence[Piece]) -> bool:
    """Whether a link to the code stands there already, but for capitals."""
    return part.role in ("code", "stars") and text.casefold() in {p.text.casefold() for p in before}


def _put_in(
    cells: list[list[Piece]],
    template: Template,
    filler: Filler,
    stock: Stock,
    donors: Sequence[Template],
    queue: dict[str, list[str]],
) -> set[int]:
    """Take parts that the template lacks and the paper has from other entries; return which these were."""
    shown = {
        slot.field
        for cell, pieces in zip(template.reading.cells, cells, strict=True)
        for piece in pieces
        if piece.origin is not None
        for slot in cell.parts[piece.origin].slots
    }
    if filler.knows(Field.VENUE):
        others = [other for _, other in stock.instead_of_venues]
        cells[:] = [[p for p in pieces if p.role not in others] for pieces in cells]
        lost = []
    else:
        lost = [other for venue, other in stock.instead_of_venues if _lost(template, cells, venue)]
    if stock.venue_badges.tells_preprints and _lost(template, cells, "badge:venue"):
        lost.append("badge:preprint")
    has_paper = Field.URL in shown
    wanted = [
        _has_field(f, has_paper=has_paper) for f in _WANTED_FIELDS if f not in shown and filler.knows(f)
    ]
    wanted += [
        _has_role(f"link:{labels.words(label)}") for label, url in filler.links if not _holds(cells, url)
    ]
    wanted += [_has_role(role) for role in lost]
    wanted += [_has_role(role) for role, words in queue.items() if words and role != "text"]
    used = {_put_in_one(cells, template, filler, stock, donors, queue, is_wanted) for is_wanted in wanted}
    words, queue["text"] = queue["text"], []
    for word in (w for w in words if not _is_label(w, cells)):
        alone = {**queue, "text": [word]}
        used.add(_put_in_one(cells, template, filler, stock, donors, alone, lambda _: False, word))
        queue["text"] += alone["text"]
    return {at for at in used if at is not None}


def _holds(cells: Sequence[Sequence[Piece]], url: str) -> bool:
    return any(url in piece.text for pieces in cells for piece in pieces)


def _is_label(word: str, cells: Sequence[Sequence[Piece]]) -> bool:
    """Whether a word stands there already, as what a link is called."""
    return any(f"[{word}]" in piece.text for pieces in cells for piece in pieces)


def _lost(template: Template, cells: Sequence[Sequence[Piece]], role: str) -> bool:
    """Whether the template has a part of this role and the new entry does not."""
    return template.count(role) > 0 and not any(piece.role == role for pieces in cells for piece in pieces)


def _has_field(field: Field, *, has_paper: bool) -> Callable[[Part], bool]:
    """Find parts with a field; where the paper is linked, none that would link it once more."""
    return lambda part: (
        any(slot.field is field for slot in part.slots)
        and not (has_paper and any(slot.field is Field.URL for slot in part.slots))
    )


def _has_role(role: str) -> Callable[[Part], bool]:
    return lambda part: part.role == role


def _put_in_one(
    cells: list[list[Piece]],
    template: Template,
    filler: Filler,
    stock: Stock,
    donors: Sequence[Template],
    queue: dict[str, list[str]],
    is_wanted: Callable[[Part], bool],
    word: str = "",
) -> int | None:
    known = [{p.role for p in pieces} for pieces in cells]
    for strictly in (True, False) if word else (False,):
        for donor, cell, index, number in _places(template, donors, known, is_word=word != ""):
            parts, part = cell.parts, cell.parts[number]
            if cell.header.casefold() in filler.cells:
                continue  # the cell was given as a whole
            if strictly and number and parts[number - 1].role not in known[index]:
                continue
            fits = takes_word(donor.reading, part, word, stock) if word else is_wanted(part)
            if not fits or part.role == "title":
                continue
            before, opening, closing, after = set_off(donor.reading, cell, number)
            behind = separators(donor.reading, cell)[number + 1][2]
            is_whole = balance(before)[0] == 0 == balance(before)[-1] == balance(behind)[-1]
            text = filler.fill(donor.reading, part, queue) if is_whole else None
            if text is not None and not _is_shown(text, cells, filler):
                kinds = [kind_of_part(donor.reading, p) for p in parts]
                is_one_more = kinds[number] != part.role  # words in the same marks follow each other
                at = _behind(cells[index], kinds[: number + is_one_more], kinds[number + 1 :])
                piece = Piece(part.role, opening + text + closing, None, before, after)
                cells[index].insert(at, piece)
                return donor.at
    return None


def _is_shown(text: str, cells: Sequence[Sequence[Piece]], filler: Filler) -> bool:
    """Whether a link to the same page stands there already."""
    there = [piece.text for pieces in cells for piece in pieces]
    return any(url in text and any(url in piece for piece in there) for _, url in filler.links)


def _places(
    template: Template, donors: Sequence[Template], known: Sequence[set[str]], *, is_word: bool
) -> Iterator[tuple[Template, Cell, int, int]]:
    """Return the parts (by number, in their cell) of other entries that could stand in a cell of this one.

    Entries that show all that is known already come first: they tell the order. So do those that tell
    what follows a word. Tables with other columns come last, with those that have the same header.
    """
    own = template.reading.cells
    same = [d for d in donors if len(d.reading.cells) == len(own) or d.headers == template.headers != ()]
    others = [d for d in donors if d.headers not in ((), template.headers)] if template.headers else []
    for first in (True, False):
        for donor in same:
            for index, cell in enumerate(donor.reading.cells[: len(own)]):
                shows_all = known[index] <= {p.role for p in cell.parts}
                for number in range(len(cell.parts) if cell.header == own[index].header else 0):
                    is_followed = is_word and number + 1 < len(cell.parts)
                    if (shows_all or is_followed) is first:
                        yield donor, cell, index, number
    headers = {cell.header: index for index, cell in enumerate(own)}
    for donor in () if is_word else others:
        for cell in donor.reading.cells:
            if cell.header in headers:
                yield from ((donor, cell, headers[cell.header], at) for at in range(len(cell.parts)))


def _behind(pieces: Sequence[Piece], kinds: Sequence[str], following: Sequence[str]) -> int:
    """Return where to put a part: behind the last piece that also precedes it where it comes from.

    Else before the first that follows it there, and else at the end, if it is not the first there.
    """
    for kind in reversed(kinds):
        at = max((i for i, p in enumerate(pieces) if _placed(p.kind) == _placed(kind)), default=None)
        if at is not None:
            return at + 1
    later = {_placed(kind) for kind in following}
    last = len(pieces) if kinds else 0
    return next((i for i, p in enumerate(pieces) if _placed(p.kind) in later), last)


def _placed(kind: str) -> str:
    """Return a kind so that a venue, a preprint and a date on a badge, which have one place, are equal."""
    return kind.replace("preprint", "venue").replace("badge:date", "badge:venue")


def _cell_text(template: Template, cell: Cell, pieces: Sequence[Piece], filler: Filler, stock: Stock) -> str:
    text = template.reading.text[cell.start : cell.end]
    given = filler.cells.get(cell.header.casefold())
    if given is not None and cell.header:
        return given_cell(template.reading, cell, given, filler, stock)
    if not pieces and cell.header:
        is_example = not cell.parts and not stock.blanks.is_told(cell.header, text)
        return filler.blank(cell.header, template.entry.region, text if is_example else None)
    if not pieces:
        return "" if cell.parts else text
    return joined(template.reading, cell, pieces, stock)


def _tidy(text: str, like: str) -> str:
    """Leave no more blank lines inside than the model has, where a part was taken out of its own line."""
    if "\n" not in text.rstrip("\r\n"):
        return text
    if _BLANK_LINE.search(like.rstrip()):
        return _BLANK_LINES.sub(r"\1\1", text)
    return _BLANK_LINE.sub("", text)
