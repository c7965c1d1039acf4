"""Which given words go where a model has words: each to the place where words of its kind stand."""

import math
import re
from collections.abc import Sequence

from service.lists.reading.parts import Part, Reading
from service.lists.writing.extra_links import Piece
from service.lists.writing.facts import Filler

_LEAVE = 0.6  # cost of a word without a place, or a place without a word
_LENGTH = 0.45
_OTHER_MARK = 0.5
_SAME_START = 0.4
_OTHER_KIND = 2.0  # words in the place of a mere number or of an exclamation, or the other way round
_ALIKE = 0.55  # cost up to which a word is of the kind of another
_NUMBER = re.compile(r"\d+")
_NOTE = re.compile(r"\n[ \t]*1[.)][ \t]+(?=\S)")  # the first of numbered lines below a title
_WORD = re.compile(r"\w+")


def difference(word: str, example: str) -> float:
    """Return how unlike two texts are: in length, in the mark they begin with, in their first word."""
    ours, theirs = _kind(word), _kind(example)
    if ours == theirs:
        return 0.0
    is_other = any(c.isalpha() for c in ours) != any(c.isalpha() for c in theirs)
    if is_other or ours.endswith("!") != theirs.endswith("!"):
        return _OTHER_KIND
    many, few = len(_WORD.findall(ours)) + 1, len(_WORD.findall(theirs)) + 1
    cost = _LENGTH * abs(math.log(many / few))
    cost += _OTHER_MARK * (ours[:1].isalnum() != theirs[:1].isalnum())
    first, other = _WORD.search(ours), _WORD.search(theirs)
    return max(0.0, cost - _SAME_START * (first is not None and other is not None and first[0] == other[0]))


def takes_word(reading: Reading, part: Part, word: str) -> bool:
    """Whether a part holds words of the same kind."""
    is_text = part.role == "text" and len(part.slots) > 0
    return is_text and difference(word, reading.value(part.slots[0])) <= _ALIKE


def aligned(words: Sequence[str], examples: Sequence[str]) -> list[int | None]:
    """Return for each example the number of the word that takes its place, in order; None for none."""
    costs = [[0.0] * (len(examples) + 1) for _ in range(len(words) + 1)]
    for w in range(len(words) + 1):
        for e in range(len(examples) + 1):
            costs[w][e] = min(
                ([costs[w - 1][e] + _LEAVE] if w else [])
                + ([costs[w][e - 1] + _LEAVE] if e else [])
                + ([costs[w - 1][e - 1] + difference(words[w - 1], examples[e - 1])] if w and e else []),
                default=0.0,
            )
    found: list[int | None] = [None] * len(examples)
    w, e = len(words), len(examples)
    while w and e:
        if math.isclose(costs[w][e], costs[w - 1][e - 1] + difference(words[w - 1], examples[e - 1])):
            w, e = w - 1, e - 1
            found[e] = w
        elif math.isclose(costs[w][e], costs[w - 1][e] + _LEAVE):
            w -= 1
        else:
            e -= 1
    return found


def _kind(text: str) -> str:
    return _NUMBER.sub("0", text.strip(" .,;:()[]*_`").casefold())


def shared_out(reading: Reading, filler: Filler, queue: dict[str, list[str]]) -> dict[int, str]:
    """Take from the queue the words that go where the model has words of their kind, by where these start."""
    places = [
        p
        for cell in reading.cells
        if cell.header.casefold() not in filler.cells
        for p in cell.parts
        if p.role == "text" and p.slots
    ]
    words = queue.get("text", [])
    found = aligned(words, [reading.value(p.slots[0]) for p in places])
    queue["text"] = [word for number, word in enumerate(words) if number not in found]
    return {p.start: words[n] for p, n in zip(places, found, strict=True) if n is not None}


def put_rest(cells: list[list[Piece]], reading: Reading, filler: Filler, queue: dict[str, list[str]]) -> None:
    """Write words for which no entry has a place of their kind behind other words."""
    for cell, pieces in zip(reading.cells, cells, strict=True):
        at = max((i for i, p in enumerate(pieces) if p.role == "text"), default=None)
        part = next((p for p in reversed(cell.parts) if p.role == "text"), None)
        while at is not None and part is not None and (left := len(queue["text"])):
            text = filler.fill(reading, part, queue)
            if text is None or len(queue["text"]) == left:
                return
            at += 1
            pieces.insert(at, Piece("text", text, None))
        places = [p.start for p in cell.parts if p.role == "text"]
        note = _NOTE.search(reading.text, cell.start, cell.end)
        if len(places) == 1 or (note is not None and places and note.end() <= places[0]):
            _in_given_order(pieces, filler)


def _in_given_order(pieces: list[Piece], filler: Filler) -> None:
    """Let words that stand in places of one form follow each other as they were given."""
    order = filler.words.get("text", [])
    places = [i for i, piece in enumerate(pieces) if piece.role == "text"]
    texts = [pieces[i].text for i in places]
    texts.sort(key=lambda text: next((n for n, word in enumerate(order) if word in text), len(order)))
    for i, text in zip(places, texts, strict=True):
        pieces[i].text = text
