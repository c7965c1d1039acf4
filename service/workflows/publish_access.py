"""Who we are on GitHub: the one place where settings become tokens."""

import time
from functools import lru_cache

from service.errors import SetupError
from service.publishing.github import GitHub
from service.publishing.github_access import App, GitHubAccess
from service.publishing.github_http import GitHubHttp, WriteGate
from service.settings import Settings

_GATE = WriteGate()  # of the whole process: GitHub counts what we write, not who of us writes it


def token_for(settings: Settings, address: str) -> str:
    """Return the token that opens a repository for git; an empty one where we have none for it.

    Raises:
        SetupError: the GitHub App's settings are not usable.
        PublishError: GitHub refuses the App, or cannot be asked.
    """
    return _access_of(settings).token_for(address).text


def connect(settings: Settings, address: str) -> GitHub:
    """Return GitHub as we see it where the list at `address` is concerned.

    Raises:
        SetupError: there is no token.
        PublishError: GitHub refuses the App, or cannot be asked.
    """
    access = _access_of(settings)
    found = access.token_for(address)
    if not found.text:
        raise SetupError(
            f"Pull requests for {address} need a token: install the GitHub App there, or set "
            "LISTKEEPER_GITHUB_TOKEN or LISTKEEPER_GITHUB_TOKEN_FILE (docs/publishing.md says how)."
        )
    http = GitHubHttp(lambda: access.token_for(address).text, base_url=settings.github_api_url, gate=_GATE)
    return GitHub(http, wait=time.sleep, may_write=found.is_installed)


def _access_of(settings: Settings) -> GitHubAccess:
    key = settings.github_app_key.get_secret_value()
    if bool(key) != bool(settings.github_app_id):
        raise SetupError(
            "A GitHub App needs LISTKEEPER_GITHUB_APP_ID and LISTKEEPER_GITHUB_APP_KEY_FILE: "
            "set both or none."
        )
    app = App(settings.github_app_id, key, settings.github_app_installation) if key else None
    return _access(settings.github_api_url, settings.github_token.get_secret_value(), app)


@lru_cache(maxsize=8)
def _access(api_url: str, token: str, app: App | None) -> GitHubAccess:
    """One for each account, so that an App's tokens are used until they end."""
    return GitHubAccess(api_url=api_url, token=token, app=app, gate=_GATE, now=time.time)
