"""The taxonomy's own phrases, found in documents: evidence before there are examples, features after."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    for row, document in zip(rows, documents, strict=True):
        title, abstract = comparable(document.title), comparable(document.abstract)
        for column, phrase in enumerate(phrases):
            if phrase.form in title:
                row[column] += _TITLE
            row[column] += np.log1p(_count(abstract, phrase.form))
    return rows


def matched(document: Document, phrases: Sequence[Phrase]) -> tuple[Cue, ...]:
    """Return the phrases that a document contains."""
    text = comparable(f"{document.title}\n{document.abstract}")
    return tuple(Cue(p.facet, p.tag, p.written) for p in phrases if p.form in text)


def _phrases(facet: Facet, tag: Tag) -> list[Phrase]:
    names = [n for n in (tag.name, *tag.spellings) if comparable(n).strip() not in _ANSWERS]
    written = list(tag.cues) or [n for n in names if len(n) >= _SHORTEST_NAME]
    found: dict[str, Phrase] = {}
    for text in written:
        form = comparable(text)
        if form.strip():
            found.setdefault(form, Phrase(facet.name, tag.name, text, form))
    return list(found.values())


def _count(text: str, phrase: str) -> int:
    """Count whole phrases; neighbours may share the space between them."""
    count, start = 0, text.find(phrase)
    while start >= 0:
        count += 1
        start = text.find(phrase, start + len(phrase) - 1)
    return count
