"""What stands where GitHub should be: answers that no GitHub gives are a sentence, and pass."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from service.errors import PublishError
from service.publishing.github import GitHub
from service.publishing.github_http import GitHubHttp, WriteGate

Said = tuple[int, dict[str, str], bytes]


@contextmanager
def saying(said: Said) -> Iterator[str]:
    """Run a server that gives the same answer to everything; yields its address."""
    status, headers, body = said

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


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
    with saying(said) as address:
        http = GitHubHttp("", base_url=address, gate=WriteGate(lambda _: None))
        with pytest.raises(PublishError) as caught:
            http.ask("GET", "/repos/ann/list")
    assert not caught.value.is_permanent


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'"ok"', b'{"full_name": null}', b'{"head": 1}', b"[1]"])
def test_json_that_lacks_what_github_says_is_told_and_tried_later(body: bytes) -> None:
    with saying((200, {"Content-Type": "application/json"}, body)) as address:
        hub = GitHub(GitHubHttp("", base_url=address, gate=WriteGate(lambda _: None)), wait=lambda _: None)
        asked = [lambda: hub.repository("ann/list"), lambda: hub.request("ann/list", 1)]
        asked += [lambda: hub.drops("ann/list", 1)] if body != b"[]" else []
        for ask in asked:
            with pytest.raises(PublishError, match="not GitHub") as caught:
                ask()
            assert not caught.value.is_permanent
