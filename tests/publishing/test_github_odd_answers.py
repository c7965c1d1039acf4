"""What stands where GitHub should be: answers that no GitHub gives are a sentence, and pass."""

import gzip
import time

import pytest

from service.errors import ListkeeperError, PublishError, SourceError
from service.publishing.github import GitHub
from service.publishing.github_access import App, GitHubAccess
from service.publishing.github_http import GitHubHttp, WriteGate
from service.publishing.github_sign_in import OAuthApp, account_of
from tests.emulators.github_app import make_keys
from tests.emulators.loopback import Handler, LoopbackServer

Said = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    """An App's private key, and its public one."""
    return make_keys()


def saying(said: Said) -> LoopbackServer:
    """Return a server that gives the same answer to everything."""

    class Saying(Handler):
        def answer(self) -> None:
            self.body()
            self.send(*said)

    return LoopbackServer(Saying)


@pytest.mark.parametrize(
    "said",
    [
        (200, {"Content-Type": "text/html"}, b"<p>Sign in to the network of this hotel</p>"),
        (200, {"Content-Type": "application/json"}, b'{"cut'),
        (302, {"Location": "/round/and/round"}, b""),
        (200, {"Content-Encoding": "gzip"}, b"no gzip"),
        (503, {"Retry-After": "\u00b2"}, gzip.compress(b"{}")),
    ],
)
def test_an_answer_that_github_never_gives_is_told_and_tried_later(said: Said) -> None:
    with saying(said) as server:
        http = GitHubHttp("", base_url=server.url, gate=WriteGate(lambda _: None))
        with pytest.raises(PublishError) as caught:
            http.ask("GET", "/repos/ann/list")
    assert not caught.value.is_permanent


@pytest.mark.parametrize(
    "body", [b"[1]", b'{"errors": 5}', b'{"errors": null}', b'"no"', b"[" * 100_000, b'{"message": null}']
)
@pytest.mark.parametrize("status", [401, 403, 404, 409, 418, 422])
def test_a_refusal_in_odd_words_is_told_all_the_same(status: int, body: bytes) -> None:
    with saying((status, {"Content-Type": "application/json"}, body)) as server:
        http = GitHubHttp("", base_url=server.url, gate=WriteGate(lambda _: None))
        with pytest.raises(ListkeeperError, match="GitHub"):
            http.ask("GET", "/repos/ann/list")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b'"ok"',
        b'{"full_name": null}',
        b'{"head": 1}',
        b"[1]",
        b"[" * 100_000,
        b'{"number": Infinity, "head": {"sha": "1"}}',
        b'[{"author_association": "OWNER", "user": "ann", "body": "/listkeeper drop 2510.12345"}]',
        b'[{"author_association": "OWNER", "created_at": "soon", "body": "/listkeeper drop 2510.12345"}]',
    ],
)
def test_json_that_lacks_what_github_says_is_told_and_tried_later(body: bytes) -> None:
    with saying((200, {"Content-Type": "application/json"}, body)) as server:
        hub = GitHub(GitHubHttp("", base_url=server.url, gate=WriteGate(lambda _: None)), wait=lambda _: None)
        asked = [lambda: hub.repository("ann/list"), lambda: hub.request("ann/list", 1)]
        asked += [lambda: hub.drops("ann/list", 1)] if body != b"[]" else []
        for ask in asked:
            with pytest.raises(PublishError, match="not GitHub") as caught:
                ask()
            assert not caught.value.is_permanent


def test_signing_in_believes_no_brackets_without_end() -> None:
    with saying((200, {"Content-Type": "application/json"}, b"[" * 100_000)) as server:
        app = OAuthApp(
            client_id="us", client_secret="s", url=server.url, api_url=server.url, callback="http://us.test"
        )
        with pytest.raises(SourceError, match="did not answer as it should"):
            account_of(app, code="c", verifier="v")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b'{"id": null}',
        b'{"id": Infinity}',
        b'{"id": 7}',
        b'{"id": 7, "token": null, "expires_at": "2025-11-05T13:00:00Z"}',
        b'{"id": 7, "token": "", "expires_at": "2025-11-05T13:00:00Z"}',
        b'{"id": 7, "token": "two\\nlines", "expires_at": "2025-11-05T13:00:00Z"}',
        b'{"id": 7, "token": "ghs_1", "expires_at": "in an hour"}',
        b'{"id": 7, "token": "ghs_1", "expires_at": "0001-01-01T00:00:00"}',
    ],
)
def test_a_token_that_is_none_is_told_and_tried_later(keys: tuple[str, str], body: bytes) -> None:
    with saying((200, {"Content-Type": "application/json"}, body)) as server:
        ours = GitHubAccess(
            api_url=server.url, token="", app=App("1", keys[0]), gate=WriteGate(lambda _: None), now=time.time
        )
        with pytest.raises(PublishError, match="not GitHub") as caught:
            ours.token_for(f"{server.url}/ann/list.git")
    assert not caught.value.is_permanent
