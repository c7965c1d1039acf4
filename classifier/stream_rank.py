"""A ranking of a stream, judged by what was wanted later."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Bin, calibration_bins, calibration_error
from classifier.corpus import Corpus, stable_sample
from classifier.metrics import Interval, bootstrap, rank_at_share
from classifier.types import Example

Scores = NDArray[np.float64]
Scorer = Callable[[Corpus], Scores]
Learner = Callable[[Sequence[Example], Corpus], Scorer]

BUDGETS = (50, 100, 200, 500)
BACKGROUND = 8000


class StreamReport(NamedTuple):
    """Where a ranking put the wanted documents; `read_per_wanted` is None where none was found."""

    documents: int
    wanted: int
    recall: Mapping[int, Interval]
    read_per_wanted: Mapping[int, float | None]
    rank_at_95_percent: int


class ProbabilityReport(NamedTuple):
    """What the probabilities of a ranking were worth, against what was listed later.

    `expected` is their sum, which should be `wanted`; the errors are over all documents and over the `top`
    ranked, where they matter.
    """

    wanted: int
    expected: float
    calibration_error: float
    top: int
    calibration_error_top: float
    calibration_top: tuple[Bin, ...]


def rank_stream(
    examples: Sequence[Example], stream: Corpus, learner: Learner, *, split: dt.date, seed: int = 0
) -> StreamReport:
    """Learn the wanted examples dated before `split`; rank the stream; look where the later ones are."""
    past, later = split_wanted(examples, split)
    scores = learner(past, background_of(stream, seed=seed))(stream)
    return report_stream(scores, [d.id in later for d in stream.documents])


def background_of(stream: Corpus, *, seed: int = 0) -> Corpus:
    """Return a random sample of a stream without its labels: what a service has when it starts."""
    return stream.take(stable_sample(stream.documents, BACKGROUND, seed=seed))


def report_probabilities(probabilities: Scores, is_wanted: Sequence[bool]) -> ProbabilityReport:
    """Return how far what was said is from what came true."""
    truth = np.asarray(is_wanted, dtype=bool)
    first = np.argsort(-probabilities, kind="stable")[: BUDGETS[-1]]
    return ProbabilityReport(
        wanted=int(truth.sum()),
        expected=float(probabilities.sum()),
        calibration_error=calibration_error(probabilities, truth),
        top=len(first),
        calibration_error_top=calibration_error(probabilities[first], truth[first]),
        calibration_top=calibration_bins(probabilities[first], truth[first]),
    )


def split_wanted(examples: Sequence[Example], split: dt.date) -> tuple[list[Example], set[str]]:
    """Return the wanted examples before a date, and the ids of those after it."""
    wanted = [e for e in examples if e.wanted is True]
    past = [e for e in wanted if (e.document.date or dt.date.min) < split]
    before = {e.document.id for e in past}
    return past, {e.document.id for e in wanted} - before


def report_stream(scores: Scores, is_wanted: Sequence[bool]) -> StreamReport:
    """Return the measures of a ranking; intervals are over which wanted documents there happened to be."""
    order = np.argsort(-scores, kind="stable")
    ranks = np.flatnonzero(np.asarray(is_wanted, dtype=bool)[order]) + 1
    recall = {b: bootstrap(len(ranks), partial(_recall, ranks, b)) for b in BUDGETS}
    found = {b: int((ranks <= b).sum()) for b in BUDGETS}
    return StreamReport(
        documents=len(scores),
        wanted=len(ranks),
        recall=recall,
        read_per_wanted={b: b / found[b] if found[b] else None for b in BUDGETS},
        rank_at_95_percent=rank_at_share([int(r) for r in ranks], 0.95),
    )


def _recall(ranks: NDArray[np.int64], budget: int, rows: NDArray[np.int64]) -> float:
    return float((ranks[rows] <= budget).mean()) if len(rows) else 0.0
