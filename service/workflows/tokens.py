"""Tokens of programs: make one, take one back."""

from collections.abc import Iterable
from datetime import datetime

from service import security
from service.db import ledger, people, tokens
from service.db.engine import WriteSession
from service.domain.tokens import PREFIX, check_name, expiry, parse_scopes
from service.errors import NotFound


def make_token(
    session: WriteSession,
    *,
    user_name: str,
    name: str,
    scopes: Iterable[str],
    days: int,
    actor: str,
    now: datetime,
) -> str:
    """Make a token for an account and return its secret, which is shown this once and never kept.

    Raises:
        NotFound: there is no such account.
        BadInput: the name, a scope or the number of days cannot be used.
    """
    found = people.by_name(session, user_name)
    if found is None:
        raise NotFound(f"There is no account named {user_name}; `listkeeper user list` names them.")
    allowed, plain = parse_scopes(scopes), check_name(name)
    expires_at = expiry(days, now)
    secret = PREFIX + security.make_token()
    token_id = tokens.add(
        session,
        digest=security.digest(secret),
        user_id=found[0].id,
        name=plain,
        scopes=allowed,
        expires_at=expires_at,
        now=now,
    )
    after = {"user": user_name, "name": plain, "scopes": allowed, "expires_at": expires_at.isoformat()}
    ledger.note(session, at=now, actor=actor, action="token", subject=f"token:{token_id}", after=after)
    return secret


def revoke_token(session: WriteSession, token_id: int, *, actor: str, now: datetime) -> None:
    """Let a token work no longer.

    Raises:
        NotFound: there is none that works.
    """
    if not tokens.revoke(session, token_id, now=now):
        raise NotFound(f"There is no token {token_id} that works; `listkeeper token list` shows them.")
    ledger.note(session, at=now, actor=actor, action="revoke token", subject=f"token:{token_id}")
