"""`listkeeper evaluate`: how well a list is predicted in time, beside baselines."""

import glob
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli import evaluation_tables as tables
from service.cli.context import open_context, print_json, progress_bar, say, stdout
from service.cli.options import AsJson, parse_day
from service.domain.lists import ListSpec
from service.errors import BadInput
from service.publishing.sources import find_in_folder
from service.settings import Settings
from service.workflows.catalog import known_specs

if TYPE_CHECKING:
    from service.workflows.evaluated import Evaluated

_BUDGETS = "3,5,10,25"
_SHARES = "0.015,0.03,0.1"
_COUNTING = (
    "In a mean of F1 a tag that no tested entry carries does not count; one that occurs and is never "
    "proposed counts 0."
)

OneList = Annotated[
    str, typer.Option("--list", help="Slug or alias of the list, or the name of its file in --from.")
]
ListsFolder = Annotated[Path | None, typer.Option("--from", help="Folder of bundles or Markdown files.")]
ArxivFolder = Annotated[Path | None, typer.Option("--arxiv", help="Folder of arXiv metadata (JSONL, .xz).")]
Split = Annotated[str, typer.Option(help="Train on older entries, look for the others.")]
Stream = Annotated[list[str], typer.Option(help="Files of the stream; patterns are allowed.")]
More = Annotated[list[str] | None, typer.Argument(help="More files of the stream.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    evaluate_app = typer.Typer(help="Measure predictions in order of time.", no_args_is_help=True)
    evaluate_app.command("tags")(tags)
    evaluate_app.command("sisters")(sisters)
    evaluate_app.command("relevance")(relevance)
    evaluate_app.command("cascade")(cascade)
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
    """How right the tags are. Macro-F1 and exact sets per facet, walking by tens or split at a day."""
    from service.workflows import evaluate as workflow  # noqa: PLC0415 -- heavy: only for this command
    from service.workflows.vectors import open_encoder  # noqa: PLC0415 -- likewise

    day = parse_day(split) if split else None
    names = [name.strip() for name in facets.split(",") if name.strip()]
    with open_context() as context, progress_bar() as progress:
        found = _load(context.settings, slug, lists_folder, arxiv_folder)
        encoder = open_encoder(context.engine, context.settings, progress)
        reports = workflow.evaluate_tags(
            found, encoder, split=day, walk=walk, facets=names, progress=progress
        )
    unlearned = workflow.unlearned_tags(found, split=day, walk=walk)
    untested = tables.untested_tags(reports[workflow.OURS])
    if as_json:
        values = {name: tables.tag_values(report) for name, report in reports.items()}
        more = {"without_examples": unlearned, "untested": untested, "counting": _COUNTING}
        print_json(values | more)
        return
    say(
        f"{len(found.examples)} entries with abstracts, {found.without_abstract} without; "
        f"{len(found.sisters)} papers of sister lists."
    )
    stdout.print(tables.tag_table(reports))
    stdout.print(tables.facet_table(reports[workflow.OURS]))
    say(_COUNTING)
    if untested:
        say(f"Carried by no tested entry, and so not in the mean: {', '.join(untested)}.")
    if unlearned:
        say(f"Without an example at the start, and so decided from the definition: {', '.join(unlearned)}.")


def sisters(
    slug: OneList,
    sister: Annotated[str, typer.Option(help="Slug or alias of the list that teaches.")],
    split: Annotated[str, typer.Option(help="Learn the sister's older papers, test on its later ones.")],
    lists_folder: ListsFolder = None,
    arxiv_folder: ArxivFolder = None,
    as_json: AsJson = False,
) -> None:
    """What a sister list teaches. A list's tags, without and with what the sister says of its papers."""
    from service.workflows import evaluate as workflow  # noqa: PLC0415 -- heavy: only for this command
    from service.workflows.evaluate_sisters import evaluate_sisters  # noqa: PLC0415 -- likewise
    from service.workflows.vectors import open_encoder  # noqa: PLC0415 -- likewise

    day = parse_day(split)
    with open_context() as context, progress_bar() as progress:
        folder = lists_folder or context.settings.shared / "data" / "lists"
        spec = _spec(known_specs(context.settings), slug, folder)
        found = _load(context.settings, sister, lists_folder, arxiv_folder)
        encoder = open_encoder(context.engine, context.settings, progress)
        taught = evaluate_sisters(spec, found, encoder, split=day)
    if as_json:
        values = {name: tables.tag_values(report) for name, report in taught.reports.items()}
        print_json(values | {"papers": taught.papers, "tested": taught.tested, "counting": _COUNTING})
        return
    say(f"{taught.papers} papers of the sister list before {day} teach; {taught.tested} later ones test.")
    stdout.print(tables.tag_table(taught.reports))
    for name in (workflow.ALONE, workflow.OURS):
        say(f"{name}:")
        stdout.print(tables.facet_table(taught.reports[name]))
    say(_COUNTING)


def relevance(
    slug: OneList,
    split: Split,
    stream: Stream,
    budgets: Annotated[str, typer.Option(help="Papers read a day; empty: no days.")] = _BUDGETS,
    more: More = None,
    lists_folder: ListsFolder = None,
    arxiv_folder: ArxivFolder = None,
    as_json: AsJson = False,
) -> None:
    """How many wanted papers are found. Recall at reading budgets over a stream, at once and day by day."""
    from service.workflows import evaluate as workflow  # noqa: PLC0415 -- heavy: only for this command
    from service.workflows.evaluated import load_corpus  # noqa: PLC0415 -- likewise
    from service.workflows.vectors import open_encoder  # noqa: PLC0415 -- likewise

    day, daily = parse_day(split), _numbers(budgets)
    files = _files([*stream, *(more or [])])
    with open_context() as context, progress_bar() as progress:
        found = _load(context.settings, slug, lists_folder, arxiv_folder)
        encoder = open_encoder(context.engine, context.settings, progress)
        corpus = load_corpus(found, files, split=day)
        learners = workflow.make_learners(found, corpus, encoder, split=day)
        ranked = workflow.evaluate_ranking(found, corpus, learners, split=day, progress=progress)
        said = workflow.evaluate_probabilities(found, corpus, encoder, split=day)
        days = workflow.evaluate_days(found, corpus, learners, split=day, budgets=daily, progress=progress)
    if as_json:
        print_json(
            {
                "ranking": {n: tables.stream_values(r) for n, r in ranked.items()},
                "probabilities": tables.probability_values(said),
                "days": {n: [d._asdict() for d in reports] for n, reports in days.items()},
            }
        )
        return
    first = ranked[workflow.OURS]
    say(f"{first.wanted} later entries among {first.documents} papers.")
    stdout.print(tables.stream_table(ranked))
    say(
        f"The probabilities say {said.expected:.0f} where the list took {said.wanted}; calibration error "
        f"{said.calibration_error:.4f} over all papers, "
        f"{said.calibration_error_top:.3f} over the first {said.top}."
    )
    if days:
        stdout.print(tables.day_table(days))


def cascade(
    slug: OneList,
    split: Split,
    stream: Stream,
    shares: Annotated[str, typer.Option(help="Shares of the stream that the encoder reads.")] = _SHARES,
    more: More = None,
    lists_folder: ListsFolder = None,
    arxiv_folder: ArxivFolder = None,
    as_json: AsJson = False,
) -> None:
    """What is lost by reading only the first papers closely. The same ranking, more and more encoded."""
    from service.workflows import evaluate as workflow  # noqa: PLC0415 -- heavy: only for this command
    from service.workflows.evaluated import load_corpus  # noqa: PLC0415 -- likewise
    from service.workflows.vectors import open_encoder  # noqa: PLC0415 -- likewise

    day, read = parse_day(split), _shares(shares)
    files = _files([*stream, *(more or [])])
    with open_context() as context, progress_bar() as progress:
        found = _load(context.settings, slug, lists_folder, arxiv_folder)
        encoder = open_encoder(context.engine, context.settings, progress)
        corpus = load_corpus(found, files, split=day)
        steps = workflow.evaluate_cascade(found, corpus, encoder, split=day, shares=read, progress=progress)
    if as_json:
        print_json([tables.cascade_values(step) for step in steps])
    else:
        stdout.print(tables.cascade_table(steps))


def _load(settings: Settings, slug: str, lists_folder: Path | None, arxiv: Path | None) -> "Evaluated":
    from service.workflows.evaluated import load_evaluated  # noqa: PLC0415 -- heavy: only for this command

    data = settings.shared / "data"
    folder = lists_folder or data / "lists"
    specs = known_specs(settings)
    return load_evaluated(
        _spec(specs, slug, folder), lists_folder=folder, arxiv_folder=arxiv or data / "arxiv", sisters=specs
    )


def _spec(specs: Sequence[ListSpec], name: str, folder: Path) -> ListSpec:
    """Return the catalog's entry, or a bare one for a list that only the folder knows."""
    for spec in specs:
        if name in (spec.slug, *spec.aliases):
            return spec
    try:
        find_in_folder(folder, name)
    except BadInput as exc:
        known = ", ".join(s.slug for s in specs)
        raise BadInput(f"There is no list {name!r} in the catalog, nor in {folder}. Lists: {known}.") from exc
    return ListSpec(slug=name, name=name, repository=str(folder / name), source_name=name)


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


def _shares(text: str) -> list[float]:
    try:
        found = [float(part) for part in text.split(",") if part.strip()]
    except ValueError as exc:
        raise BadInput(f"--shares must be numbers like 0.015,0.1, not {text!r}.") from exc
    if not found or not all(0 < share <= 1 for share in found):
        raise BadInput(f"--shares must lie between 0 and 1, like 0.015,0.1, not {text!r}.")
    return found
