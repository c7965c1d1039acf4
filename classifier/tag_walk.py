"""Tags judged in order of time: what would have been proposed, knowing only what came before."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Bin, calibration_bins, calibration_error
from classifier.metrics import Flags, Interval, TagScore, bootstrap, exact_share, macro_f1, tag_score
from classifier.types import Document, Example, Facet, Taxonomy

Scores = NDArray[np.float64]

COVERAGES = (0.2, 0.5, 1.0)


class Answer(NamedTuple):
    """What a tagger says of one document on one facet."""

    proposed: tuple[str, ...]
    probabilities: Mapping[str, float]
    confidence: float


Answers = Mapping[str, Answer]
Tagger = Callable[[Sequence[Example], Sequence[Document]], Sequence[Answers]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A facet's answers beside the truth, a row for each document that was judged on it."""

    facet: Facet
    truth: Flags
    proposed: Flags
    probabilities: Scores
    confidences: Scores

    def take(self, rows: NDArray[np.int64]) -> "Outcome":
        """Return some of the rows."""
        return Outcome(
            self.facet,
            self.truth[rows],
            self.proposed[rows],
            self.probabilities[rows],
            self.confidences[rows],
        )

    def macro_f1(self) -> float:
        """Return the mean F1 over the tags that occur."""
        return macro_f1(self.truth, self.proposed)

    def exact(self) -> float:
        """Return the share of documents whose whole set is right."""
        return exact_share(self.truth, self.proposed)

    def exact_at(self, coverage: float) -> float:
        """Return the exact share among the most confident documents."""
        count = max(1, round(coverage * len(self.truth)))
        order = np.argsort(-self.confidences, kind="stable")[:count]
        return exact_share(self.truth[order], self.proposed[order])


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


class FacetReport(NamedTuple):
    """How right one facet was, with intervals, per tag, and at which coverage."""

    facet: str
    documents: int
    macro_f1: Interval
    exact: Interval
    exact_at: Mapping[float, float]
    tags: Mapping[str, TagScore]


class TagReport(NamedTuple):
    """Every facet, their mean, and the calibration of all probabilities together."""

    facets: tuple[FacetReport, ...]
    macro_f1: float
    exact: float
    exact_at: Mapping[float, float]
    calibration_error: float
    calibration: tuple[Bin, ...]


def report_tags(outcomes: Sequence[Outcome]) -> TagReport:
    """Return the measures; facets weigh the same in the mean, tags without test documents do not count."""
    facets = tuple(_report(outcome) for outcome in outcomes)
    said = np.concatenate([o.probabilities.ravel() for o in outcomes]) if outcomes else np.zeros(0)
    true = np.concatenate([o.truth.ravel() for o in outcomes]) if outcomes else np.zeros(0, dtype=bool)
    return TagReport(
        facets=facets,
        macro_f1=_mean([f.macro_f1.value for f in facets]),
        exact=_mean([f.exact.value for f in facets]),
        exact_at={c: _mean([f.exact_at[c] for f in facets]) for c in COVERAGES},
        calibration_error=calibration_error(said, true),
        calibration=calibration_bins(said, true),
    )


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


def _report(outcome: Outcome) -> FacetReport:
    count = len(outcome.truth)
    return FacetReport(
        facet=outcome.facet.name,
        documents=count,
        macro_f1=bootstrap(count, partial(_on_rows, outcome, Outcome.macro_f1)),
        exact=bootstrap(count, partial(_on_rows, outcome, Outcome.exact)),
        exact_at={c: outcome.exact_at(c) for c in COVERAGES},
        tags={
            t.name: tag_score(outcome.truth[:, i], outcome.proposed[:, i])
            for i, t in enumerate(outcome.facet.tags)
        },
    )


def _on_rows(outcome: Outcome, measure: Callable[[Outcome], float], rows: NDArray[np.int64]) -> float:
    return measure(outcome.take(rows))


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0
