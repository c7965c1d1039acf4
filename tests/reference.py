"""Writes what the documentation says of commands and pages, from the commands and pages themselves.

By hand, after one was added or changed::

    python -m tests.reference
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from fastapi.routing import APIRoute

from service.cli.commands import app as commands
from service.web.pages import ROUTERS
from tests.rights import who_may

DOCS = Path(__file__).resolve().parents[1] / "docs"
COMMANDS = """# Commands

Every command reads the settings (`settings.md`). Where something cannot be done it ends with one sentence
on standard error and exit code 2, and has changed nothing. Words for people go to standard error; data
(`--json`, a link, a list file) goes to standard output, so that it can be piped. Ctrl-C and SIGTERM stop a
command cleanly; the same command goes on from there.

Written by `python -m tests.reference` from the commands themselves; a test compares.
"""
PAGES = """# Pages, feeds and other addresses

What the web server answers, beside the API (`api.md`). Words in braces stand for a list's slug, an arXiv
id, a week and the like. Addresses that take POST change something: they need a form token. “Who” is the least
that somebody must be; a test asks for every address as nobody, reader, reviewer, maintainer of another list,
maintainer, and administrator.

Written by `python -m tests.reference` from the pages themselves; a test compares.
"""


def render_commands() -> str:
    """Return docs/commands.md as it should be."""
    parts = [COMMANDS]
    for name, command in walk(typer.main.get_command(commands), "listkeeper"):
        parts.append(f"\n## `{name}`\n\n{first_line(command.help)}\n")
        rows = [_parameter(p) for p in command.params if p.name != "help"]
        if rows:
            parts.append("\n| Option or argument | Meaning |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "".join(parts)


def walk(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Return every command below a group with its full name, in the order in which they are shown."""
    for word, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from walk(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def render_pages() -> str:
    """Return docs/pages.md as it should be."""
    routes = [r for router in ROUTERS for r in router.routes if isinstance(r, APIRoute)]
    said = sorted(
        (r.path, *(r.methods or set()) - {"HEAD"}, first_line(r.endpoint.__doc__), who_may(r)) for r in routes
    )
    rows = [f"| {method} | `{path}` | {who} | {promise} |" for path, method, promise, who in said]
    return PAGES + "\n| Method | Address | Who | What it does |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def first_line(text: str | None) -> str:
    """Return what a docstring promises first."""
    return text.strip().splitlines()[0] if text else ""


def _parameter(parameter: Any) -> str:
    is_option = parameter.opts[0].startswith("-")
    name = f"`{', '.join(parameter.opts)}`" if is_option else f"`{(parameter.name or '').upper()}`"
    return f"| {name}{' (required)' if parameter.required and is_option else ''} | {parameter.help or ''} |"


def main() -> None:
    """Write both files."""
    (DOCS / "commands.md").write_text(render_commands(), encoding="utf-8")
    (DOCS / "pages.md").write_text(render_pages(), encoding="utf-8")


if __name__ == "__main__":
    main()
