"""Which given words go where a model has words: each to the place where words of its kind stand."""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from service.lists.reading.dressed import TEXT, kind_of_part
from service.lists.reading.parts import Part, Reading
from service.lists.writing.extra_links import Piece
from service.lists.writing.facts import Filler
from service.lists.writing.remarks import is_remark
from service.lists.writing.templates import Stock

_LEAVE = 0.6  # cost of a word without a place, or a place without a word
_LEAVE_ONE_OF = 0.35  # of a place beside another of its run: institutions in a line of their own
_LENGTH = 0.45
_OTHER_MARK = 0.5
_SAME_START = 0.4
_OTHER_KIND = 2.0  # words in the place of a mere number or of an exclamation, or the other way round
_OTHER_MARKS = 0.6  # of a word that the list writes in other marks
_ALIKE = 0.55  # cost up to which a word is of the kind of another
_SENTENCE = 14  # words, at least twice as many as stand in marks of their own
_NUMBER = re.compile(r"\d+")
_NOTE = re.compile(r"\n[ \t]*1[.)][ \t]+(?=\S)")  # the first of numbered lines below a title
_WORD = re.compile(r"\w+")


def difference(word: str, example: str) -> float:
    """Return how unlike two texts are: in length, in the mark they begin with, in their first word."""
    ours, theirs = _kind(word), _kind(example)
    if ours == theirs:
        return 0.0
    is_other = any(c.isalpha() for c in ours) != any(c.isalpha() for c in theirs)
    is_other |= is_remark(ours) != is_remark(theirs)
    if is_other or ours.endswith("!") != theirs.endswith("!"):
        return _OTHER_KIND
    many, few = len(_WORD.findall(ours)) + 1, len(_WORD.findall(theirs)) + 1
    cost = _LENGTH * abs(math.log(many / few))
    cost += _OTHER_MARK * (ours[:1].isalnum() != theirs[:1].isalnum())
    first, other = _WORD.search(ours), _WORD.search(theirs)
    return max(0.0, cost - _SAME_START * (first is not None and other is not None and first[0] == other[0]))


def takes_word(reading: Reading, part: Part, word: str, stock: Stock) -> bool:
    """Whether a part holds words of the same kind."""
    is_text = part.role == TEXT and len(part.slots) > 0
    return is_text and _cost(word, reading, part, stock) <= _ALIKE


def _cost(word: str, reading: Reading, part: Part, stock: Stock) -> float:
    """Return how unlike a word is to that of a part; little where the list writes it in the same marks."""
    example = reading.value(part.slots[0])
    unlike = difference(word, example)
    known, kind = stock.kinds_of_words.get(word.casefold()), kind_of_part(reading, part)
    if kind != TEXT and len(word.split()) >= _SENTENCE > 2 * len(example.split()):
        return _OTHER_KIND
    if not known or (kind == TEXT and kind in known):
        return unlike
    return 0.0 if kind in known else unlike + _OTHER_MARKS


def _aligned(
    words: Sequence[str], reading: Reading, places: Sequence[Part], stock: Stock
) -> list[int | None]:
    """Return for each place the number of the word that goes there, in order; None for none."""
    unlike = [[_cost(word, reading, part, stock) for part in places] for word in words]
    leave = _costs_of_leaving(reading, places)
    costs = [[0.0] * (len(places) + 1) for _ in range(len(words) + 1)]
    for w in range(len(words) + 1):
        for e in range(len(places) + 1):
            costs[w][e] = min(
                ([costs[w - 1][e] + _LEAVE] if w else [])
                + ([costs[w][e - 1] + leave[e - 1]] if e else [])
                + ([costs[w - 1][e - 1] + unlike[w - 1][e - 1]] if w and e else []),
                default=0.0,
            )
    found: list[int | None] = [None] * len(places)
    w, e = len(words), len(places)
    while w and e:
        if math.isclose(costs[w][e], costs[w - 1][e - 1] + unlike[w - 1][e - 1]):
            w, e = w - 1, e - 1
            found[e] = w
        elif math.isclose(costs[w][e], costs[w - 1][e] + _LEAVE):
            w -= 1
        else:
            e -= 1
    return found


def _costs_of_leaving(reading: Reading, places: Sequence[Part]) -> list[float]:
    """Return what it costs to leave each place empty: less where the place before is of the same run.

    A run has no other part between: the names of institutions, apart from the kind of paper further below.
    """
    others = [part.start for part in reading.parts() if part.role != TEXT]
    runs = [bisect_left(others, place.start) for place in places]
    return [_LEAVE_ONE_OF if at and runs[at - 1] == run else _LEAVE for at, run in enumerate(runs)]


def _kind(text: str) -> str:
    return _NUMBER.sub("0", text.strip(" .,;:()[]*_`").casefold())


def shared_out(reading: Reading, filler: Filler, stock: Stock, queue: dict[str, list[str]]) -> dict[int, str]:
    """Take from the queue the words that go where the model has words of their kind, by where these start."""
    places = [
        p
        for cell in reading.cells
        if cell.header.casefold() not in filler.cells
        for p in cell.parts
        if p.role == TEXT and p.slots
    ]
    words = _in_order_of_places(queue.get(TEXT, []), reading, places, stock)
    found = _aligned(words, reading, places, stock)
    queue[TEXT] = [word for number, word in enumerate(words) if number not in found]
    return {p.start: words[n] for p, n in zip(places, found, strict=True) if n is not None}


def _in_order_of_places(
    words: Sequence[str], reading: Reading, places: Sequence[Part], stock: Stock
) -> list[str]:
    """Return words in the order of the places in whose marks the list has them; others behind these."""
    first = {kind_of_part(reading, part): at for at, part in reversed(list(enumerate(places)))}
    ranks, rank = list[int](), 0
    for word in words:
        kinds = stock.kinds_of_words.get(word.casefold()) or Counter[str]()
        rank = min((first[kind] for kind in kinds if kind in first), default=rank)
        ranks.append(rank)
    return [word for _, word in sorted(zip(ranks, words, strict=True), key=lambda pair: pair[0])]


def put_rest(cells: list[list[Piece]], reading: Reading, filler: Filler, queue: dict[str, list[str]]) -> None:
    """Write words for which no entry has a place of their kind behind other words."""
    for cell, pieces in zip(reading.cells, cells, strict=True):
        at = max((i for i, p in enumerate(pieces) if p.role == TEXT), default=None)
        part = next((p for p in reversed(cell.parts) if p.role == TEXT), None)
        while at is not None and part is not None and (left := len(queue[TEXT])):
            text = filler.fill(reading, part, queue)
            if text is None or len(queue[TEXT]) == left:
                return
            at += 1
            pieces.insert(at, Piece(TEXT, text, None))
        places = [p.start for p in cell.parts if p.role == TEXT]
        note = _NOTE.search(reading.text, cell.start, cell.end)
        is_one = len(places) == 1 or (note is not None and places and note.end() <= places[0])
        for kind in {piece.kind for piece in pieces if piece.role == TEXT}:
            if is_one or kind != TEXT:
                _in_given_order([p for p in pieces if p.kind == kind], filler)


def _in_given_order(pieces: Sequence[Piece], filler: Filler) -> None:
    """Let words that stand in places of one form follow each other as they were given."""
    order = [_said(word) for word in filler.words.get(TEXT, [])]
    texts = [piece.text for piece in pieces]
    texts.sort(key=lambda text: next((n for n, word in enumerate(order) if word in _said(text)), len(order)))
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = text


def _said(text: str) -> str:
    return "".join(_WORD.findall(text))
