"""Signing in with GitHub: the web application flow of OAuth, with PKCE.

https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
"""

import base64
import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from service.errors import BadInput, SourceError
from service.publishing.bounded import ENCODINGS, send_bounded

_TIMEOUT = 15.0
_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthApp:
    """How GitHub knows us, and where it is; `callback` is the address to which it sends people back."""

    client_id: str
    client_secret: str
    url: str
    api_url: str
    callback: str


@dataclass(frozen=True, slots=True)
class GitHubAccount:
    """Somebody on GitHub: the number stays when the name changes."""

    id: int
    login: str


def authorize_url(app: OAuthApp, *, state: str, verifier: str) -> str:
    """Return the address at which GitHub asks a person whether we may know who they are."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "client_id": app.client_id,
        "redirect_uri": app.callback,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{app.url.rstrip('/')}/login/oauth/authorize?{urlencode(asked)}"


def account_of(app: OAuthApp, *, code: str, verifier: str) -> GitHubAccount:
    """Return who came back with this code; the token that GitHub gives for it is used once and let go.

    Raises:
        BadInput: GitHub does not know the code (any more).
        SourceError: GitHub does not answer as it should.
    """
    sent = {
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "code": code,
        "redirect_uri": app.callback,
        "code_verifier": verifier,
    }
    headers = {"Accept": "application/json", "User-Agent": "listkeeper", **ENCODINGS}
    try:
        with httpx.Client(timeout=_TIMEOUT, headers=headers) as client:
            asked = client.build_request("POST", f"{app.url.rstrip('/')}/login/oauth/access_token", data=sent)
            told = send_bounded(client, asked, redirects=0)
            token = _json(told).get("access_token")
            if not token:
                raise BadInput("GitHub does not know this sign-in any more; start again.")
            shown = {"Authorization": f"Bearer {token}"}
            asked = client.build_request("GET", f"{app.api_url.rstrip('/')}/user", headers=shown)
            said = _json(send_bounded(client, asked, redirects=0))
    except httpx.HTTPError as exc:
        raise SourceError("GitHub did not answer; try again in a minute, or use your password.") from exc
    number, login = said.get("id"), said.get("login")
    if not isinstance(number, int) or not isinstance(login, str):
        raise SourceError("GitHub did not say who you are; try again in a minute, or use your password.")
    return GitHubAccount(number, login)


def _json(answer: httpx.Response) -> dict[str, object]:
    try:
        said = answer.json() if answer.status_code == _OK else None
    except (ValueError, RecursionError):  # RecursionError: brackets in brackets without end
        said = None
    if not isinstance(said, dict):
        raise SourceError("GitHub did not answer as it should; try again in a minute, or use your password.")
    return said
