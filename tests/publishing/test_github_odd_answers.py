"""What stands where GitHub should be: answers that no GitHub gives are a sentence, and pass."""

import gzip

import pytest

from service.errors import PublishError
from service.publishing.github import GitHub
from service.publishing.github_http import GitHubHttp, WriteGate
from tests.emulators.loopback import Handler, LoopbackServer

Said = tuple[int, dict[str, str], bytes]


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


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'"ok"', b'{"full_name": null}', b'{"head": 1}', b"[1]"])
def test_json_that_lacks_what_github_says_is_told_and_tried_later(body: bytes) -> None:
    with saying((200, {"Content-Type": "application/json"}, body)) as server:
        hub = GitHub(GitHubHttp("", base_url=server.url, gate=WriteGate(lambda _: None)), wait=lambda _: None)
        asked = [lambda: hub.repository("ann/list"), lambda: hub.request("ann/list", 1)]
        asked += [lambda: hub.drops("ann/list", 1)] if body != b"[]" else []
        for ask in asked:
            with pytest.raises(PublishError, match="not GitHub") as caught:
                ask()
            assert not caught.value.is_permanent
