"""`listkeeper evaluate tags|relevance`: how well a list is predicted in order of time, beside baselines."""

import glob
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from service.cli.context import open_context, print_json, progress_bar, say, stdout
from service.cli.options import AsJson, parse_day
from service.domain.lists import ListSpec
from service.errors import BadInput
from service.settings import Settings
from service.workflows.catalog import known_specs

if TYPE_CHECKING:
    from classifier import DayReport, StreamReport, TagReport
    from service.workflows.evaluate import Evaluated

_BUDGETS = "5,10,25"

OneList = Annotated[str, typer.Option("--list", help="Slug or alias of the list.")]
ListsFolder = Annotated[Path | None, typer.Option("--from", help="Folder of bundles or Markdown files.")]
ArxivFolder = Annotated[Path | None, typer.Option("--arxiv", help="Folder of arXiv metadata (JSONL, .xz).")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    evaluate_app = typer.Typer(help="Measure predictions in order of time.", no_args_is_help=True)
    evaluate_app.command("tags")(tags)
    evaluate_app.command("relevance")(relevance)
    app.add_typer(evaluate_app, name="evaluate")


def tags(
    slug: OneList,
    split: Annotated[str | None, typer.Option(help="Train on older entries, test on the others.")] = None,
    walk: Annotated[int, typer.Option(help="Entries learned before the walk by tens.", min=1)] = 60,
    facets: Annotated[str, typer.Option(help="Facets to report on, with commas; all without it.")] = "",
    lists_folder: ListsFolder = None,
    arxiv_folder: ArxivFolder = None,
    as_json: AsJson = False,
) -> None:
    """Tags: macro-F1 and exact sets per facet, walking by tens or split at a day."""
    from service.workflows import evaluate as workflow  # noqa: PLC0415 -- heavy: only for this command
    from service.workflows.vectors import open_encoder  # noqa: PLC0415 -- likewise

    with open_context() as context, progress_bar() as progress:
        found = _load(context.settings, slug, lists_folder, arxiv_folder)
        encoder = open_encoder(context.engine, context.settings, progress)
        day = parse_day(split) if split else None
        names = [name.strip() for name in facets.split(",") if name.strip()]
        reports = workflow.evaluate_tags(
            found, encoder, split=day, walk=walk, facets=names, progress=progress
        )
    if as_json:
        print_json({name: _tag_report(report) for name, report in reports.items()})
        return
    say(f"{len(found.examples)} entries with abstracts, {found.without_abstract} without.")
    table = Table("method", "macro-F1", "exact", "exact at 50 %", "calibration error")
    for name, report in reports.items():
        at_half = report.exact_at_pooled[0.5]
        row = (report.macro_f1, report.exact, at_half, report.calibration_error)
        table.add_row(name, *(f"{value:.3f}" for value in row))
    stdout.print(table)
    stdout.print(_facet_table(reports[workflow.OURS]))


def relevance(
    slug: OneList,
    split: Annotated[str, typer.Option(help="Train on older entries, look for the others.")],
    stream: Annotated[list[str], typer.Option(help="Files of the stream; patterns are allowed.")],
    budgets: Annotated[str, typer.Option(help="Papers read a day; empty: no days.")] = _BUDGETS,
    more: Annotated[list[str] | None, typer.Argument(help="More files of the stream.")] = None,
    lists_folder: ListsFolder = None,
    arxiv_folder: ArxivFolder = None,
    as_json: AsJson = False,
) -> None:
    """Relevance: recall at reading budgets over a stream, at once and day by day with feedback."""
    from service.workflows import evaluate as workflow  # noqa: PLC0415 -- heavy: only for this command
    from service.workflows.vectors import open_encoder  # noqa: PLC0415 -- likewise

    day, daily = parse_day(split), _numbers(budgets)
    files = _files([*stream, *(more or [])])
    with open_context() as context, progress_bar() as progress:
        found = _load(context.settings, slug, lists_folder, arxiv_folder)
        encoder = open_encoder(context.engine, context.settings, progress)
        corpus = workflow.load_corpus(found, files, split=day)
        ranked = workflow.evaluate_ranking(found, corpus, encoder, split=day, progress=progress)
        days = workflow.evaluate_days(found, corpus, encoder, split=day, budgets=daily, progress=progress)
    if as_json:
        print_json(
            {
                "ranking": {n: _stream_report(r) for n, r in ranked.items()},
                "days": [d._asdict() for d in days],
            }
        )
        return
    stdout.print(_stream_table(ranked))
    stdout.print(_day_table(days))


def _load(settings: Settings, slug: str, lists_folder: Path | None, arxiv: Path | None) -> "Evaluated":
    from service.workflows import evaluate as workflow  # noqa: PLC0415 -- heavy: only for this command

    data = settings.shared / "data"
    return workflow.load_evaluated(
        _spec(settings, slug),
        lists_folder=lists_folder or data / "lists",
        arxiv_folder=arxiv or data / "arxiv",
    )


def _spec(settings: Settings, name: str) -> ListSpec:
    specs = known_specs(settings)
    for spec in specs:
        if name in (spec.slug, *spec.aliases):
            return spec
    raise BadInput(f"There is no list {name!r} in the catalog. Lists: {', '.join(s.slug for s in specs)}.")


def _files(patterns: list[str]) -> list[Path]:
    found = [Path(name) for pattern in patterns for name in sorted(glob.glob(pattern))]  # noqa: PTH207 -- any path
    if not found:
        raise BadInput(f"No file fits {', '.join(patterns)}; give --stream files of arXiv metadata.")
    return found


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdigit() and int(part) > 0 for part in parts):
        raise BadInput(f"--budgets must be numbers of papers a day like 5,10,25, not {text!r}.")
    return [int(part) for part in parts]


def _tag_report(report: "TagReport") -> dict[str, Any]:
    return {
        "macro_f1": report.macro_f1,
        "exact": report.exact,
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


def _stream_report(report: "StreamReport") -> dict[str, Any]:
    return report._asdict() | {"recall": {b: i._asdict() for b, i in report.recall.items()}}


def _facet_table(report: "TagReport") -> Table:
    table = Table("facet", "documents", "macro-F1", "exact", "tags that occur in the test (F1)")
    for facet in report.facets:
        scores = ", ".join(f"{name} {s.f1:.2f}" for name, s in facet.tags.items() if s.support)
        table.add_row(
            facet.facet, str(facet.documents), _interval(facet.macro_f1), _interval(facet.exact), scores
        )
    return table


def _stream_table(reports: dict[str, "StreamReport"]) -> Table:
    first = next(iter(reports.values()))
    table = Table("method", *(f"top {b}" for b in first.recall), "rank at 95 %", "read per paper (200)")
    for name, report in reports.items():
        recall = [_interval(interval) for interval in report.recall.values()]
        table.add_row(name, *recall, str(report.rank_at_95_percent), f"{report.read_per_wanted[200]:.1f}")
    return table


def _day_table(reports: list["DayReport"]) -> Table:
    table = Table("papers a day", "found", "of", "read", "median days late", "relearned")
    for r in reports:
        numbers = (r.budget, r.found, r.wanted, r.read, r.median_days_late, r.relearned)
        table.add_row(*(f"{number:g}" for number in numbers))
    return table


def _interval(interval: tuple[float, float, float]) -> str:
    value, low, high = interval
    return f"{value:.2f} [{low:.2f}, {high:.2f}]"
