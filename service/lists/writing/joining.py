"""The parts of a new entry joined as the list joins them, whatever was taken out or put in between."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from service.lists.reading.dressed import TEXT, kind_of_part
from service.lists.reading.labelled_lines import LINE
from service.lists.reading.labelled_tails import is_tail
from service.lists.reading.list_words import LEAD
from service.lists.reading.parts import Cell, Reading
from service.lists.writing.extra_links import LINKS, Piece, between_links
from service.lists.writing.separators import separators
from service.lists.writing.templates import Stock

_OPENERS = "[(【（{“«「『‹《"
_CLOSERS = "])】）}”»」』›》"
_JOINS = re.compile(r"\s*(?:[,;/|·•]|<br\s*/?>)|\s+[-–—]\s", re.IGNORECASE)  # of parts
_BULLET = re.compile(r"^[ \t]*[*][ \t]", re.MULTILINE)
_OPENS, _CLOSES = re.compile(r"[\[(]?[*_`]+\Z"), re.compile(r"[*_`]+[\])]?")
_OPENS_EMPHASIS = re.compile(r"(?<=\s)[*_]+\Z")
_STOP_INSIDE = re.compile(r"([.,])[\"”*_]+\Z")  # as in `“Title,” Venue`
_CLOSING = re.compile(r"[\])）】}*_`]+")
_AT_ENDS = r"\A(?:\\?[{0}])+|(?:\\?[{0}])+(?=\s*\Z)"
_CLOSED, _CLOSED_MARKED = (re.compile(_AT_ENDS.format(re.escape(_CLOSERS) + m)) for m in ("", "*_`"))
_OPENS_TAG, _CLOSES_TAG = re.compile(r"[\[*_`]+\Z"), re.compile(r"[\]*_`]+")
_MIRRORED = str.maketrans("[", "]")
_STOPPED = ("text", LEAD, "authors")
_SENTENCE = (*_STOPPED, "venue", "preprint", "date")  # what ends with its full stop, whatever followed
_STOPS = (".", "。")
_TAG = re.compile(r"</?(?:su[bp]|b|i|em|strong|ins|u|kbd|small|code|span|font|a)\b[^<>]*>", re.IGNORECASE)
_ENDS = re.compile(r"\r?\n[ \t]*</\w+>\s*\Z|(?:\r?\n)+\Z|[ \t]+\Z")  # `</details>` stays
_LINE_ENDS = re.compile(r"[ \t]*(?:<br\s*/?>|\\)?[ \t]*\r?\n|[ \t]*<br\s*/?>", re.IGNORECASE)


def joined(reading: Reading, cell: Cell, pieces: Sequence[Piece], stock: Stock) -> str:
    """Return a cell's text from its pieces; what joined the parts that are gone goes too."""
    between = [s[2] for s in separators(reading, cell)] if cell.parts else [" ", " "]  # a dash is no edge
    joins = [
        _edge(between, pieces[0], cell, stock),
        *(_between(between, left, right, cell, stock) for left, right in pairwise(pieces)),
        _end(between, pieces[-1], cell, stock),
    ]
    choices = (_as_usual(joins, pieces, reading, cell, stock), joins)
    written = (_written(c, pieces, reading, cell, stock) for c in choices if c is not None)
    whole = next(filter(is_balanced, written), None)
    return _written(joins, _mended(joins, pieces), reading, cell, stock) if whole is None else whole


def _as_usual(
    joins: Sequence[str], pieces: Sequence[Piece], reading: Reading, cell: Cell, stock: Stock
) -> list[str] | None:
    """Return what joins other cells with these parts, where the model has others or differs from all.

    But for blanks, what joins the model's stays, and so does what stands before its first part.
    """
    kinds = [piece.kind for piece in pieces]
    model = [kind_of_part(reading, p) for p in cell.parts]
    usual = stock.usual_separators.of(cell.header, kinds, joins if kinds == model else None)
    if usual is None or any(p.after is not None for p in pieces):
        return None
    return [
        own if (pieces[0].origin == 0 and not at) or own.split() == other.split() else other
        for at, (own, other) in enumerate(zip(joins, usual, strict=True))
    ]


def _written(
    joins: Sequence[str], pieces: Sequence[Piece], reading: Reading, cell: Cell, stock: Stock
) -> str:
    said = (_stopped_once(p, j, reading, cell, stock) for p, j in zip(pieces, joins[1:], strict=True))
    return joins[0] + "".join(said)


