"""The command `listkeeper`: one command a verb; errors are one sentence and exit code 2."""

import sys

from service.errors import ListkeeperError


def main() -> None:
    """Run the command line."""
    from service.cli.commands import app  # noqa: PLC0415  # `--help` and errors should not wait for imports

    try:
        app(prog_name="listkeeper")
    except ListkeeperError as exc:
        print(f"listkeeper: {exc}", file=sys.stderr)  # noqa: T201  # the one place where an error ends a command
        sys.exit(2)
    except KeyboardInterrupt:
        print("listkeeper: stopped; the same command goes on from here.", file=sys.stderr)  # noqa: T201  # likewise
        sys.exit(130)
