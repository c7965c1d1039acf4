"""`listkeeper lists read|habits|insert`: list files and repositories, without any database."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path
from typing import Annotated, Any

import typer

from service.cli.files import (
    ListFile,
    find_spec,
    path_inside,
    read_bytes,
    read_list,
    read_new_entry,
    read_past,
    title_reader,
)
from service.cli.options import AsJson, WordsOnly
from service.cli.output import print_json
from service.domain.taxonomy import Taxonomy
from service.errors import BadInput, SetupError
from service.lists import Edit, Entry, Habits, NewEntry, insert_entry, learn_habits, read_document
from service.lists.editing.extras import KINDS, Extra, with_extras
from service.lists.reading.tags import as_mapping
from service.lists.writing.new_entry import is_place
from service.publishing.bundled import unbundled


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("read")(read)
    app.command("habits")(habits)
    app.command("insert")(insert)


def read(file: ListFile, as_json: AsJson = False) -> None:
    """Read a list file and show its entries and what could not be read."""
    document = read_list(file)
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
    if not document.entries:
        typer.echo(
            "No row and no list item has a title with a link to its paper; is this the list?", err=True
        )


def habits(
    source: Annotated[
        str,
        typer.Argument(help="A Markdown list file, a repository or bundle that holds one, or a list's slug."),
    ],
    path: Annotated[str | None, typer.Option(help="The list's file inside the repository.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say how a list is kept. Order, format, what is left out; from its file and its history."""
    found = _habits(source, path)
    if as_json:
        plain = {file: {"order": dict(h.order), "words": dict(h.words)} for file, h in found.items()}
        print_json(next(iter(plain.values())) if len(plain) == 1 else plain)
        return
    for file, learned in found.items():
        if len(found) > 1:
            typer.echo(f"{file}:")
        for name, words in learned.words.items():
            typer.echo(f"{name}: {words}")


def _habits(source: str, path: str | None) -> dict[str, Habits]:
    """Return the habits by file; a slug is a list of the catalog, whose entry may fix some."""
    place = Path(source)
    if not place.exists():
        from service.settings import load_settings  # noqa: PLC0415 - a file needs no settings
        from service.workflows.habits import list_habits  # noqa: PLC0415 - nor the catalog

        return list_habits(load_settings(), source, path=path)
    with unbundled(place) as there:
        if not there.is_dir():
            return {there.name: learn_habits(read_list(there))}
        inside = path or "README.md"
        return {inside: learn_habits(read_list(there / inside), read_past(there, inside))}


def insert(
    file: ListFile,
    *,
    entry: Annotated[Path, typer.Option("--entry", help="ENTRY.json with the paper's facts.")],
    history: Annotated[
        Path | None, typer.Option("--history", help="Repository or bundle whose past teaches the place.")
    ] = None,
    section: Annotated[
        str | None, typer.Option("--section", help='Headings joined by " > "; else proposed.')
    ] = None,
    like: Annotated[
        str | None, typer.Option(help="Slug of the list whose facets the entry's tags are; else guessed.")
    ] = None,
    extras: Annotated[
        list[str] | None,
        typer.Option("--with", help="What is offered besides: news, 'other places', numbers; or all."),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of the addition, for lists that note it; else today."),
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Print the difference instead of the file.")] = False,
    words_only: WordsOnly = False,
    as_json: AsJson = False,
) -> None:
    """Add one paper to a list file, as its maintainer would. The edited file goes to standard output."""
    data = read_bytes(file)
    new = replace(read_new_entry(entry), today=(day or datetime.now(UTC)).date())
    wanted = _wanted(extras or ())
    if not words_only and section is None and new.section_path is None:
        new = _with_alike(data, file, new)
    taxonomy = _taxonomy(data, file, new, like)
    edit = insert_entry(
        data,
        new,
        taxonomy=taxonomy,
        history=read_past(history, path_inside(history, file)) if history else (),
        path=file.name,
        section=[part.strip() for part in section.split(" > ")] if section else None,
        beside_namesake=True,
    )
    after, offered = edit.data, tuple[Extra, ...]()
    if edit.changed:
        after, offered = with_extras(
            after, new, wanted, section=edit.section_path, path=file.name, taxonomy=taxonomy
        )
    if as_json:
        print_json(_plain_edit(edit, after, offered, wanted))
    elif diff:
        typer.echo(_diff(data, after, file.name), nl=False)
    else:
        sys.stdout.buffer.write(after)
    for note in edit.notes:
        typer.echo(note, err=True)
    for extra in offered:
        state = "added too" if extra.kind in wanted else f"offered, --with {extra.kind!r} adds it"
        typer.echo(f"{extra.kind} ({state}): {extra.words}", err=True)


def _with_alike(data: bytes, file: Path, new: NewEntry) -> NewEntry:
    """Tell the entry which papers mean the same, where there are sections to choose from."""
    document = read_document(data, path=file.name)
    if len({e.region for e in document.entries}) < 2:  # noqa: PLR2004 - nothing to choose
        return new
    try:
        with title_reader() as reader:
            return reader.with_alike(new, document)
    except SetupError as exc:
        typer.echo(f"The section is chosen by the words of the titles alone: {exc}", err=True)
        return new


def _wanted(extras: Sequence[str]) -> tuple[str, ...]:
    unknown = [kind for kind in extras if kind not in (*KINDS, "all")]
    if unknown:
        raise BadInput(f"There is no extra {unknown[0][:40]!r}; --with takes {', '.join(KINDS)} or all.")
    return KINDS if "all" in extras else tuple(extras)


def _taxonomy(data: bytes, file: Path, new: NewEntry, like: str | None) -> Taxonomy | None:
    """Return the taxonomy of the entry's facets; raw words under their place need none."""
    facets = [name for name in new.tags if not is_place(name)]
    if not facets and like is None:
        return None
    from service.settings import load_settings  # noqa: PLC0415 - raw words need neither settings nor catalog
    from service.workflows.catalog import known_specs  # noqa: PLC0415 - likewise
    from service.workflows.guess_taxonomy import guess_taxonomy  # noqa: PLC0415 - likewise

    specs = known_specs(load_settings())
    if like is not None:
        return find_spec(specs, like).taxonomy
    return guess_taxonomy(read_document(data, path=str(file)), specs, facets)


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


def _plain_edit(edit: Edit, after: bytes, offered: Sequence[Extra], wanted: Sequence[str]) -> dict[str, Any]:
    return {
        "changed": edit.changed,
        "section_path": list(edit.section_path),
        "line": edit.line,
        "additions": [
            {"kind": a.kind.value, "before_line": a.at + 1, "text": a.text} for a in edit.additions
        ],
        "notes": list(edit.notes),
        "extras": [
            {"kind": e.kind, "why": e.words, "line": e.line, "text": e.text, "added": e.kind in wanted}
            for e in offered
        ],
        "file": after.decode("utf-8"),
    }
