"""What a bundle's model card shows: the data, each tag's quality with intervals, and the calibration."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.metrics import Flags, Interval, bootstrap, tag_score
from classifier.outcomes import Outcome, TagReport, report_tags

_DRAWS = 200
_SHARES = (0.001, 0.005, 0.02)  # how much of the rest somebody reads

Scores = NDArray[np.float64]


class TagLine(NamedTuple):
    """One tag's row on the card."""

    facet: str
    tag: str
    support: int
    precision: Interval
    recall: Interval
    f1: Interval


def card_metrics(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return, as plain values for a manifest, what time-ordered evaluation says of every tag."""
    report = report_tags(outcomes, draws=_DRAWS)
    return {
        "macro_f1": _interval(report.macro_f1),
        "exact": _interval(report.exact),
        "exact_at": {f"{c:.0%}": round(v, 4) for c, v in report.exact_at.items()},
        "exact_at_pooled": {f"{c:.0%}": round(v, 4) for c, v in report.exact_at_pooled.items()},
        "calibration_error": round(report.calibration_error, 4),
        "calibration": [_plain(b._asdict()) for b in report.calibration],
        "facets": [_facet(report, i) for i in range(len(report.facets))],
        "tags": [_line(line) for outcome in outcomes for line in tag_lines(outcome)],
    }


def judge_scores(scores: Scores, wanted: Flags) -> dict[str, object]:
    """Return how far up left-out wanted documents stand among the others, as plain values for a manifest."""
    others = np.sort(scores[~wanted])
    own = scores[wanted]
    if not len(others) or not len(own):
        return {}
    reached = {
        f"{share:.1%}": bootstrap(len(own), partial(_above, own, _limit(others, share)), draws=_DRAWS)
        for share in _SHARES
    }
    return {
        "wanted": len(own),
        "others": len(others),
        "reached": {share: _interval(found) for share, found in reached.items()},
    }


def _limit(others: Scores, share: float) -> float:
    return float(others[max(0, len(others) - 1 - int(share * len(others)))])


def _above(own: Scores, limit: float, rows: NDArray[np.int64]) -> float:
    return float((own[rows] > limit).mean())


def tag_lines(outcome: Outcome) -> list[TagLine]:
    """Return each tag's precision, recall and F1 with intervals over which documents there happened to be."""
    lines = []
    for column, tag in enumerate(outcome.facet.tags):
        truth, proposed = outcome.truth[:, column], outcome.proposed[:, column]
        measured = [
            bootstrap(len(truth), partial(_part, truth, proposed, part), draws=_DRAWS) for part in range(3)
        ]
        lines.append(TagLine(outcome.facet.name, tag.name, int(truth.sum()), *measured))
    return lines


def _part(truth: Flags, proposed: Flags, part: int, rows: NDArray[np.int64]) -> float:
    return float(tag_score(truth[rows], proposed[rows])[part])


def _facet(report: TagReport, number: int) -> dict[str, object]:
    facet = report.facets[number]
    return {
        "facet": facet.facet,
        "documents": facet.documents,
        "macro_f1": _interval(facet.macro_f1),
        "exact": _interval(facet.exact),
    }


def _line(line: TagLine) -> dict[str, object]:
    return {
        "facet": line.facet,
        "tag": line.tag,
        "support": line.support,
        "precision": _interval(line.precision),
        "recall": _interval(line.recall),
        "f1": _interval(line.f1),
    }


def _interval(interval: Interval) -> list[float]:
    return [round(float(n), 4) for n in interval]


def _plain(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in values.items()}
