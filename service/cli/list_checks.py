"""`listkeeper lists lint|replay`: what is wrong in a list, and how its past would have come out."""

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from service.cli.files import find_spec, read_list, title_reader
from service.cli.options import AsJson, WordsOnly
from service.cli.output import print_json
from service.domain.taxonomy import Taxonomy
from service.lists.checking.findings import Finding
from service.lists.checking.lint import lint as find_faults
from service.lists.replaying.replayed import summary
from service.publishing.bundled import unbundled
from service.workflows.replay import replay_file, replay_repository


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("lint")(lint)
    app.command("replay")(replay)


def lint(
    source: Annotated[str, typer.Argument(help="A Markdown list file, or the slug of a followed list.")],
    like: Annotated[
        str | None, typer.Option(help="Slug of the list whose taxonomy the file's tags are read by.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find what is wrong in a list. Repeats, ids, links, tags, form; nothing is changed."""
    if Path(source).exists():
        taxonomy = _taxonomy(like) if like else None
        found = {source: find_faults(read_list(Path(source), taxonomy), taxonomy=taxonomy)}
    else:
        found = _lint_followed(source)
    if as_json:
        print_json([{"path": path, **asdict(f)} for path, findings in found.items() for f in findings])
        return
    for path, findings in found.items():
        for f in findings:
            fix = f" -> {f.fix}" if f.fix else ""
            typer.echo(f"{path}:{f.line}: {f.kind} ({f.confidence:.0%}): {f.text} -- {f.reason}{fix}")
        typer.echo(f"{path}: {len(findings)} findings", err=True)


def _lint_followed(name: str) -> dict[str, tuple[Finding, ...]]:
    from service.cli.context import open_context  # noqa: PLC0415 - a file needs no database
    from service.workflows.catalog import known_specs  # noqa: PLC0415 - likewise
    from service.workflows.lint import lint_list  # noqa: PLC0415 - likewise

    with open_context() as context:
        return lint_list(context.engine, known_specs(context.settings), name)


def _taxonomy(name: str) -> Taxonomy:
    from service.settings import load_settings  # noqa: PLC0415 - only a slug needs settings and catalog
    from service.workflows.catalog import known_specs  # noqa: PLC0415 - likewise

    return find_spec(known_specs(load_settings()), name).taxonomy


def replay(
    repo: Annotated[
        Path,
        typer.Argument(
            help="A list's git repository or bundle; or a file, whose entries are left out one by one."
        ),
    ],
    path: Annotated[str, typer.Option(help="The list's file inside it.")] = "README.md",
    limit: Annotated[int | None, typer.Option(help="Only the newest so many additions.")] = None,
    words_only: WordsOnly = False,
    as_json: AsJson = False,
) -> None:
    """Add each past entry again. With only the history before it; compared with what the maintainer did."""
    with nullcontext() if words_only else title_reader() as reader, unbundled(repo) as place:
        with_alike = reader.with_alike if reader else None
        if place.is_file():
            scores = replay_file(place, limit=limit, with_alike=with_alike)
        else:
            scores = replay_repository(place, path, limit=limit, with_alike=with_alike)
    told = summary(scores)
    if as_json:
        print_json({"summary": told, "cases": [asdict(s) for s in scores]})
        return
    count = max(1, told["n"])
    shares = ", ".join(f"{name} {value / count:.0%}" for name, value in told.items() if name != "n")
    typer.echo(f"{repo.name}: {told['n']} additions; {shares}")
