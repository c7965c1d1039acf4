"""Which given words go where a model has words: each to the place where words of its kind stand."""

import math
import re
from collections.abc import Sequence

from service.lists.reading.parts import Part, Reading

_LEAVE = 0.6  # cost of a word without a place, or a place without a word
_LENGTH = 0.45
_OTHER_MARK = 0.5
_SAME_START = 0.4
_ALIKE = 0.55  # cost up to which a word is of the kind of another
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"\w+")


def difference(word: str, example: str) -> float:
    """Return how unlike two texts are: in length, in the mark they begin with, in their first word."""
    ours, theirs = _kind(word), _kind(example)
    if ours == theirs:
        return 0.0
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
