"""What cannot be made sense of on the command line, in one sentence that says what to type instead."""

import re
from collections.abc import Sequence

import typer

_MEANT = re.compile(r"\. Did you mean '([^']*)'\?$")


def usage_text(mistake: typer.TyperException, words: Sequence[str]) -> str:
    """Return the sentence for a mistake in `words`; of a group without a command, its help as it stands."""
    said = str(mistake.format_message()).strip() if hasattr(mistake, "format_message") else str(mistake)
    if "\n" in said:
        return said
    command = _command(mistake, words)
    meant = _MEANT.search(said)
    if meant:
        return f"listkeeper: {said[: meant.start()]}; did you mean `{command} {meant[1]}`?"
    return f"listkeeper: {said.rstrip('.')}; `{command} --help` says what can be given."


def _command(mistake: typer.TyperException, words: Sequence[str]) -> str:
    """Return the command that the mistake was made in; else the words before the options."""
    context = getattr(mistake, "ctx", None)
    if context is not None:
        return str(context.command_path)
    named = [word for word in words if not word.startswith("-")]
    before = next((i for i, word in enumerate(words) if word.startswith("-")), len(words))
    return " ".join(["listkeeper", *named[:before]])
