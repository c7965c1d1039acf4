"""What a query asks of a paper: the parts of a condition, and how words are compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

_EARLIEST, _LATEST = 0, 10**12


class Searchable(Protocol):
    """What a condition looks at in a paper."""

    minute: int  # the submission time as YYYYMMDDHHMM
    categories: tuple[str, ...]  # the primary one first

    def text(self, field: str) -> str:
        """The text that a field searches, in lower case."""


class Condition(Protocol):
    """Part of a query. `cost` orders the parts of an AND: cheap ones first."""

    @property
    def cost(self) -> int:
        """How much work a look at a paper is."""

    def meets(self, paper: Searchable) -> bool:
        """Whether the paper is found."""

    def bounds(self) -> tuple[int, int]:
        """The earliest and latest submission minute that can be found."""

    def phrases(self) -> Iterator["Words"]:
        """The texts that are searched for (not those that are excluded)."""


class _Leaf:
    @property
    def cost(self) -> int:
        return 0

    def bounds(self) -> tuple[int, int]:
        return _EARLIEST, _LATEST

    def phrases(self) -> Iterator["Words"]:
        return iter(())


@dataclass(frozen=True)
class Dates(_Leaf):
    """Submission times, both ends included."""

    low: int
    high: int

    def meets(self, paper: Searchable) -> bool:
        return self.low <= paper.minute <= self.high

    def bounds(self) -> tuple[int, int]:
        return self.low, self.high

    def __str__(self) -> str:
        return f"submittedDate:[{self.low:012d} TO {self.high:012d}]"


@dataclass(frozen=True)
class Category(_Leaf):
    """A category, primary or cross-listed; `*` and `?` stand for letters."""

    name: str
    pattern: re.Pattern[str]

    @property
    def cost(self) -> int:
        return 1

    def meets(self, paper: Searchable) -> bool:
        return any(self.pattern.fullmatch(c) for c in paper.categories)

    def __str__(self) -> str:
        return f"cat:{self.name}"


@dataclass(frozen=True)
class Words(_Leaf):
    """A word or phrase in a field; plural and singular are the same, any punctuation joins a phrase."""

    field: str
    said: str
    probe: str
    pattern: re.Pattern[str]

    @property
    def cost(self) -> int:
        return 9

    def meets(self, paper: Searchable) -> bool:
        text = paper.text(self.field)
        return self.probe in text and self.pattern.search(text) is not None

    def phrases(self) -> Iterator["Words"]:
        yield self

    def __str__(self) -> str:
        return f'{self.field}:"{self.said}"' if " " in self.said else f"{self.field}:{self.said}"


@dataclass(frozen=True)
class All:
    """Every part must be met."""

    parts: tuple[Condition, ...]

    @property
    def cost(self) -> int:
        return sum(p.cost for p in self.parts)

    @cached_property
    def cheapest_first(self) -> list[Condition]:
        return sorted(self.parts, key=lambda p: p.cost)

    def meets(self, paper: Searchable) -> bool:
        return all(p.meets(paper) for p in self.cheapest_first)

    def bounds(self) -> tuple[int, int]:
        spans = [p.bounds() for p in self.parts]
        return max(s[0] for s in spans), min(s[1] for s in spans)

    def phrases(self) -> Iterator[Words]:
        for part in self.parts:
            yield from part.phrases()

    def __str__(self) -> str:
        return " AND ".join(_bracketed(p) for p in self.parts).replace("AND NOT ", "ANDNOT ")


@dataclass(frozen=True)
class Any:
    """One part is enough."""

    parts: tuple[Condition, ...]

    @property
    def cost(self) -> int:
        return sum(p.cost for p in self.parts)

    def meets(self, paper: Searchable) -> bool:
        return any(p.meets(paper) for p in self.parts)

    def bounds(self) -> tuple[int, int]:
        spans = [p.bounds() for p in self.parts]
        return min(s[0] for s in spans), max(s[1] for s in spans)

    def phrases(self) -> Iterator[Words]:
        for part in self.parts:
            yield from part.phrases()

    def __str__(self) -> str:
        return " OR ".join(_bracketed(p) for p in self.parts)


@dataclass(frozen=True)
class Not(_Leaf):
    """The part must not be met."""

    part: Condition

    @property
    def cost(self) -> int:
        return self.part.cost

    def meets(self, paper: Searchable) -> bool:
        return not self.part.meets(paper)

    def __str__(self) -> str:
        return f"NOT {_bracketed(self.part)}"


def make_leaf(field: str, said: str) -> Condition:
    """Make the condition for one word or phrase in a field."""
    if field == "cat":
        shape = re.escape(said).replace(r"\*", ".*").replace(r"\?", ".")
        return Category(said, re.compile(shape, re.IGNORECASE))
    words = re.findall(r"[^\W_*?]+[*?\w]*", said.lower().replace("_", " "))
    shape = r"[\W_]+".join(_word_shape(w) for w in words) or "(?!)"
    stems = [re.split(r"[*?]", _stem(w)[0])[0] for w in words]
    return Words(field, said, max(stems, key=len, default=""), re.compile(rf"(?<![^\W_]){shape}(?![^\W_])"))


def _word_shape(word: str) -> str:
    if "*" in word or "?" in word:
        return re.escape(word).replace(r"\*", r"\w*").replace(r"\?", r"\w")
    stem, endings = _stem(word)
    return re.escape(stem) + endings


def _stem(word: str) -> tuple[str, str]:
    """Return what singular and plural share, and the endings that they may have."""
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3], "(?:y|ies)"
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1], "(?:y|ies)"
    if len(word) > 3 and word.endswith("s") and word[-2] not in "us":
        return word[:-1], "s?"
    return word, "s?" if len(word) > 2 else ""


def _bracketed(part: Condition) -> str:
    return f"({part})" if isinstance(part, All | Any) else str(part)
