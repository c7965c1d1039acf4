"""Phrases that a list's papers share, as an arXiv query, with its recall on them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_MOST = 24  # phrases; a longer query is refused or slow
_STOP = frozenset(
    "a an the of for in on with and to via from by is are as at be or it its this that we our can not "  # noqa: SIM905 - a list of literals is unreadable
    "into towards toward using based without through how what why do does your you all more less new "
    "novel method methods approach framework paper".split()
)


@dataclass(frozen=True, slots=True)
class Query:
    """Phrases of which a paper must have one; `recall` is the share of the listed papers that do."""

    phrases: tuple[str, ...]
    recall: float

    def search_query(self, categories: Iterable[str] = ()) -> str:
        """Return the query in arXiv's syntax, with explicit operators and quotes."""
        said = " OR ".join(f'all:"{p}"' if " " in p else f"all:{p}" for p in self.phrases)
        named = " OR ".join(f"cat:{c}" for c in categories)
        return f"({named}) AND ({said})" if named and said else said or named


def choose_phrases(texts: Sequence[str]) -> Query:
    """Choose phrases one by one: each the most telling that covers papers which none before it covers.

    A phrase of two words counts more than a word: alone, a common word would let everything through.
    """
    bags = [_phrases(text) for text in texts]
    total = len(bags)
    uncovered = set(range(total))
    chosen: list[str] = []
    while uncovered and len(chosen) < _MOST:
        seen = Counter(p for i in uncovered for p in bags[i])
        best = max(seen, key=lambda p: (seen[p] * _telling(p), p), default=None)
        if best is None or (seen[best] < max(2, 0.01 * total) and chosen):
            break
        chosen.append(best)
        uncovered -= {i for i in uncovered if best in bags[i]}
    return Query(tuple(chosen), 1 - len(uncovered) / total if total else 0.0)


def _telling(phrase: str) -> float:
    return 2.5 if " " in phrase else 1.0


def _phrases(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z][a-z0-9]+", text.casefold())
    single = {w for w in words if w not in _STOP and len(w) > 3}  # noqa: PLR2004 - shorter words are in every title
    double = {f"{a} {b}" for a, b in pairwise(words) if a not in _STOP and b not in _STOP}
    return frozenset(single | double)
