"""GitHub's sign-in to test against: the web application flow with PKCE, as GitHub answers it.

https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
"""

import base64
import hashlib
import json
import secrets
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.emulators.loopback import Handler, LoopbackServer

CLIENT, SECRET = "Iv1.ours", "the secret of the app"


class GitHubSignIn:
    """A loopback GitHub where `login` is signed in; a context manager."""

    def __init__(self, *, login: str = "octo", number: int = 583231) -> None:
        self.login, self.number = login, number
        self.says_no = False
        self.is_down = False
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: set[str] = set()
        self._http = _Server(_Handler)
        self._http.github = self

    @property
    def url(self) -> str:
        return self._http.url

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/v3"

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.__exit__()

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where GitHub sends the person back to."""
        if self.says_no:
            back = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_hex(10)
            self.codes[code] = asked
            back = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def exchange(self, sent: dict[str, str]) -> dict[str, str]:
        """Give a token for a code, once, to the app that asked with the right verifier."""
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        is_ours = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not is_ours or challenge != asked["code_challenge"]:
            return {"error": "bad_verification_code"}
        token = f"gho_{secrets.token_hex(18)}"
        self.tokens.add(token)
        return {"access_token": token, "token_type": "bearer", "scope": ""}


class _Server(LoopbackServer):
    github: GitHubSignIn


class _Handler(Handler):
    server: _Server

    def answer(self) -> None:
        if self.command == "POST":
            self._exchange()
            return
        github, parts = self.server.github, urlsplit(self.path)
        if parts.path == "/login/oauth/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self.send_response(302)
            self.send_header("Location", github.authorize(asked))
            self.end_headers()
            return
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if parts.path != "/api/v3/user" or token not in github.tokens:
            self._send(401, {"message": "Bad credentials"})
            return
        self._send(200, {"id": github.number, "login": github.login, "name": None})

    def _exchange(self) -> None:
        body = self.body().decode()
        if self.server.github.is_down:
            self._send(502, {"message": "Server Error"})
            return
        self._send(200, self.server.github.exchange({n: v[0] for n, v in parse_qs(body).items()}))

    def _send(self, status: int, body: Any) -> None:
        self.send(status, {"Content-Type": "application/json"}, json.dumps(body).encode())
