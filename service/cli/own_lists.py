"""`listkeeper lists add` and `lists remove`: a list of your own, from its address to its catalog entry."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from service.cli.context import open_context, print_json, say
from service.cli.options import AsJson
from service.templating import plural
from service.workflows.add_list import Added, add_list
from service.workflows.arxiv import arxiv_source
from service.workflows.remove_list import remove_list

_PROBE_SECONDS = 5.0


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("add")(add)
    app.command("remove")(remove)


def add(
    source: Annotated[
        str, typer.Argument(help="Address of a repository, or a folder, a git bundle, a Markdown file.")
    ],
    slug: Annotated[
        str | None, typer.Option(help="The list's name in commands and addresses; else its repository's.")
    ] = None,
    paths: Annotated[
        list[str] | None, typer.Option("--path", help="A file of the list; else all that hold entries.")
    ] = None,
    is_anew: Annotated[
        bool, typer.Option("--anew", help="Describe a list again that has an entry; the old one is kept.")
    ] = False,
    is_offline: Annotated[
        bool, typer.Option("--offline", help="Do not ask arXiv for what it says of the listed papers.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read a list that nobody has described. Its catalog entry is written, for you to look over."""
    with open_context() as context:
        source_of_papers = arxiv_source(context.engine, context.settings)
        is_asked = not is_offline and source_of_papers.is_reachable(_PROBE_SECONDS)
        say(f"Reading the list{' and asking arXiv about its papers' if is_asked else ''} ...")
        added = add_list(
            context.engine,
            context.settings,
            source,
            slug=slug,
            paths=paths or (),
            is_anew=is_anew,
            arxiv=source_of_papers if is_asked else None,
            now=datetime.now(UTC),
        )
    if as_json:
        print_json(_plain(added))
        return
    _tell(added)


def remove(
    name: Annotated[str, typer.Argument(help="Slug or alias of the list.")], as_json: AsJson = False
) -> None:
    """Follow a list no more; `lists add` brings it back as it was."""
    with open_context() as context:
        removed = remove_list(context.engine, context.settings, name, now=datetime.now(UTC))
    if as_json:
        print_json(asdict(removed))
        return
    say(f"{removed.slug} is not followed any more; {removed.entries} entries are hidden, nothing is lost.")
    say(f"Its catalog entry lies in {removed.kept}; `listkeeper lists add` of the same list takes it back.")


def _plain(added: Added) -> dict[str, object]:
    spec = added.spec
    return {
        "slug": spec.slug,
        "catalog_file": added.catalog_path,
        "is_new": added.is_new,
        "name": spec.name,
        "repository": spec.repository,
        "paths": spec.paths,
        "policy": spec.policy,
        "entries": added.entries,
        "query": spec.query,
        "recall": round(added.recall, 3),
        "measured_on": added.measured_on,
        "passed": added.passed,
        "facets": {f.name: [t.label for t in f.tags] for f in spec.taxonomy.facets},
        "habits": {"order": dict(added.habits.order), "words": dict(added.habits.words)},
        "unsure": added.unsure,
    }


def _tell(added: Added) -> None:
    spec = added.spec
    if not added.is_new:
        say(f"{spec.slug} has a catalog entry already: {added.catalog_path}")
        say("Nothing was changed; --anew describes the list again.")
        return
    say(f"{spec.slug}: {plural(added.entries, 'entry', 'entries')} in {', '.join(spec.paths)}")
    for facet in spec.taxonomy.facets:
        say(f"  {facet.title} ({facet.place}): {', '.join(tag.label for tag in facet.tags)}")
    say(f"  the arXiv query recalls {added.about_query}:")
    say(f"    {spec.query}")
    if len(spec.paths) > 1:
        say(f"  as {spec.paths[0]} shows:")
    for name, words in added.habits.words.items():
        say(f"  {name}: {words}")
    if added.unsure:
        say("Unsure, please look:")
    for doubt in added.unsure:
        say(f"  - {doubt}")
    say(f"Its catalog entry, to look over and change: {added.catalog_path}")
    say(f"Its policy is {str(spec.policy)!r}: nothing goes to its repository before you say 'invited' there.")
    say("Then (re)start `listkeeper up`: it syncs, crawls, learns, proposes and opens the queue. In steps:")
    say(
        f"listkeeper lists sync --list {spec.slug}; listkeeper crawl; "
        f"listkeeper train --list {spec.slug}; listkeeper propose --list {spec.slug}"
    )
