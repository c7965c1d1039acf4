"""Which of a section's groups a paper belongs to by its title: one on `pruning` goes below `**Pruning**`."""

import re
from collections.abc import Sequence

_ENDING = re.compile(r"(?:i[sz]ations?|i[sz](?:ed|ing|e)|ations?|ions?|ency|ents?|ings?|ers?|ed|es|s|e)\Z")
_FEWEST = 4  # letters of a stem
_SHARE = 1 / 4  # of the other groups' papers; a word that more of them have tells nothing


def topic_of(labels: Sequence[str], titles: Sequence[Sequence[str]], title: str) -> int | None:
    """Return which label names a word of the title; None where none does, or several do.

    `titles` are those of the papers below each label. A word that papers elsewhere have as well says nothing.
    """
    said, listed = _stems(title), [[_stems(t) for t in own] for own in titles]
    found = [
        number
        for number, label in enumerate(labels)
        if any(_is_told(stem, number, listed) for stem in _stems(label) & said)
    ]
    return found[0] if len(found) == 1 else None


def _is_told(stem: str, own: int, listed: Sequence[Sequence[frozenset[str]]]) -> bool:
    others = [stems for number, titles in enumerate(listed) if number != own for stems in titles]
    return sum(stem in stems for stems in others) <= _SHARE * len(others)


def _stems(text: str) -> frozenset[str]:
    words = (_ENDING.sub("", word) for word in re.findall(r"[^\W\d_]+", text.casefold()))
    return frozenset(stem for stem in words if len(stem) >= _FEWEST)
