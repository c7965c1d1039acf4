"""`listkeeper hub`: tells the WebSub hub which feeds have changed."""

from datetime import UTC, datetime

import typer

from service.cli.context import open_context, print_json, say
from service.cli.options import AsJson
from service.workflows.tell_hub import tell_hub


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("hub")(hub)


def hub(as_json: AsJson = False) -> None:
    """Tell the WebSub hub which feeds have changed. The scheduler does it every five minutes."""
    with open_context() as context:
        told = tell_hub(context.engine, context.settings, now=datetime.now(UTC))
    if as_json:
        print_json({"lists": told})
    else:
        say(
            f"The hub was told of {told} {'list' if told == 1 else 'lists'}."
            if told
            else "Nothing has changed."
        )
