"""What commands print: data on standard output, sentences for people on standard error."""

import json
import sys

from rich.console import Console

stderr = Console(stderr=True)


def print_json(value: object) -> None:
    """Print data for programs, on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def say(text: str) -> None:
    """Print a sentence for people, on standard error, so that output can be piped."""
    # Long lines stay whole (a link that is broken is no link), and `:x:` in a title is no picture.
    stderr.print(text, highlight=False, markup=False, emoji=False, soft_wrap=True)
