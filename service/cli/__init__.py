"""The command `listkeeper`: one command a verb; errors are one sentence and exit code 2."""

import signal
import sys
from types import FrameType

from service.errors import ListkeeperError

_INTERRUPTED = 128 + signal.SIGINT  # what typer makes of Ctrl-C


def main() -> None:
    """Run the command line."""
    from service.cli.commands import app  # noqa: PLC0415  # `--help` and errors should not wait for imports

    before = signal.signal(signal.SIGTERM, _stop)
    try:
        app(prog_name="listkeeper")
    except ListkeeperError as exc:
        print(f"listkeeper: {exc}", file=sys.stderr)  # noqa: T201  # the one place where an error ends a command
        sys.exit(2)
    except SystemExit as exc:
        if exc.code == _INTERRUPTED:
            print("listkeeper: stopped; the same command goes on from here.", file=sys.stderr)  # noqa: T201  # likewise
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    """End as Ctrl-C would: runs are closed, and a server of ours is stopped, on the way out."""
    del frame
    sys.exit(128 + number)
