"""Which given words go where a model has words: each to the place where words of its kind stand."""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

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
    runs = _runs(reading, places)
    return [_LEAVE_ONE_OF if at and runs[at - 1] == run else _LEAVE for at, run in enumerate(runs)]


def _kind(text: str) -> str:
    return _NUMBER.sub("0", text.strip(" .,;:()[]*_`").casefold())


def shared_out(
    reading: Reading, filler: Filler, stock: Stock, queue: dict[str, list[str]]
) -> dict[int, list[str]]:
    """Take from the queue the words that go where the model has words of their kind, by where these start.

    A place has one word, and behind it those for which its run has no place: a third institution where the
    model has two.
    """
    places = [
        p
        for cell in reading.cells
        if cell.header.casefold() not in filler.cells
        for p in cell.parts
        if p.role == TEXT and p.slots
    ]
    words = _in_order_of_places(queue.get(TEXT, []), reading, places, stock)
    found = _aligned(words, reading, places, stock)
    behind = _into_runs(len(words), found, reading, places, stock)
    taken = {*found, *(n for more in behind.values() for n in more)}
    queue[TEXT] = [word for number, word in enumerate(words) if number not in taken]
    return {
        p.start: [words[n], *(words[m] for m in behind.get(at, ()))]
        for at, (p, n) in enumerate(zip(places, found, strict=True))
        if n is not None
    }


def _into_runs(
    words: int, found: list[int | None], reading: Reading, places: Sequence[Part], stock: Stock
) -> dict[int, list[int]]:
    """Put words without a place into the run of the word given before or after, if that one alone grows.

    A run grows if other entries with as many runs have several words in it. Changes which words are found
    in it, so that all follow each other as they were given; returns those behind its last place, by place.
    """
    runs = _runs(reading, places)
    if len(set(runs)) <= 1 or all(number in found for number in range(words)):
        return {}
    grown = [
        {run for run, many in Counter(of).items() if many > 1}
        for of in (
            _runs(t.reading, [p for p in t.reading.parts() if p.role == TEXT]) for t in stock.templates
        )
        if len(set(of)) == len(set(runs))
    ]
    growing = {run for of in grown for run in of if sum(run in other for other in grown) > 1}
    at = {number: runs[place] for place, number in enumerate(found) if number is not None}
    behind = dict[int, list[int]]()
    for number in (n for n in range(words) if n not in at):
        following = next((at[n] for n in range(number + 1, words) if n in at), None)
        beside = {run for run in (at.get(number - 1), following) if run is not None}
        if len(fit := beside & growing) == 1:
            at[number] = fit.pop()
    for run in set(at.values()):
        mine = sorted(number for number, of in at.items() if of == run)
        filled = [place for place, number in enumerate(found) if runs[place] == run and number is not None]
        if len(mine) > len(filled):
            for place, number in zip(filled, mine, strict=False):
                found[place] = number
            behind[filled[-1]] = mine[len(filled) :]
    return behind


def _runs(reading: Reading, places: Sequence[Part]) -> list[int]:
    """Return the number of the run of each place of words: what has no other part between is one run."""
    others = [part.start for part in reading.parts() if part.role != TEXT]
    starts = [bisect_left(others, place.start) for place in places]
    return [sorted(set(starts)).index(start) for start in starts]


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


def repeated(
    reading: Reading,
    part: Part,
    filler: Filler,
    stock: Stock,
    own: Sequence[str],
    queue: dict[str, list[str]],
) -> Iterator[Piece]:
    """Repeat a part for its own words, and for further ones of its kind as long as it takes them."""
    further = queue.get(part.role, [])
    for word in (*own, *further):
        if part.role == TEXT and word not in own and not takes_word(reading, part, word, stock):
            continue
        text = filler.fill(reading, part, alone := {**queue, part.role: [word]})
        if text is None or alone[part.role]:
            return
        if word in further:
            further.remove(word)
        yield Piece(part.role, text, None)


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
