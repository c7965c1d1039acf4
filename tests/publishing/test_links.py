from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from service.networks import addresses_of
from service.publishing.links import LinkChecker

PUBLIC, PRIVATE = "140.82.121.4", "10.0.0.7"
HOSTS = {
    "github.com": [PUBLIC],
    "intranet.example": [PRIVATE],
    "both.example": [PUBLIC, "127.0.0.1"],
    "six.example": ["::1"],
    "github.com.": [PUBLIC],
}


class Web:
    """A web of a few pages that remembers what it was asked."""

    def __init__(self, pages: dict[str, httpx.Response | Exception]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.connected: list[tuple[str, object]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        named = request.url.copy_with(host=request.headers["Host"])
        self.asked.append(f"{request.method} {named}")
        self.connected.append((request.url.host, request.extensions.get("sni_hostname")))
        found = self.pages.get(str(named), httpx.Response(404))
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def checker(tmp_path: Path, now: datetime) -> Callable[..., LinkChecker]:
    def make(web: Web, *, days: int = 0, waits: list[float] | None = None) -> LinkChecker:
        return LinkChecker(
            tmp_path / "links.json",
            now=now + timedelta(days=days),
            resolve=lambda host: HOSTS.get(host, []),
            transport=httpx.MockTransport(web),
            wait=(waits if waits is not None else []).append,
        )

    return make


def test_links_that_lead_nowhere_are_named(checker: Callable[..., LinkChecker]) -> None:
    moved = httpx.Response(301, headers={"Location": "/a/new"})
    circle = httpx.Response(302, headers={"Location": "https://github.com/circle"})
    web = Web({
        "https://github.com/a/b": httpx.Response(200),
        "https://github.com/a/old": moved,
        "https://github.com/a/new": httpx.Response(200),
        "https://github.com/circle": circle,
        "https://github.com/shy": httpx.Response(403),
        "https://github.com/ill": httpx.Response(503),
        "https://github.com/dead": httpx.ConnectError("no"),
    })  # fmt: skip
    waits: list[float] = []
    names = ("a/b", "a/old", "circle", "shy", "ill", "dead", "none")
    found = checker(web, waits=waits).check([f"https://github.com/{n}" for n in names]).faults
    assert found == {
        "https://github.com/circle": "leads in circles",
        "https://github.com/dead": "cannot be reached",
        "https://github.com/none": "answers 404",
    }
    assert waits == [1.0] * 6
    assert all(each.startswith("HEAD ") for each in web.asked)


@pytest.mark.parametrize(
    "url",
    [
        "http://intranet.example/admin",
        "https://both.example/",
        "http://six.example/",
        "https://github.com/to-intranet",
        "http://nowhere.example/",
        "file:///etc/passwd",
        "http://[broken",
    ],
)
def test_private_networks_are_never_asked(checker: Callable[..., LinkChecker], url: str) -> None:
    inside = httpx.Response(302, headers={"Location": "http://intranet.example/admin"})
    web = Web({"https://github.com/to-intranet": inside})
    assert checker(web).check([url]).faults == {url: "leads into a private network, or nowhere"}
    assert not any("example" in each for each in web.asked)


def test_what_is_known_is_not_asked_again_for_a_week(checker: Callable[..., LinkChecker]) -> None:
    url = "https://github.com/a/b"
    web = Web({url: httpx.Response(404)})
    for days in (0, 1, 6):
        assert checker(web, days=days).check([url, url]).faults == {url: "answers 404"}
    assert len(web.asked) == 1
    web.pages[url] = httpx.Response(200)
    assert checker(web, days=8).check([url]).faults == {}


def test_arxiv_is_not_asked_about_its_own_papers(checker: Callable[..., LinkChecker]) -> None:
    web = Web({})
    assert (
        checker(web).check(["https://arxiv.org/abs/2504.00004", "https://export.arxiv.org/abs/1"]).faults
        == {}
    )
    assert web.asked == []


def test_a_torn_memory_is_begun_anew(checker: Callable[..., LinkChecker], tmp_path: Path) -> None:
    (tmp_path / "links.json").write_text('{"x": [')
    web = Web({"https://github.com/a/b": httpx.Response(200)})
    assert checker(web).check(["https://github.com/a/b"]).faults == {}
    assert addresses_of("localhost.invalid") == []


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(tmp_path: Path, now: datetime) -> None:
    """A name may lead elsewhere a moment later (DNS rebinding); nobody looks it up a second time."""
    answers = iter([["2606:50c0::1", PUBLIC], ["127.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str) -> list[str]:
        asked.append(host)
        return next(answers)

    web = Web({"https://github.com/a/b": httpx.Response(301, headers={"Location": "https://github.com/c"})})
    links = LinkChecker(tmp_path / "links.json", now=now, resolve=resolve, transport=httpx.MockTransport(web))
    assert links.check(["https://github.com/a/b"]).faults == {
        "https://github.com/a/b": "leads into a private network, or nowhere"
    }
    assert asked == ["github.com", "github.com"]
    assert web.connected == [(PUBLIC, "github.com")]


PRIVATE_ONES = (
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.1",
    "224.0.0.1",
    "::ffff:10.0.0.1",
    "fd00::1",
    "fe80::1%eth0",
    "64:ff9b::a00:1",
    "2002:a00::1",
)


@pytest.mark.parametrize("address", PRIVATE_ONES)
def test_every_kind_of_private_address_is_known(tmp_path: Path, now: datetime, address: str) -> None:
    web = Web({})
    transport = httpx.MockTransport(web)
    links = LinkChecker(tmp_path / "l.json", now=now, resolve=lambda _: [address], transport=transport)
    assert list(links.check(["https://x.example/"]).faults) == ["https://x.example/"]
    assert web.asked == []


def test_a_redirect_that_leads_nowhere_does_no_harm(checker: Callable[..., LinkChecker]) -> None:
    web = Web({"https://github.com/a/b": httpx.Response(304)})
    assert checker(web).check(["https://github.com/a/b"]).faults == {}


def test_what_cannot_be_reached_is_asked_again_the_next_day(checker: Callable[..., LinkChecker]) -> None:
    url = "https://github.com/a/b"
    web = Web({url: httpx.ConnectError("no")})
    assert checker(web).check([url]).faults == {url: "cannot be reached"}
    web.pages[url] = httpx.Response(200)
    assert checker(web, days=2).check([url]).fine == (url,)


def test_without_asking_only_what_is_remembered_is_told(checker: Callable[..., LinkChecker]) -> None:
    web = Web({"https://github.com/a/b": httpx.Response(200)})
    checker(web).check(["https://github.com/a/b"])
    told = checker(web).check(["https://github.com/a/b", "https://github.com/c"], ask=False)
    assert (told.fine, told.unknown) == (("https://github.com/a/b",), ("https://github.com/c",))
    assert len(web.asked) == 1
