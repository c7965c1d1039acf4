"""The way over GitHub and back."""

import hmac
import json
from typing import Annotated

from fastapi import APIRouter, Query, Response

from service import security
from service.boundary import AppSettings, WriteDb
from service.db.engine import end_moment
from service.errors import BadInput
from service.publishing.github_sign_in import account_of, authorize_url
from service.web.frame import Page, go_to, own_path
from service.web.sign_in import agent_of, signed_in
from service.workflows.sign_in_github import connect_github, oauth_app, sign_in_github

router = APIRouter(prefix="/sign-in/github", include_in_schema=False)

_TRIP = "listkeeper_github"  # what must come back unchanged
_MINUTES = 10 * 60  # seconds that the trip may take

Text = Annotated[str, Query(max_length=2000)]


@router.get("")
def go_to_github(
    settings: AppSettings,
    next: Text = "/",  # noqa: A002  # the address says ?next=
    link: Annotated[str, Query(max_length=200)] = "",
    join: Annotated[bool, Query()] = False,  # noqa: FBT002  # a field of the address
) -> Response:
    """Lead to GitHub, which asks whether we may know who somebody is.

    Raises:
        BadInput: nobody signs in with GitHub here.
    """
    state, verifier = security.make_token(), security.make_token()
    answer = go_to(authorize_url(oauth_app(settings), state=state, verifier=verifier))
    trip = {"state": state, "verifier": verifier, "next": own_path(next), "link": link, "join": join}
    answer.set_cookie(
        _TRIP,
        json.dumps(trip).encode().hex(),
        max_age=_MINUTES,
        path="/sign-in/github",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )
    return answer


@router.get("/callback")
def come_back(
    page: Page,
    session: WriteDb,
    settings: AppSettings,
    code: Annotated[str, Query(max_length=200)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Sign in whom GitHub vouches for, or connect that account with the one that is signed in.

    Raises:
        BadInput: the trip was not begun in this browser, or the person said no.
        SourceError: GitHub does not answer as it should.
    """
    trip = _trip(page.request.cookies.get(_TRIP, ""))
    if not code or not trip or not hmac.compare_digest(state.encode(), str(trip.get("state", "-")).encode()):
        raise BadInput("This sign-in was not begun in this browser, or you said no; start again.")
    end_moment(page.session)  # nobody waits for the database while GitHub is asked
    account = account_of(oauth_app(settings), code=code, verifier=str(trip.get("verifier", "")))
    if trip.get("join") and page.user is not None:
        connect_github(session, account, user=page.user, now=page.now)
        answer: Response = go_to("/account", done="github")
    else:
        token = sign_in_github(
            session,
            account,
            link=str(trip.get("link", "")),
            now=page.now,
            days=settings.session_days,
            agent=agent_of(page.request),
        )
        answer = signed_in(go_to(own_path(str(trip.get("next", "/")))), token, settings)
    answer.delete_cookie(_TRIP, path="/sign-in/github")
    return answer


def _trip(text: str) -> dict[str, object]:
    try:
        found = json.loads(bytes.fromhex(text))
    except (ValueError, RecursionError):  # RecursionError: brackets in brackets without end
        return {}
    return found if isinstance(found, dict) else {}
