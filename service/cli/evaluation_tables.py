"""What `listkeeper evaluate` prints: reports as tables for people, and as plain values for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.table import Table

if TYPE_CHECKING:
    from classifier import DayReport, ProbabilityReport, StreamReport, TagReport
    from service.workflows.evaluate import CascadeStep

_READ = 200  # papers at which the cost of reading is told in the table


def tag_values(report: "TagReport") -> dict[str, Any]:
    """Return a report on tags as plain values."""
    return {
        "macro_f1": report.macro_f1._asdict(),
        "exact": report.exact._asdict(),
        "exact_at": report.exact_at,
        "exact_at_pooled": report.exact_at_pooled,
        "calibration_error": report.calibration_error,
        "calibration": [b._asdict() for b in report.calibration],
        "facets": [
            {
                "facet": f.facet,
                "documents": f.documents,
                "macro_f1": f.macro_f1._asdict(),
                "exact": f.exact._asdict(),
                "tags": {name: score._asdict() for name, score in f.tags.items()},
            }
            for f in report.facets
        ],
    }


def stream_values(report: "StreamReport") -> dict[str, Any]:
    """Return a report on a ranking as plain values."""
    return report._asdict() | {"recall": {b: i._asdict() for b, i in report.recall.items()}}


def probability_values(report: "ProbabilityReport") -> dict[str, Any]:
    """Return a report on probabilities as plain values."""
    return report._asdict() | {"calibration_top": [b._asdict() for b in report.calibration_top]}


def cascade_values(step: "CascadeStep") -> dict[str, Any]:
    """Return a step of the cascade as plain values."""
    return asdict(step) | {"report": stream_values(step.report)}


def tag_table(reports: Mapping[str, "TagReport"]) -> Table:
    """Return the methods beside one another."""
    table = Table("method", "macro-F1", "exact", "exact in the surest half", "calibration error")
    for name, report in reports.items():
        half, error = report.exact_at_pooled[0.5], report.calibration_error
        table.add_row(
            name, _interval(report.macro_f1), _interval(report.exact), f"{half:.2f}", f"{error:.3f}"
        )
    return table


def facet_table(report: "TagReport") -> Table:
    """Return one method's facets and tags."""
    table = Table("facet", "documents", "macro-F1", "exact", "tags that occur in the test (F1)")
    for facet in report.facets:
        scores = ", ".join(f"{name} {s.f1:.2f}" for name, s in facet.tags.items() if s.support)
        table.add_row(
            facet.facet, str(facet.documents), _interval(facet.macro_f1), _interval(facet.exact), scores
        )
    return table


def untested_tags(report: "TagReport") -> list[str]:
    """Return the tags (facet: tag) that no tested entry carries: they do not count in the mean."""
    return [
        f"{f.facet}: {name}" for f in report.facets for name, score in f.tags.items() if not score.support
    ]


def stream_table(reports: Mapping[str, "StreamReport"]) -> Table:
    """Return the rankings beside one another."""
    first = next(iter(reports.values()))
    table = Table(
        "method", *(f"top {b}" for b in first.recall), "rank at 95 %", f"read per paper found ({_READ})"
    )
    for name, report in reports.items():
        recall = [_interval(interval) for interval in report.recall.values()]
        read = report.read_per_wanted[_READ]
        table.add_row(name, *recall, str(report.rank_at_95_percent), "–" if read is None else f"{read:.1f}")
    return table


def day_table(reports: Mapping[str, Sequence["DayReport"]]) -> Table:
    """Return what a reader finds day by day."""
    table = Table("method", "papers a day", "found", "of", "read", "read per paper", "median days late")
    for name, days in reports.items():
        for r in days:
            each = f"{r.read / r.found:.1f}" if r.found else "–"
            numbers = (f"{n:g}" for n in (r.budget, r.found, r.wanted, r.read))
            table.add_row(name, *numbers, each, f"{r.median_days_late:g}")
    return table


def cascade_table(steps: Sequence["CascadeStep"]) -> Table:
    """Return rankings with ever more of the stream encoded."""
    first = steps[0].report
    table = Table(
        "encoder reads",
        "papers",
        *(f"top {b}" for b in first.recall),
        "rank at 95 %",
        *(f"same first {n}" for n in steps[0].same_top),
    )
    for step in steps:
        recall = [f"{interval.value:.3f}" for interval in step.report.recall.values()]
        same = [f"{share:.2f}" for share in step.same_top.values()]
        rank = str(step.report.rank_at_95_percent)
        table.add_row(f"{step.share:.1%}", str(step.encoded), *recall, rank, *same)
    return table


def _interval(interval: tuple[float, float, float]) -> str:
    value, low, high = interval
    return f"{value:.2f} [{low:.2f}, {high:.2f}]"
