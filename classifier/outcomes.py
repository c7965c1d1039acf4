"""Answers beside the truth, and how right they are: per facet, per tag, at a coverage, calibrated or not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Bin, calibration_bins, calibration_error
from classifier.metrics import Flags, Interval, TagScore, bootstrap, exact_share, macro_f1, tag_score
from classifier.types import Facet

Scores = NDArray[np.float64]

COVERAGES = (0.2, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A facet's answers beside the truth, a row for each document that was judged on it.

    `ids` names the documents, where means over several facets are to be resampled together.
    """

    facet: Facet
    truth: Flags
    proposed: Flags
    probabilities: Scores
    confidences: Scores
    ids: tuple[str, ...] = ()

    def take(self, rows: NDArray[np.int64]) -> "Outcome":
        """Return some of the rows."""
        return Outcome(
            self.facet,
            self.truth[rows],
            self.proposed[rows],
            self.probabilities[rows],
            self.confidences[rows],
            tuple(self.ids[int(i)] for i in rows) if self.ids else (),
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
    macro_f1: Interval
    exact: Interval
    exact_at: Mapping[float, float]
    exact_at_pooled: Mapping[float, float]
    calibration_error: float
    calibration: tuple[Bin, ...]


def report_tags(outcomes: Sequence[Outcome], *, draws: int = 1000) -> TagReport:
    """Return the measures; facets weigh the same in the mean, tags without test documents do not count."""
    facets = tuple(_report(outcome, draws) for outcome in outcomes)
    said = np.concatenate([o.probabilities.ravel() for o in outcomes]) if outcomes else np.zeros(0)
    true = np.concatenate([o.truth.ravel() for o in outcomes]) if outcomes else np.zeros(0, dtype=bool)
    return TagReport(
        facets=facets,
        macro_f1=_mean_interval(outcomes, Outcome.macro_f1, draws),
        exact=_mean_interval(outcomes, Outcome.exact, draws),
        exact_at={c: _mean([f.exact_at[c] for f in facets]) for c in COVERAGES},
        exact_at_pooled={c: _pooled_exact(outcomes, c) for c in COVERAGES},
        calibration_error=calibration_error(said, true),
        calibration=calibration_bins(said, true),
    )


def _report(outcome: Outcome, draws: int) -> FacetReport:
    count = len(outcome.truth)
    return FacetReport(
        facet=outcome.facet.name,
        documents=count,
        macro_f1=bootstrap(count, partial(_on_rows, outcome, Outcome.macro_f1), draws=draws),
        exact=bootstrap(count, partial(_on_rows, outcome, Outcome.exact), draws=draws),
        exact_at={c: outcome.exact_at(c) for c in COVERAGES},
        tags={
            t.name: tag_score(outcome.truth[:, i], outcome.proposed[:, i])
            for i, t in enumerate(outcome.facet.tags)
        },
    )


def _on_rows(outcome: Outcome, measure: Callable[[Outcome], float], rows: NDArray[np.int64]) -> float:
    return measure(outcome.take(rows))


def _mean_interval(outcomes: Sequence[Outcome], measure: Callable[[Outcome], float], draws: int) -> Interval:
    """Return the mean over facets, resampling documents: each comes with all its facets, or not at all."""
    names = sorted({i for o in outcomes for i in _names(o)})
    place = {name: row for row, name in enumerate(names)}
    own = [np.array([place[i] for i in _names(o)], dtype=np.int64) for o in outcomes]

    def mean(rows: NDArray[np.int64]) -> float:
        times = np.bincount(rows, minlength=len(names))
        drawn = [np.repeat(np.arange(len(o)), times[o]) for o in own]
        return _mean([measure(o.take(r)) for o, r in zip(outcomes, drawn, strict=True) if len(r)])

    return bootstrap(len(names), mean, draws=draws)


def _names(outcome: Outcome) -> tuple[str, ...]:
    return outcome.ids or tuple(f"{outcome.facet.name} {row}" for row in range(len(outcome.truth)))


def _pooled_exact(outcomes: Sequence[Outcome], coverage: float) -> float:
    """Return the exact share of the most confident proposals of all facets together."""
    if not outcomes:
        return 0.0
    right = np.concatenate([(o.truth == o.proposed).all(axis=1) for o in outcomes])
    confidences = np.concatenate([o.confidences for o in outcomes])
    order = np.argsort(-confidences, kind="stable")[: max(1, round(coverage * len(right)))]
    return float(right[order].mean())


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0
