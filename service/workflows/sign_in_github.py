"""People come in through GitHub: an account that is connected, one that is made by an invitation, or none."""

from datetime import datetime

from service import security
from service.db import ledger, people
from service.db.engine import WriteSession
from service.domain.people import User
from service.errors import BadInput, Conflict
from service.publishing.github_sign_in import GitHubAccount, OAuthApp
from service.settings import Settings
from service.workflows.sign_in import add_account, open_browser

_NO_PASSWORD = "!"  # noqa: S105  # no password has this hash: GitHub alone opens the account


def oauth_app(settings: Settings) -> OAuthApp:
    """Return how GitHub knows us.

    Raises:
        BadInput: the operator has not set it up.
    """
    if not settings.github_client_id:
        raise BadInput("Nobody signs in with GitHub here; use your password.")
    return OAuthApp(
        client_id=settings.github_client_id,
        client_secret=settings.github_client_secret.get_secret_value(),
        url=settings.github_url,
        api_url=settings.github_api_url,
        callback=f"{settings.address}/sign-in/github/callback",
    )


def sign_in_github(
    session: WriteSession, account: GitHubAccount, *, link: str, now: datetime, days: int, agent: str
) -> str:
    """Sign in whose GitHub account is known, or whom an invitation lets in; return the cookie's token.

    Raises:
        BadInput: the account is not known and there is no invitation that works.
        Conflict: the name is taken by another account.
    """
    user = people.by_github(session, account.id)
    if user is None:
        if not link:
            raise BadInput(
                f"No account here belongs to {account.login} on GitHub. With an invitation you can make one; "
                "if you have an account, sign in with its password and connect GitHub there."
            )
        given = people.use_link(session, security.digest(link), now=now)
        user = add_account(
            session,
            given,
            name=account.login,
            password_hash=_NO_PASSWORD,
            now=now,
            github_id=account.id,
        )
    subject = f"account:{user.name}"
    ledger.note(session, at=now, actor=user.name, action="signed in", subject=subject, after={"by": "github"})
    return open_browser(session, user, now=now, days=days, agent=agent)


def connect_github(session: WriteSession, account: GitHubAccount, *, user: User, now: datetime) -> None:
    """Let a GitHub account open an account of ours.

    Raises:
        Conflict: it opens another one.
    """
    other = people.by_github(session, account.id)
    if other is not None and other.id != user.id:
        raise Conflict(f"{account.login} on GitHub opens the account {other.name} already.")
    people.set_github(session, user.id, account.id)
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="connect github",
        subject=f"account:{user.name}",
        after={"login": account.login},
    )
