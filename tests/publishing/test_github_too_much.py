"""What stands where GitHub should be and sends without end: it is heard up to a size, and for a time."""

import gzip
import itertools

import httpx
import pytest

from service.errors import PublishError, SourceError
from service.publishing import bounded
from service.publishing.github_http import GitHubHttp, WriteGate
from service.publishing.github_sign_in import OAuthApp, account_of
from tests.emulators.loopback import Handler, LoopbackServer

PIECE = b" " * 2**20
PIECES = 96  # MiB that are offered: more than is read, and few enough to fail soon


class Flood:
    """What a server offers, and how many pieces of it somebody took."""

    def __init__(
        self, status: int, headers: dict[str, str], piece: bytes = PIECE, pieces: int = PIECES
    ) -> None:
        self.status, self.headers, self.piece, self.pieces = status, headers, piece, pieces
        self.taken = 0


def pouring(flood: Flood) -> LoopbackServer:
    """Return a server that pours the same over everybody."""

    class Pouring(Handler):
        def answer(self) -> None:
            self.body()
            self.send_response(flood.status)
            for name, value in flood.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for _ in range(flood.pieces):
                    self.wfile.write(flood.piece)
                    flood.taken += 1
            except OSError:  # nobody listens any more
                self.close_connection = True

    return LoopbackServer(Pouring)


@pytest.mark.parametrize("status", [200, 404, 503])
def test_an_answer_without_end_is_not_read_to_its_end(status: int) -> None:
    flood = Flood(status, {"Content-Type": "application/json"})
    with pouring(flood) as server:
        http = GitHubHttp("", base_url=server.url, gate=WriteGate(lambda _: None))
        with pytest.raises(PublishError, match="more than 64 MiB") as caught:
            http.ask("GET", "/repos/ann/list")
    assert not caught.value.is_permanent
    assert flood.taken < PIECES


def test_what_a_redirect_says_besides_is_not_read() -> None:
    flood = Flood(302, {"Location": "/round/and/round"})
    with pouring(flood) as server, httpx.Client() as client, pytest.raises(httpx.TooManyRedirects):
        bounded.send_bounded(client, client.build_request("GET", server.url), redirects=1)
    assert flood.taken < PIECES


def test_bytes_that_are_packed_twice_are_not_unpacked() -> None:
    packed = gzip.compress(gzip.compress(PIECE * PIECES))
    flood = Flood(200, {"Content-Encoding": "gzip, gzip"}, packed, 1)
    with pouring(flood) as server:
        http = GitHubHttp("", base_url=server.url, gate=WriteGate(lambda _: None))
        with pytest.raises(PublishError, match="cannot be reached"):
            http.ask("GET", "/repos/ann/list")


def test_bytes_that_are_packed_once_count_as_they_are_unpacked() -> None:
    flood = Flood(200, {"Content-Encoding": "gzip"}, gzip.compress(PIECE * PIECES), 1)
    with pouring(flood) as server:
        http = GitHubHttp("", base_url=server.url, gate=WriteGate(lambda _: None))
        with pytest.raises(PublishError, match="more than 64 MiB"):
            http.ask("GET", "/repos/ann/list")


def test_an_answer_that_drips_is_given_up_in_time() -> None:
    ticks = itertools.count(0.0, 50.0)  # seconds
    with pouring(Flood(200, {})) as server, httpx.Client() as client, pytest.raises(httpx.ReadTimeout):
        bounded.send_bounded(client, client.build_request("GET", server.url), clock=lambda: next(ticks))


def test_signing_in_reads_no_answer_without_end() -> None:
    flood = Flood(200, {"Content-Type": "application/json"})
    with pouring(flood) as server:
        app = OAuthApp(
            client_id="us", client_secret="s", url=server.url, api_url=server.url, callback="http://us.test"
        )
        with pytest.raises(SourceError, match="did not answer"):
            account_of(app, code="c", verifier="v")
    assert flood.taken < PIECES
