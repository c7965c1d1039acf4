"""`listkeeper letters`: the digest by mail, for whoever runs the mail server."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from service.cli.context import open_context, print_json, say
from service.cli.options import AsJson
from service.db import subscribers
from service.db.engine import reading, writing
from service.settings import ensure_secret_key
from service.telling.bounces import LARGEST
from service.workflows.letters import send_letters
from service.workflows.subscribe import forget_address, take_bounce


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Letters: the weekly digest by mail.", no_args_is_help=True)
    group.command("send")(send)
    group.command("show")(show)
    group.command("bounce")(bounce)
    group.command("forget")(forget)
    app.add_typer(group, name="letters")


def send(as_json: AsJson = False) -> None:
    """Send what is due: questions to new subscribers, and new issues."""
    with open_context() as context:
        done = send_letters(context.engine, context.settings, now=datetime.now(UTC))
    if as_json:
        print_json({"sent": done.sent, "put_off": done.put_off, "lost": done.lost})
    else:
        say(f"{done.sent} sent, {done.put_off} put off, {done.lost} addresses gone.")


def show(as_json: AsJson = False) -> None:
    """Show how many people get each list's digest; never who."""
    with open_context() as context, reading(context.engine) as session:
        found = subscribers.counts(session)
    if as_json:
        print_json([{"list": slug, "state": state, "subscribers": n} for slug, state, n in found])
        return
    for slug, state, number in found:
        say(f"{slug:40} {state:8} {number:6}")
    if not found:
        say("Nobody has subscribed yet; the pages of the digests have the form once mail is set up.")


def bounce() -> None:
    """Read a letter that came back. From standard input, as a mail server's alias hands it over."""
    raw = sys.stdin.buffer.read(LARGEST)
    with open_context() as context, writing(context.engine) as session:
        key, mailbox = ensure_secret_key(context.settings), context.settings.bounce_address
        say(take_bounce(session, raw, mailbox=mailbox, key=key, now=datetime.now(UTC)))


def forget(address: Annotated[str, typer.Argument(help="The address, in any case.")]) -> None:
    """Forget an address in all lists, as its owner may ask."""
    with open_context() as context, writing(context.engine) as session:
        number = forget_address(session, address, now=datetime.now(UTC))
    say(f"{number} {'subscription' if number == 1 else 'subscriptions'} forgotten.")
