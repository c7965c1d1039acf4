"""`listkeeper user`: accounts and one-time links."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from service import security
from service.cli.context import open_context, print_json, say
from service.cli.options import AsJson
from service.db import ledger, people
from service.db.engine import WriteSession, reading, writing
from service.errors import BadInput, NotFound
from service.settings import Settings, load_settings

ROLES = ("reader", "reviewer", "maintainer", "admin")
_LINK_LIFE = timedelta(days=1)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Accounts: links for new ones, passwords.", no_args_is_help=True)
    group.command("link")(link)
    group.command("list")(show)
    group.command("password")(password)
    app.add_typer(group, name="user")


def link(
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")] = "reviewer",
    port: Annotated[int | None, typer.Option(help="Port, where `serve` was given one.")] = None,
) -> None:
    """Make a link with which one person can make an account. It works once, for a day."""
    if role not in ROLES:
        raise BadInput(f"{role!r} is no role; give one of: {', '.join(ROLES)}.")
    chosen = {} if port is None else {"port": port}
    with open_context(load_settings(**chosen)) as context, writing(context.engine) as session:
        typer.echo(make_link(session, context.settings, role=role, actor="command line"))


def make_link(session: WriteSession, settings: Settings, *, role: str, actor: str) -> str:
    """Store a one-time link and return its address; only its digest is kept."""
    now, token = datetime.now(UTC), security.make_token()
    people.add_link(session, security.digest(token), role=role, expires_at=now + _LINK_LIFE)
    ledger.note(session, at=now, actor=actor, action="invite", subject=f"role:{role}")
    return f"{settings.address}/welcome/{token}"


def show(as_json: AsJson = False) -> None:
    """Show all accounts."""
    with open_context() as context, reading(context.engine) as session:
        everybody = people.everybody(session)
    if as_json:
        print_json([{"name": user.name, "role": user.role} for user in everybody])
        return
    for user in everybody:
        say(f"{user.name:30} {user.role}")
    if not everybody:
        say("There are none; `listkeeper user link` makes a link for the first.")


def password(name: Annotated[str, typer.Argument(help="Name of the account.")]) -> None:
    """Set an account's password and end its sessions."""
    with open_context() as context:
        with reading(context.engine) as session:
            found = people.by_name(session, name)
        if found is None:
            raise NotFound(f"There is no account named {name}; `listkeeper user list` names them.")
        text = typer.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
        hashed = security.hash_password(text)
        with writing(context.engine) as session:  # only now: nobody waits while somebody types
            people.set_password(session, found[0].id, hashed)
            ledger.note(
                session, at=datetime.now(UTC), actor="command line", action="password", subject=f"user:{name}"
            )
    say(f"{name} has a new password; all sessions have ended.")
