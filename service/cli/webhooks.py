"""`listkeeper webhook`: programs that are told of what happens."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from service.cli.context import open_context, print_json, say
from service.cli.options import AsJson
from service.db import deliveries, lists, webhooks
from service.db.engine import reading, writing
from service.db.webhooks import Webhook
from service.domain.webhooks import KIND_WORDS
from service.errors import BadInput
from service.workflows.tell_webhooks import tell_webhooks
from service.workflows.webhooks import (
    allowed_address,
    hook_post,
    make_webhook,
    remove_webhook,
    secret_of,
    start_webhook,
    try_by_id,
)

_ACTOR = "command line"
Number = Annotated[int, typer.Argument(help="The number that `webhook list` shows.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Webhooks: programs that are told of what happens.", no_args_is_help=True)
    group.command("add")(add)
    group.command("list")(show)
    group.command("log")(log)
    group.command("test")(test)
    group.command("start")(start)
    group.command("remove")(remove)
    group.command("send")(send)
    app.add_typer(group, name="webhook")


def add(
    url: Annotated[str, typer.Argument(help="The address that is told.")],
    name: Annotated[str, typer.Option("--list", help="The list; without it, --all.")] = "",
    *,
    is_for_all: Annotated[bool, typer.Option("--all", help="Tell of all lists.")] = False,
    event: Annotated[
        list[str] | None, typer.Option(help=f"May be given again; without it, all: {', '.join(KIND_WORDS)}.")
    ] = None,
) -> None:
    """Tell an address of what happens from now on. The secret that signs it is printed this once."""
    if is_for_all == bool(name):
        raise BadInput("Name a list with --list, or give --all.")
    with open_context() as context:
        kinds = event or list(KIND_WORDS)
        plain = allowed_address(hook_post(context.settings), url, kinds)
        with writing(context.engine) as session:
            made = make_webhook(
                session,
                list_id=lists.by_slug(session, name).id if name else None,
                url=plain,
                events=kinds,
                actor=_ACTOR,
                now=datetime.now(UTC),
            )
        secret = secret_of(context.settings, made)
    typer.echo(secret)
    say(
        f"Webhook {made.id}. Keep the secret now; it is not shown again. docs/webhooks.md says how to use it."
    )


def show(as_json: AsJson = False) -> None:
    """Show all webhooks, without their secrets."""
    with open_context() as context, reading(context.engine) as session:
        found = webhooks.every(session)
    if as_json:
        print_json([_plain(hook, slug) for hook, slug in found])
        return
    for hook, slug in found:
        say(f"{hook.id:4} {slug or 'all lists':30} {_state(hook):22} {hook.url}")
    if not found:
        say("There are none; `listkeeper webhook add` makes one.")


def log(number: Number, as_json: AsJson = False) -> None:
    """Show a webhook's last fifty messages. With every attempt's answer."""
    with open_context() as context, reading(context.engine) as session:
        webhooks.by_id(session, number)
        found = deliveries.newest(session, number, limit=50)
        tried = deliveries.attempts_of(session, [each.id for each in found])
    if as_json:
        print_json(
            [
                {
                    "id": each.id,
                    "event": each.event,
                    "state": each.state,
                    "attempts": [
                        {
                            "at": a.at,
                            "status": a.status,
                            "problem": a.problem or None,
                            "milliseconds": a.milliseconds,
                        }
                        for a in tried[each.id]
                    ],
                }
                for each in found
            ]
        )
        return
    for each in found:
        say(f"{each.id:6} {each.state:8} {each.event}")
        for one in tried[each.id]:
            say(f"       {one.at:%Y-%m-%d %H:%M:%S} {one.problem or one.status} ({one.milliseconds} ms)")
    if not found:
        say("Nothing was sent yet; `listkeeper webhook test` tries it.")


def test(number: Number) -> None:
    """Send a message that says that it is a test, now."""
    with open_context() as context:
        answer = try_by_id(context.engine, context.settings, number, now=datetime.now(UTC))
    if not answer.is_taken:
        raise BadInput(f"The receiver did not take it: it {answer.words}.")
    say(f"The receiver took it ({answer.status}, {answer.milliseconds} ms).")


def start(number: Number) -> None:
    """Tell a webhook again that was stopped."""
    with open_context() as context, writing(context.engine) as session:
        start_webhook(session, webhooks.by_id(session, number), actor=_ACTOR, now=datetime.now(UTC))
    say(f"Webhook {number} is told again.")


def remove(number: Number) -> None:
    """Forget a webhook and its log."""
    with open_context() as context, writing(context.engine) as session:
        remove_webhook(session, webhooks.by_id(session, number), actor=_ACTOR, now=datetime.now(UTC))
    say(f"Webhook {number} is gone.")


def send(as_json: AsJson = False) -> None:
    """Tell all webhooks what is due, as the scheduler does every minute."""
    with open_context() as context:
        done = tell_webhooks(context.engine, context.settings)
    if as_json:
        print_json({"taken": done.taken, "put_off": done.put_off, "stopped": done.stopped})
    else:
        say(f"{done.taken} taken, {done.put_off} put off, {done.stopped} webhooks stopped.")


def _state(hook: Webhook) -> str:
    if hook.stopped_at:
        return "stopped"
    return f"failing since {hook.failing_since:%d %b}" if hook.failing_since else "works"


def _plain(hook: Webhook, slug: str) -> dict[str, object]:
    return {
        "id": hook.id,
        "list": slug or None,
        "url": hook.url,
        "events": hook.events,
        "made_at": hook.made_at,
        "failing_since": hook.failing_since,
        "stopped_at": hook.stopped_at,
        "stopped_because": hook.stopped_because,
    }
