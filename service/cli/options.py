"""Options that several commands share, and days as people type them."""

from datetime import date
from typing import Annotated

import typer

from service.errors import BadInput

WordsOnly = Annotated[
    bool,
    typer.Option("--words-only", help="Choose the section by the words of titles, not by what they mean."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print data for programs.")]
ListName = Annotated[str | None, typer.Option("--list", help="Slug or alias of one list; all without it.")]


def parse_day(text: str) -> date:
    """Read a day like 2025-10-31.

    Raises:
        BadInput: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise BadInput(f"{text!r} is no day; give one like 2025-10-31.") from exc
