"""The command `listkeeper`: one command a verb; errors are one sentence and exit code 2."""

import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING

from service.errors import ListkeeperError

if TYPE_CHECKING:
    import typer

_INTERRUPTED = 128 + signal.SIGINT  # what typer makes of Ctrl-C
_FILE_COMMANDS = ("read", "habits", "insert", "lint", "replay")


def main() -> None:
    """Run the command line."""
    words = sys.argv[1:]
    app = _load(words)
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        sys.exit(_run(app, words))
    except ListkeeperError as exc:
        print(f"listkeeper: {exc}", file=sys.stderr)  # noqa: T201  # the one place where an error ends a command
        sys.exit(2)
    except SystemExit as exc:
        if exc.code == _INTERRUPTED:
            print("listkeeper: stopped; the same command goes on from here.", file=sys.stderr)  # noqa: T201  # likewise
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(app: "typer.Typer", words: list[str]) -> int:
    """Run the command that the words name and return its exit code; a mistake in them is one sentence."""
    import typer  # noqa: PLC0415  # `_load` has done it by now

    from service.cli.mistakes import usage_text  # noqa: PLC0415  # likewise

    try:
        code = app(prog_name="listkeeper", standalone_mode=False)
    except typer.TyperException as exc:
        print(usage_text(exc, words), file=sys.stderr)  # noqa: T201  # likewise
        return 2
    except typer.Abort:
        return 1
    return code if isinstance(code, int) else 0


def _load(words: list[str]) -> "typer.Typer":
    """Return the commands that the words name: those for files come without database and web server."""
    if words[:1] == ["lists"] and words[1:2] and words[1] in _FILE_COMMANDS:
        from service.cli.quick import app  # noqa: PLC0415  # an insertion should not wait for a web server
    else:
        from service.cli.commands import app  # noqa: PLC0415  # `--help` and errors should not wait for imports
    return app


def _stop(number: int, frame: FrameType | None) -> None:
    """End as Ctrl-C would: runs are closed, and a server of ours is stopped, on the way out."""
    del frame
    sys.exit(128 + number)
