"""A stream of documents judged in order of time: what a reader would have found, and how soon."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.corpus import Corpus, stable_sample
from classifier.metrics import Interval, bootstrap, rank_at_share
from classifier.types import Example

Scores = NDArray[np.float64]
Scorer = Callable[[Corpus], Scores]
Learner = Callable[[Sequence[Example], Corpus], Scorer]

BUDGETS = (50, 100, 200, 500)
_BACKGROUND = 8000
_REFUSED = 0.3  # weight of a refusal without a reason: most unlisted papers at the top are on topic
_RELEARN_AFTER = 10


class StreamReport(NamedTuple):
    """Where a ranking put the wanted documents."""

    documents: int
    wanted: int
    recall: Mapping[int, Interval]
    read_per_wanted: Mapping[int, float]
    rank_at_95_percent: int


class DayReport(NamedTuple):
    """What a reader with a daily budget found, learning along the way."""

    budget: int
    wanted: int
    found: int
    read: int
    median_days_late: float
    relearned: int


def rank_stream(
    examples: Sequence[Example], stream: Corpus, learner: Learner, *, split: dt.date, seed: int = 0
) -> StreamReport:
    """Learn the wanted examples dated before `split`; rank the stream; look where the later ones are.

    The background is a random sample of the stream without its labels: what a service has when it starts.
    """
    past, later = split_wanted(examples, split)
    background = stream.take(stable_sample(stream.documents, _BACKGROUND, seed=seed))
    scores = learner(past, background)(stream)
    return report_stream(scores, [d.id in later for d in stream.documents])


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
        read_per_wanted={b: b / found[b] if found[b] else float("inf") for b in BUDGETS},
        rank_at_95_percent=rank_at_share([int(r) for r in ranks], 0.95),
    )


def walk_days(
    examples: Sequence[Example], stream: Corpus, learner: Learner, *, split: dt.date, budget: int
) -> DayReport:
    """Read the `budget` highest-ranked unread documents every day, and learn from what was said.

    Only documents that have arrived can be read, or serve as background.
    """
    past, later = split_wanted(examples, split)
    walk = _Walk(stream, past, later, learner)
    days = sorted(
        ((d.date or split, row) for row, d in enumerate(stream.documents) if (d.date or split) >= split)
    )
    for day, arrived in groupby(days, key=lambda pair: pair[0]):
        walk.arrive([row for _, row in arrived])
        walk.read(day, budget)
    waits = [float(w) for w in walk.waits]
    return DayReport(
        budget=budget,
        wanted=sum(d.id in later for d in stream.documents),
        found=len(waits),
        read=len(walk.verdicts),
        median_days_late=float(np.median(waits)) if waits else 0.0,
        relearned=walk.relearned,
    )


class _Walk:
    """The state of a reader's days: what has arrived, what was read and said, and the scores in use."""

    def __init__(
        self,
        stream: Corpus,
        past: Sequence[Example],
        later: set[str],
        learner: Learner,
    ) -> None:
        self.verdicts: list[Example] = []
        self.waits: list[int] = []
        self.relearned = 0
        self._stream, self._past, self._later, self._learner = stream, past, later, learner
        self._arrived: list[int] = []
        self._unread: dict[int, float] = {}
        self._learned_at = 0
        self._scorer: Scorer | None = None

    def arrive(self, rows: list[int]) -> None:
        """Add a day's documents, scored by the model in use; relearn first if enough was said since."""
        self._arrived += rows
        if self._scorer is None or len(self.verdicts) - self._learned_at >= _RELEARN_AFTER:
            self._relearn()
            rows = [*self._unread, *rows]
        if self._scorer is not None:
            scores = self._scorer(self._stream.take(np.array(rows, dtype=np.int64)))
            self._unread |= dict(zip(rows, scores.tolist(), strict=True))

    def read(self, day: dt.date, budget: int) -> None:
        """Read the best unread documents and remember what the list's later choice says of them."""
        for row in sorted(self._unread, key=lambda row: (-self._unread[row], row))[:budget]:
            document = self._stream.documents[row]
            is_wanted = document.id in self._later
            weight = 1.0 if is_wanted else _REFUSED
            self.verdicts.append(Example(document=document, wanted=is_wanted, weight=weight))
            if is_wanted:
                self.waits.append((day - (document.date or day)).days)
            del self._unread[row]

    def _relearn(self) -> None:
        self.relearned += 1
        self._learned_at = len(self.verdicts)
        arrived = np.array(self._arrived, dtype=np.int64)
        documents = [self._stream.documents[row] for row in self._arrived]
        background = self._stream.take(arrived[stable_sample(documents, _BACKGROUND)])
        self._scorer = self._learner([*self._past, *self.verdicts], background)


def _recall(ranks: NDArray[np.int64], budget: int, rows: NDArray[np.int64]) -> float:
    return float((ranks[rows] <= budget).mean()) if len(rows) else 0.0