def _mended(joins: Sequence[str], pieces: Sequence[Piece]) -> list[Piece]:
    """Put a part into the emphasis that opens before words put in: where these are from, it closes later."""
    mended = list(pieces)
    for at, (piece, following) in enumerate(pairwise(pieces)):
        opening = _OPENS_EMPHASIS.search(joins[at])
        if piece.origin is None and opening and following.text.startswith(opening[0]):
            mended[at + 1] = replace(following, text=following.text[len(opening[0]) :])
    return mended


def _stopped_once(piece: Piece, following: str, reading: Reading, cell: Cell, stock: Stock) -> str:
    """Return a piece with what follows it; words that end with a full stop get no second one.

    The full stop of `et al.` may be the sentence's too, which other authors than the model's still need.
    """
    says_words = piece.role in _STOPPED or piece.role.startswith(LINE)
    is_stopped = says_words and piece.text[-1:] in _STOPS and following.startswith(piece.text[-1:])
    if piece.role == "authors" and piece.origin is not None and stock.spellings.stops_authors:
        is_shared = reading.text[: cell.parts[piece.origin].end].endswith("al.")
        ends_openly = piece.text[-1:] not in _STOPS and following[:1] not in _STOPS
        following = "." * (is_shared and ends_openly) + following
    inside = _STOP_INSIDE.search(piece.text) if piece.role == "title" else None
    is_doubled = inside is not None and following.startswith(inside[1])
    return piece.text + following[is_stopped or is_doubled :]


def _edge(between: Sequence[str], first: Piece, cell: Cell, stock: Stock) -> str:
    if first.origin == 0:
        return between[0]
    is_put_in = first.before is not None and first.origin is None
    if first.before is not None and is_put_in and not _JOINS.match(first.before):
        return first.before
    learned = _learned(stock, cell, "^", first)
    dropped = "".join(between[: first.origin]) if first.origin else ""
    is_open = balance(dropped)[0] > 0
    opened = [c for c in between[first.origin] if c in _OPENERS] if first.origin and not is_open else []
    edge = between[0]
    if first.origin and balance(edge)[-1] > 0 and balance("".join(between[: first.origin + 1]))[-1] == 0:
        edge = _TAG.sub("", edge)  # it set off what is gone
    return learned if learned is not None else edge + "".join(opened)


def _between(between: Sequence[str], left: Piece, right: Piece, cell: Cell, stock: Stock) -> str:
    if left.origin is not None and right.origin is not None:
        if right.origin == left.origin + 1:
            return between[right.origin]
        dropped = between[left.origin + 1 : right.origin + 1]
        leads = not left.is_link and all(
            p.role in LINKS or p.role.startswith("link:")
            for p in cell.parts[left.origin + 1 : right.origin + 1]
        )
        return _closed_up(dropped, _learned(stock, cell, left, right), leads=leads)
    learned = _learned(stock, cell, left, right)
    are_words = left.role == right.role == TEXT
    are_alike = left.kind != TEXT and stock.join(cell.header, left.kind, right.kind) is not None
    keeps_its_own = right.after is not None or learned is None or (are_words and not are_alike)
    told = right.before if keeps_its_own and right.before is not None else learned
    if learned is None and left.is_link and right.is_link and right.after is None:
        told = between_links(stock, cell.header) or told
    if left.after is not None or told is not None:
        return left.after if left.after is not None else told or ""
    if left.role == right.role and is_tail(left.role):
        return _as_in_other_lines(stock, cell.header) or _between_words(between, left)
    usual = between[right.origin] if right.origin is not None else " "
    return " " if any(balance(usual)) else usual


def _learned(stock: Stock, cell: Cell, left: Piece | str, right: Piece | str) -> str | None:
    """Return what stands between two pieces in other entries: of their kinds, or else of their roles."""
    kinds = [p.kind if isinstance(p, Piece) else p for p in (left, right)]
    roles = [p.role if isinstance(p, Piece) else p for p in (left, right)]
    found = stock.join(cell.header, kinds[0], kinds[1])
    if found is None:
        found = stock.join(cell.header, roles[0], roles[1])
    is_further_link = roles[0].startswith("link:") and roles[1] not in LINKS
    return _behind_links(stock, cell.header, roles[1]) if found is None and is_further_link else found


def _behind_links(stock: Stock, column: str, role: str) -> str | None:
    """Return what stands between a link, whichever it is, and what is no link."""
    seen: Counter[str] = Counter()
    for (header, left, right), joins in stock.joins.items():
        if header == column and left in LINKS and right == role:
            seen += joins
    return seen.most_common(1)[0][0] if seen else None


