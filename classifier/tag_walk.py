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
    examples: Sequence[Example], taxonomy: Taxonomy, tagger: Tagger, *, start: int = 60, step: int = 10
) -> list[Outcome]:
    """Learn the first `start` examples, predict the next `step`, learn them too, and so on to the end."""
    ordered = in_time_order(examples)
    answered: list[tuple[Example, Answers]] = []
    for first in range(start, len(ordered), step):
        some = ordered[first : first + step]
        answers = tagger(ordered[:first], [e.document for e in some])
        answered += zip(some, answers, strict=True)
    return list(_outcomes(answered, taxonomy))


def split_tags(
    examples: Sequence[Example], taxonomy: Taxonomy, tagger: Tagger, *, split: dt.date
) -> list[Outcome]:
    """Learn the examples dated before `split` and predict all later ones at once."""
    ordered = in_time_order(examples)
    past = [e for e in ordered if (e.document.date or dt.date.min) < split]
    later = ordered[len(past) :]
    answers = tagger(past, [e.document for e in later]) if later else []
    return list(_outcomes(list(zip(later, answers, strict=True)), taxonomy))


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
        )
