"""Tags judged in order of time: what would have been proposed, knowing only what came before."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from classifier.outcomes import Outcome
from classifier.types import Document, Example, Taxonomy


class Answer(NamedTuple):
    """What a tagger says of one document on one facet."""

    proposed: tuple[str, ...]
    probabilities: Mapping[str, float]
    confidence: float


Answers = Mapping[str, Answer]
Tagger = Callable[[Sequence[Example], Sequence[Document]], Sequence[Answers]]


def in_time_order(examples: Sequence[Example]) -> list[Example]:
    """Return the tagged examples, oldest first; without a date the id decides, as arXiv numbers papers."""
    tagged = [e for e in examples if e.tags]
    return sorted(tagged, key=lambda e: (e.document.date or dt.date.min, e.document.id))


def walk_tags(
    examples: Sequence[Example],
    taxonomy: Taxonomy,
    tagger: Tagger,
    *,
    start: int = 60,
    step: int = 10,
    sisters: Sequence[Example] = (),
) -> list[Outcome]:
    """Learn the first `start` examples, predict the next `step`, learn them too, and so on to the end.

    Examples of sister lists teach as soon as their date is past; nothing is predicted for them.
    """
    ordered = in_time_order(examples)
    answered: list[tuple[Example, Answers]] = []
    for first in range(start, len(ordered), step):
        some = ordered[first : first + step]
        past = [*ordered[:first], *_before(sisters, some)]
        answers = tagger(past, [e.document for e in some])
        answered += zip(some, answers, strict=True)
    return list(_outcomes(answered, taxonomy))


def split_tags(
    examples: Sequence[Example],
    taxonomy: Taxonomy,
    tagger: Tagger,
    *,
    split: dt.date,
    sisters: Sequence[Example] = (),
) -> list[Outcome]:
    """Learn the examples dated before `split`, sister lists' too, and predict all later ones at once."""
    ordered = in_time_order(examples)
    past = [e for e in ordered if (e.document.date or dt.date.min) < split]
    later = ordered[len(past) :]
    answers = tagger([*past, *_before(sisters, later)], [e.document for e in later]) if later else []
    return list(_outcomes(list(zip(later, answers, strict=True)), taxonomy))


def _before(sisters: Sequence[Example], asked: Sequence[Example]) -> list[Example]:
    """Return what sister lists had said before the first of these documents; not on these themselves."""
    first = min((e.document.date for e in asked if e.document.date), default=dt.date.min)
    own = {e.document.id for e in asked}
    return [e for e in sisters if e.document.date and e.document.date < first and e.document.id not in own]


def _outcomes(answered: Sequence[tuple[Example, Answers]], taxonomy: Taxonomy) -> Iterator[Outcome]:
    for facet in taxonomy.facets:
        rows = [
            (e.tags[facet.name], a[facet.name])
            for e, a in answered
            if facet.name in e.tags and facet.name in a
        ]
        if not rows:
            continue
        names = [t.name for t in facet.tags]
        yield Outcome(
            facet,
            np.array([[n in told for n in names] for told, _ in rows], dtype=bool),
            np.array([[n in a.proposed for n in names] for _, a in rows], dtype=bool),
            np.array([[a.probabilities[n] for n in names] for _, a in rows], dtype=np.float64),
            np.array([a.confidence for _, a in rows], dtype=np.float64),
            tuple(e.document.id for e, a in answered if facet.name in e.tags and facet.name in a),
        )