def _as_in_other_lines(stock: Stock, column: str) -> str | None:
    """Return what parts two words in brackets in lines with another label, where any line has two."""
    seen: Counter[str] = Counter()
    for (header, left, right), joins in stock.joins.items():
        if header == column and left == right and is_tail(left):
            seen += joins
    return seen.most_common(1)[0][0] if seen else None


def _between_words(between: Sequence[str], left: Piece) -> str:
    """Return what parts two words of a tail: each gets its own marks, where the first has some."""
    if left.origin is None:
        return "; "
    opening, closing = _OPENS.search(between[left.origin]), _CLOSES.match(between[left.origin + 1])
    return f"{closing[0]} {opening[0]}" if opening and closing else "; "


def _closed_up(dropped: Sequence[str], learned: str | None, *, leads: bool) -> str:
    """Return what is left of the separators around parts that were taken out; brackets stay paired.

    What `leads` to the first of several links leads to the next one too. Where the parts that are gone began
    a line, the next one begins it, unless they were its label: without one it would be an item of its own.
    """
    whole = balance("".join(dropped))
    first, last = dropped[0], dropped[-1]
    if "<td" in "".join(dropped):
        return "".join(dropped)  # the cells of a row stay
    begins_line = "\n" in first and "\n" not in "".join(dropped[1:]) and not last.startswith((":", "："))
    own = (first, last) if leads or begins_line else (last, first)
    choices = [learned, _without_lines(first, last), *own, " "]
    return next((c for c in choices if c is not None and balance(c) == whole), first)


def _without_lines(first: str, last: str) -> str | None:
    """Return what is left where lines were taken out: the end of the one before, the start of the next.

    A blank line stays, on whichever side it was: what follows `</summary>` directly is not read as Markdown.
    """
    if "\n" not in first or "\n" not in last:
        return None
    end = first.rindex("\n") if first.count("\n") > last.count("\n") else first.index("\n")
    return first[:end] + last[last.index("\n") :]


def _end(between: Sequence[str], last: Piece, cell: Cell, stock: Stock) -> str:
    if last.origin is not None and last.origin + 1 == len(between) - 1:
        return between[-1]
    rest = between[last.origin + 1 :] if last.origin is not None else between[-1:]
    whole = balance("".join(rest))
    closing = _CLOSING.match(rest[0])
    closed = closing[0] + between[-1].lstrip() if closing and between[-1].isspace() else None
    learned = _learned(stock, cell, last, "$")
    if last.after is not None and learned is not None:
        learned = _CLOSING.sub("", learned, count=1) if _CLOSING.match(learned) else learned
    is_sentence = last.role in _SENTENCE and rest[0].startswith(_STOPS) and between[-1].isspace()
    stopped = rest[0][0] + between[-1] if is_sentence else None
    bare, unmarked = (marks.sub("", between[-1]) for marks in (_CLOSED, _CLOSED_MARKED))
    choices = [learned, _last_line(rest), stopped, between[-1], closed, bare, unmarked]
    return next((c for c in choices if c is not None and balance(c) == whole), bare)


def _last_line(rest: Sequence[str]) -> str | None:
    """Return how the entry ends where the lines below were taken out: without the break to them."""
    broken = _LINE_ENDS.search(rest[0]) if len(rest) > 1 else None
    if broken is None:
        return None
    ends = _ENDS.search(rest[-1])
    return rest[0][: broken.start()] + (ends[0] if ends else "")


def set_off(reading: Reading, cell: Cell, number: int) -> tuple[str, str, str, str | None]:
    """Return what stands before a part, the marks that enclose nothing but it, and what follows these."""
    before, after = (separators(reading, cell)[at][2] for at in (number, number + 1))
    opening, closing = _OPENS_TAG.search(before), _CLOSES_TAG.match(after)
    first, last = opening[0] if opening else "", closing[0] if closing else ""
    if cell.parts[number].role != "tail" or not first or first.translate(_MIRRORED)[::-1] != last:
        return before, "", "", None
    return before[: -len(first)], first, last, after[len(last) :]


def balance(text: str) -> tuple[int, int, int, int, int, int]:
    """Return how many brackets and tags (first, last) a text leaves open; whether emphasis, code, quotes."""
    text = _BULLET.sub("", text)
    stars, bold = text.count("*"), text.count("**")
    opened = sum(map(text.count, _OPENERS)) - sum(map(text.count, _CLOSERS))
    tags = sum(1 if tag[1] != "/" else -1 for tag in _TAG.findall(text))
    return opened, bold % 2, (stars - 2 * bold) % 2, text.count("`") % 2, text.count('"') % 2, tags


def is_balanced(text: str) -> bool:
    """Whether all brackets and all emphasis of an entry have their partners; bullets are none."""
    return not any(balance(text))
