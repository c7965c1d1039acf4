"""`listkeeper lists read|habits|insert|lint|replay`: list files and repositories, without any database."""

import json
import sys
from dataclasses import asdict
from difflib import unified_diff
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.context import open_context, print_json
from service.cli.options import AsJson
from service.domain.taxonomy import Taxonomy
from service.errors import BadInput, NotFound
from service.lists import (
    Edit,
    Entry,
    ListDocument,
    NewEntry,
    PastAddition,
    insert_entry,
    learn_habits,
    past_additions,
    read_document,
)
from service.lists.lint import lint as find_faults
from service.lists.replayed import summary
from service.lists.tags import as_mapping
from service.publishing.history import read_revisions
from service.settings import load_settings
from service.workflows.catalog import known_specs
from service.workflows.lint import lint_list
from service.workflows.replay import replay_repository

_ENOUGH = 60  # past additions from which placing learns
ListFile = Annotated[Path, typer.Argument(help="A Markdown list file.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("read")(read)
    app.command("habits")(habits)
    app.command("insert")(insert)
    app.command("lint")(lint)
    app.command("replay")(replay)


def read(file: ListFile, as_json: AsJson = False) -> None:
    """Read a list file and show its entries and what could not be read."""
    document = _document(file)
    if as_json:
        print_json(
            {
                "entries": [_plain(e) for e in document.entries],
                "problems": [asdict(p) for p in document.problems],
            }
        )
        return
    for entry in document.entries:
        typer.echo(f"{entry.first_line:6d}  {entry.key:24}  {entry.title}")
    for problem in document.problems:
        typer.echo(f"{problem.line:6d}  not understood: {problem.reason}", err=True)
    typer.echo(f"{len(document.entries)} entries, {len(document.problems)} problems", err=True)


def habits(
    source: Annotated[Path, typer.Argument(help="A Markdown list file, or a repository that holds one.")],
    path: Annotated[str, typer.Option(help="The list's file inside the repository.")] = "README.md",
    as_json: AsJson = False,
) -> None:
    """Say how a list is kept: order, format, what is left out; from its file and its history."""
    file = source / path if source.is_dir() else source
    history = _history(source, path) if source.is_dir() else ()
    learned = learn_habits(_document(file), history)
    if as_json:
        print_json({"order": dict(learned.order), "words": dict(learned.words)})
        return
    for name, words in learned.words.items():
        typer.echo(f"{name}: {words}")


def insert(
    file: ListFile,
    entry: Annotated[Path, typer.Option("--entry", help="ENTRY.json with the paper's facts.")],
    history: Annotated[
        Path | None, typer.Option("--history", help="Repository whose past teaches the place.")
    ] = None,
    section: Annotated[
        str | None, typer.Option("--section", help='Headings joined by " > "; else proposed.')
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Print the difference instead of the file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add one paper to a list file as its maintainer would; the edited file goes to standard output."""
    data = _bytes(file)
    edit = insert_entry(
        data,
        _entry(entry),
        history=_history(history, _inside(history, file)) if history else (),
        path=file.name,
        section=[part.strip() for part in section.split(" > ")] if section else None,
    )
    if as_json:
        print_json(_plain_edit(edit))
    elif diff:
        typer.echo(_diff(data, edit.data, file.name), nl=False)
    else:
        sys.stdout.buffer.write(edit.data)
    for note in edit.notes:
        typer.echo(note, err=True)


def lint(
    source: Annotated[str, typer.Argument(help="A Markdown list file, or the slug of a followed list.")],
    like: Annotated[
        str | None, typer.Option(help="Slug of the list whose taxonomy the file's tags are read by.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find what is wrong in a list: repeats, ids, links, tags, form; nothing is changed."""
    if Path(source).exists():
        document = _document(Path(source), taxonomy=_taxonomy(like) if like else None)
        found = {source: find_faults(document, taxonomy=_taxonomy(like) if like else None)}
    else:
        with open_context() as context:
            found = lint_list(context.engine, known_specs(context.settings), source)
    if as_json:
        print_json([{"path": path, **asdict(f)} for path, findings in found.items() for f in findings])
        return
    for path, findings in found.items():
        for f in findings:
            fix = f" -> {f.fix}" if f.fix else ""
            typer.echo(f"{path}:{f.line}: {f.kind} ({f.confidence:.0%}): {f.text} -- {f.reason}{fix}")
        typer.echo(f"{path}: {len(findings)} findings", err=True)


def replay(
    repo: Annotated[Path, typer.Argument(help="A list's git repository.")],
    path: Annotated[str, typer.Option(help="The list's file inside it.")] = "README.md",
    limit: Annotated[int | None, typer.Option(help="Only the newest so many additions.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add each past entry again with only the history before it, and compare with what the maintainer did."""
    scores = replay_repository(repo, path, limit=limit)
    told = summary(scores)
    if as_json:
        print_json({"summary": told, "cases": [asdict(s) for s in scores]})
        return
    count = max(1, told["n"])
    shares = ", ".join(f"{name} {value / count:.0%}" for name, value in told.items() if name != "n")
    typer.echo(f"{repo.name}: {told['n']} additions; {shares}")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except IsADirectoryError as exc:
        raise BadInput(f"{file} is a folder; name the Markdown file in it.") from exc
    except OSError as exc:
        raise NotFound(f"{file} cannot be read ({exc.strerror}); give a Markdown file.") from exc


def _document(file: Path, taxonomy: Taxonomy | None = None) -> ListDocument:
    return read_document(_bytes(file), path=str(file), taxonomy=taxonomy)


def _taxonomy(name: str) -> Taxonomy:
    specs = known_specs(load_settings())
    spec = next((s for s in specs if name == s.slug or name in s.aliases), None)
    if spec is None:
        raise NotFound(f"The catalog has no list {name!r}; `listkeeper lists show` names them.")
    return spec.taxonomy


def _entry(file: Path) -> NewEntry:
    try:
        facts = json.loads(_bytes(file))
    except ValueError as exc:
        raise BadInput(f"{file} is no JSON ({exc}); give one object with at least a title.") from exc
    if not isinstance(facts, dict):
        raise BadInput(f"{file} holds no JSON object; give one with at least a title.")
    return NewEntry.from_mapping(facts)


def _history(repo: Path, path: str) -> tuple[PastAddition, ...]:
    return past_additions(read_revisions(repo, path), limit=_ENOUGH)


def _inside(repo: Path, file: Path) -> str:
    """Return the file's path in the repository; README.md if it lies elsewhere."""
    try:
        return file.resolve().relative_to(repo.resolve()).as_posix()
    except ValueError:
        return "README.md"


def _diff(before: bytes, after: bytes, name: str) -> str:
    old, new = (data.decode("utf-8").splitlines(keepends=True) for data in (before, after))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(old, new, f"a/{name}", f"b/{name}")
    )


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "title": entry.title,
        "arxiv_id": str(entry.arxiv_id) if entry.arxiv_id else None,
        "doi": entry.doi,
        "openreview_id": entry.openreview_id,
        "links": [asdict(link) for link in entry.links],
        "authors": list(entry.authors),
        "authors_text": entry.authors_text,
        "date_text": entry.date_text,
        "venue": entry.venue,
        "tags": as_mapping(entry.tags),
        "unknown_tags": list(entry.unknown_tags),
        "section_path": list(entry.section_path),
        "first_line": entry.first_line,
        "last_line": entry.last_line,
        "start": entry.start,
        "end": entry.end,
    }


def _plain_edit(edit: Edit) -> dict[str, Any]:
    return {
        "changed": edit.changed,
        "section_path": list(edit.section_path),
        "line": edit.line,
        "additions": [
            {"kind": a.kind.value, "before_line": a.at + 1, "text": a.text} for a in edit.additions
        ],
        "notes": list(edit.notes),
        "file": edit.data.decode("utf-8"),
    }
