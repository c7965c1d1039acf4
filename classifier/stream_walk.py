"""A stream read day by day: what a reader would have found, and how soon."""

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from classifier.corpus import Corpus, stable_keys
from classifier.stream_rank import BACKGROUND, Learner, Scorer, split_wanted
from classifier.types import Example

Progress = Callable[[int, int], None]

_REFUSED = 0.3  # weight of a refusal without a reason: most unlisted papers at the top are on topic
_RELEARN_AFTER = 10


def _quietly(done: int, total: int) -> None:
    """Show nothing."""


class DayReport(NamedTuple):
    """What a reader with a daily budget found, learning along the way."""

    budget: int
    wanted: int
    found: int
    read: int
    median_days_late: float
    relearned: int


def walk_days(
    examples: Sequence[Example],
    stream: Corpus,
    learner: Learner,
    *,
    split: dt.date,
    budget: int,
    progress: Progress = _quietly,
) -> DayReport:
    """Read the `budget` highest-ranked unread documents every day, and learn from what was said.

    Only documents that have arrived can be read, or serve as background. `progress` is called with the days
    that are over and the days that there are.
    """
    past, later = split_wanted(examples, split)
    walk = _Walk(stream, past, later, learner)
    days = sorted(
        ((d.date or split, row) for row, d in enumerate(stream.documents) if (d.date or split) >= split)
    )
    by_day = [(day, [row for _, row in rows]) for day, rows in groupby(days, key=lambda pair: pair[0])]
    for number, (day, arrived) in enumerate(by_day, 1):
        walk.arrive(arrived)
        walk.read(day, budget)
        progress(number, len(by_day))
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
        self._keys = stable_keys(stream.documents)
        self._arrived: list[int] = []
        self._unread = np.zeros(0, dtype=np.int64)
        self._scores = np.zeros(0)
        self._learned_at = 0
        self._scorer: Scorer | None = None

    def arrive(self, rows: list[int]) -> None:
        """Add a day's documents, scored by the model in use; relearn first if enough was said since."""
        self._arrived += rows
        if self._scorer is None or len(self.verdicts) - self._learned_at >= _RELEARN_AFTER:
            self._scorer = self._relearned()
            rows = [*self._unread.tolist(), *rows]
            self._unread, self._scores = self._unread[:0], self._scores[:0]
        scores = self._scorer(self._stream.take(np.array(rows, dtype=np.int64)))
        self._unread = np.append(self._unread, rows)
        self._scores = np.append(self._scores, scores)

    def read(self, day: dt.date, budget: int) -> None:
        """Read the best unread documents and remember what the list's later choice says of them."""
        best = np.lexsort((self._unread, -self._scores))[:budget]
        for row in self._unread[best]:
            document = self._stream.documents[int(row)]
            is_wanted = document.id in self._later
            weight = 1.0 if is_wanted else _REFUSED
            self.verdicts.append(Example(document=document, wanted=is_wanted, weight=weight))
            if is_wanted:
                self.waits.append((day - (document.date or day)).days)
        self._unread, self._scores = np.delete(self._unread, best), np.delete(self._scores, best)

    def _relearned(self) -> Scorer:
        self.relearned += 1
        self._learned_at = len(self.verdicts)
        arrived = np.array(self._arrived, dtype=np.int64)
        chosen = np.sort(np.argsort(self._keys[arrived], kind="stable")[:BACKGROUND])
        background = self._stream.take(arrived[chosen])
        return self._learner([*self._past, *self.verdicts], background)
