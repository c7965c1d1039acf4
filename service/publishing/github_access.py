"""Tokens for GitHub: a fine-grained one, or those that a GitHub App gets for the repositories it is on.

https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import jwt

from service.errors import BadInput, NotFound, SetupError
from service.publishing.github_http import GitHubHttp, RequestRefused, WriteGate, as_github_says
from service.publishing.github_names import full_name_of

_RIGHTS = {"contents": "write", "pull_requests": "write"}
_LEFT = 300.0  # seconds that a token must still be good for; GitHub gives it an hour
_ASKED_AGAIN = 3600.0  # seconds until a repository without the App is asked about again
_TOKEN = re.compile(r"[!-~]+")  # it goes into a header
_BACKDATED, _GOOD_FOR = 60, 540  # seconds: clocks differ, and GitHub takes no more than ten minutes


@dataclass(frozen=True, slots=True)
class App:
    """A GitHub App: `installation` is looked up for each repository where it is 0."""

    app_id: str
    key: str = field(repr=False)
    installation: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """What opens a repository; `is_installed` says that an App's token may write there and nowhere else."""

    text: str = field(repr=False)
    is_installed: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    token: Token
    until: float


class GitHubAccess:
    """Gives the token for a repository; `now` tells the time in seconds, injected so that tests need none."""

    def __init__(
        self, *, api_url: str, token: str, app: App | None, gate: WriteGate, now: Callable[[], float]
    ) -> None:
        self._api_url = api_url
        self._token = Token(token)
        self._app = app
        self._gate = gate
        self._now = now
        self._held: dict[str, _Held] = {}

    def token_for(self, address: str) -> Token:
        """Return the token for the repository at an address; an empty one where we have none for it.

        Addresses that are not on GitHub's own host get none, whoever wrote them into a catalog.

        Raises:
            SetupError: the App's id or key is not usable.
            PublishError: GitHub refuses the App, or cannot be asked.
        """
        if not is_on_github(address, self._api_url):
            return Token("")
        if self._app is None:
            return self._token
        try:
            full_name = full_name_of(address).lower()
        except BadInput:
            return self._token
        held = self._held.get(full_name)
        if held is None or held.until - self._now() < _LEFT:
            made = self._ask(self._app, full_name)
            held = self._held[full_name] = made or _Held(self._token, self._now() + _ASKED_AGAIN)
        return held.token

    def _ask(self, app: App, full_name: str) -> _Held | None:
        """Return a new token for one repository, or None where the App is not installed."""
        signed = sign(app, self._now())
        http = GitHubHttp(signed, base_url=self._api_url, gate=self._gate)
        try:
            number = app.installation or _number(http.ask("GET", f"/repos/{full_name}/installation"))
            wanted = {"repositories": [full_name.split("/")[1]], "permissions": _RIGHTS}
            return _held(http.ask("POST", f"/app/installations/{number}/access_tokens", body=wanted))
        except NotFound:
            return None
        except RequestRefused as exc:
            raise SetupError(
                f"The GitHub App may not write to {full_name} ({exc.reasons}); give it “Contents” and “Pull "
                "requests” in write mode, and let the repository's owner accept that."
            ) from exc


def is_on_github(address: str, api_url: str) -> bool:
    """Whether an address leads to the host of GitHub's interface, as safely as that is reached."""
    asked, api = urlsplit(address), urlsplit(api_url)
    return asked.scheme == api.scheme and asked.netloc.lower() == api.netloc.lower().removeprefix("api.")


@as_github_says()
def _number(said: Mapping[str, Any]) -> int:
    return int(said["id"])


@as_github_says()
def _held(said: Mapping[str, Any]) -> _Held:
    token, until = said["token"], datetime.fromisoformat(said["expires_at"])
    if not _TOKEN.fullmatch(token):
        raise ValueError("no token can be written so")
    return _Held(Token(token, is_installed=True), until.timestamp())


def sign(app: App, now: float) -> str:
    """Return what an App shows GitHub to get its tokens.

    Raises:
        SetupError: the key is no RSA key; it is not shown.
    """
    at = int(now)
    claims = {"iat": at - _BACKDATED, "exp": at + _GOOD_FOR, "iss": app.app_id}
    try:
        return jwt.encode(claims, app.key, algorithm="RS256")
    except (ValueError, TypeError, jwt.PyJWTError):
        raise SetupError(
            "LISTKEEPER_GITHUB_APP_KEY is no RSA key in PEM form; name the .pem file that GitHub gave you in "
            "LISTKEEPER_GITHUB_APP_KEY_FILE."
        ) from None
