"""One's own account: password, signed-in browsers, tokens of programs, keys of the queue."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from service import security
from service.boundary import ReadDb, SignedIn, WriteDb, browser_of, checked_form
from service.db import list_names, people, sessions, tokens
from service.db.engine import AnySession
from service.domain.keys import WORDS, keys_of
from service.domain.people import Role, User
from service.domain.tokens import MOST_DAYS, Scope
from service.errors import Forbidden
from service.row_ids import RowNumber
from service.web.agents import browser_words
from service.web.frame import Page, PageMaker, go_to
from service.workflows import accounts
from service.workflows.tokens import make_token, revoke_token

router = APIRouter(prefix="/account", include_in_schema=False)

Password = Annotated[str, Form(max_length=security.LONGEST_PASSWORD)]
_SCOPE_WORDS = {
    Scope.READ_REVIEW: "read queues, proposals and verdicts",
    Scope.GIVE_VERDICTS: "give verdicts in your name",
    Scope.SUGGEST: "suggest papers",
    Scope.WEBHOOKS: "manage webhooks of your lists",
}


async def sent_form(request: Request) -> FormData:
    """Return the fields of a form; only a body must be awaited."""
    return await request.form()


Sent = Annotated[FormData, Depends(sent_form)]


@router.get("")
def show_account(page: Page, session: ReadDb, user: SignedIn) -> HTMLResponse:
    """Show one's own account: rights, browsers, tokens, password."""
    return _account(page, session, user)


@router.post("/password", dependencies=[Depends(checked_form)])
def take_password(
    page: Page, session: WriteDb, user: SignedIn, old: Password = "", new: Password = ""
) -> Response:
    """Change the password and sign out every other browser.

    Raises:
        BadInput: the old password is wrong, or the new one cannot be used.
    """
    browser = browser_of(page.request)
    accounts.change_password(
        page.session, session, user=user, old=old, new=new, browser=browser, now=page.now
    )
    return go_to("/account", done="password")


@router.post("/browsers/{handle}/close", dependencies=[Depends(checked_form)])
def take_close(page: Page, session: WriteDb, user: SignedIn, handle: str) -> Response:
    """Sign one of one's own browsers out, or all others.

    Raises:
        NotFound: it is signed out already.
    """
    if handle == "others":
        accounts.close_other_browsers(session, user=user, browser=browser_of(page.request), now=page.now)
    else:
        accounts.close_browser(session, handle, user=user, now=page.now)
    return go_to("/account", done="browser")


@router.post("/tokens", dependencies=[Depends(checked_form)])
def take_token(
    page: Page,
    session: WriteDb,
    user: SignedIn,
    name: Annotated[str, Form(max_length=200)] = "",
    days: Annotated[int, Form()] = 90,
    scopes: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Make a token for a program and show its secret, this once.

    Raises:
        BadInput: the name, a scope or the number of days cannot be used.
    """
    secret = make_token(
        session,
        user_name=user.name,
        name=name,
        scopes=scopes or [],
        days=days,
        actor=user.name,
        now=page.now,
    )
    answer = _account(page, session, user, secret=secret)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/tokens/{token_id}/revoke", dependencies=[Depends(checked_form)])
def take_revoke(page: Page, session: WriteDb, user: SignedIn, token_id: RowNumber) -> Response:
    """Let one of one's own tokens work no longer.

    Raises:
        NotFound: there is none that works.
        Forbidden: it is somebody else's.
    """
    if token_id not in {token.id for token in tokens.of_user(session, user.id)}:
        raise Forbidden("This token is not yours; its owner can revoke it.")
    revoke_token(session, token_id, actor=user.name, now=page.now)
    return go_to("/account", done="token")


@router.get("/keys")
def show_keys(page: Page, user: SignedIn) -> HTMLResponse:
    """Show the keys of the queue, to be chosen anew."""
    return page.page("pages/keys.html", keys=keys_of(user.keys), words=WORDS)


@router.post("/keys", dependencies=[Depends(checked_form)])
def take_keys(session: WriteDb, user: SignedIn, sent: Sent) -> Response:
    """Keep the chosen keys; an empty field is the usual key again.

    Raises:
        BadInput: a key cannot be used, or two actions would share one.
    """
    chosen = {name: str(sent.get(name, "")) for name in WORDS}
    accounts.choose_keys(session, {} if sent.get("usual") else chosen, user=user)
    return go_to("/account/keys", done="keys")


def _account(page: PageMaker, session: AnySession, user: User, *, secret: str = "") -> HTMLResponse:
    names = {each.id: each for each in list_names.every(session)}
    browsers = sessions.of_user(session, user.id, this=browser_of(page.request), now=page.now)
    return page.page(
        "pages/account.html",
        session=session,
        account=user,
        rights=[(names[list_id], role) for list_id, role in user.lists.items() if list_id in names],
        browsers=[(each, browser_words(each.agent)) for each in browsers],
        tokens=[t for t in tokens.of_user(session, user.id) if t.revoked_at is None],
        scopes=[
            (s, words) for s, words in _SCOPE_WORDS.items() if s is Scope.SUGGEST or user.may(Role.REVIEWER)
        ],
        most_days=MOST_DAYS,
        secret=secret,
        has_github=people.github_of(session, user.id) is not None,
        offers_github=bool(page.settings.github_client_id),
        shortest=security.SHORTEST_PASSWORD,
        done=page.request.query_params.get("done", ""),
    )
