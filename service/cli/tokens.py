"""`listkeeper token`: what programs show to the API."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from service.cli.context import open_context, print_json, say
from service.cli.options import AsJson
from service.db import tokens
from service.db.engine import reading, writing
from service.domain.tokens import MOST_DAYS, Scope
from service.workflows.tokens import make_token, revoke_token

_ACTOR = "command line"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Tokens: what programs show to the API.", no_args_is_help=True)
    group.command("make")(make)
    group.command("list")(show)
    group.command("revoke")(revoke)
    app.add_typer(group, name="token")


def make(
    name: Annotated[str, typer.Argument(help="What the token is for.")],
    user: Annotated[str, typer.Option(help="The account that it acts for.")],
    scope: Annotated[list[str], typer.Option(help=f"May be given again: {', '.join(Scope)}.")],
    days: Annotated[int, typer.Option(help=f"Days until it expires, at most {MOST_DAYS}.")] = 90,
) -> None:
    """Make a token and print its secret, this once."""
    with open_context() as context, writing(context.engine) as session:
        secret = make_token(
            session,
            user_name=user,
            name=name,
            scopes=scope,
            days=days,
            actor=_ACTOR,
            now=datetime.now(UTC),
        )
    typer.echo(secret)
    say("Keep it now; it is not shown again. Send it as `Authorization: Bearer …`.")


def show(as_json: AsJson = False) -> None:
    """Show all tokens, without their secrets."""
    with open_context() as context, reading(context.engine) as session:
        found = tokens.every(session)
    if as_json:
        print_json([_plain(token) for token in found])
        return
    for token in found:
        until = "revoked" if token.revoked_at else f"until {token.expires_at:%Y-%m-%d}"
        say(f"{token.id:4} {token.name:30} {token.user.name:20} {until:18} {' '.join(token.scopes)}")
    if not found:
        say("There are none; `listkeeper token make` makes one.")


def revoke(token_id: Annotated[int, typer.Argument(help="The number that `token list` shows.")]) -> None:
    """Let a token work no longer."""
    with open_context() as context, writing(context.engine) as session:
        revoke_token(session, token_id, actor=_ACTOR, now=datetime.now(UTC))
    say(f"Token {token_id} works no longer.")


def _plain(token: tokens.Token) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "user": token.user.name,
        "scopes": token.scopes,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
    }
