"""The taxonomy's own phrases, found in documents: evidence before there are examples, features after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray

from classifier.texts import comparable
from classifier.types import Cue, Document, Facet, Tag, Taxonomy

_TITLE = 1.5  # a phrase in the title counts as much as one and a half in the abstract
_SHORTEST_NAME = 3
_ANSWERS = frozenset({"yes", "no", "none", "other", "unknown"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in comparable form, the tag it speaks for, and how the taxonomy wrote it."""

    facet: str
    tag: str
    written: str
    form: str


def phrases_of(taxonomy: Taxonomy) -> tuple[Phrase, ...]:
    """Return every phrase of every tag; a tag without cues is looked for by its names."""
    return tuple(p for facet in taxonomy.facets for tag in facet.tags for p in _phrases(facet, tag))


def cue_rows(documents: Sequence[Document], phrases: Sequence[Phrase]) -> NDArray[np.float32]:
    """Return one row a document: for each phrase how strongly it occurs, from 0 (not) to about 3."""
    rows = np.zeros((len(documents), len(phrases)), dtype=np.float32)
    places = _by_first_word(phrases)
    for row, document in enumerate(documents):
        strength: dict[int, float] = {}
        for column, count in _counts(comparable(document.abstract), places).items():
            strength[column] = log1p(count)
        for column in _counts(comparable(document.title), places):
            strength[column] = strength.get(column, 0.0) + _TITLE
        for column, found in strength.items():
            rows[row, column] = found
    return rows


def matched(document: Document, phrases: Sequence[Phrase]) -> tuple[Cue, ...]:
    """Return the phrases that a document contains."""
    found = _counts(comparable(f"{document.title}\n{document.abstract}"), _by_first_word(phrases))
    return tuple(Cue(p.facet, p.tag, p.written) for place, p in enumerate(phrases) if place in found)


def _phrases(facet: Facet, tag: Tag) -> list[Phrase]:
    names = [n for n in (tag.name, *tag.spellings) if comparable(n).strip() not in _ANSWERS]
    written = list(tag.cues) or [n for n in names if len(n) >= _SHORTEST_NAME]
    found: dict[str, Phrase] = {}
    for text in written:
        form = comparable(text)
        if form.strip():
            found.setdefault(form, Phrase(facet.name, tag.name, text, form))
    return list(found.values())


def _by_first_word(phrases: Sequence[Phrase]) -> dict[str, list[tuple[list[str], int]]]:
    """Return (words, place) of the phrases, by their first word: a text is then read once for all of them."""
    found: dict[str, list[tuple[list[str], int]]] = {}
    for place, phrase in enumerate(phrases):
        words = phrase.form.split()
        found.setdefault(words[0], []).append((words, place))
    return found


def _counts(text: str, phrases: Mapping[str, Sequence[tuple[list[str], int]]]) -> dict[int, int]:
    """Return how often each phrase occurs that does; a phrase does not begin inside itself."""
    words = text.split()
    counts: dict[int, int] = {}
    free: dict[int, int] = {}
    for start, word in enumerate(words):
        for phrase, place in phrases.get(word, ()):
            stop = start + len(phrase)
            if start >= free.get(place, 0) and words[start:stop] == phrase:
                counts[place] = counts.get(place, 0) + 1
                free[place] = stop
    return counts
