"""Bad days, replayed: nothing lost, nothing twice, nothing falsely complete, never faster than allowed."""

import socket
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from service.domain.papers import ArxivId
from service.errors import SourceBusy, SourceError, SourceLied
from service.sources.arxiv_api import ArxivApi
from service.sources.retry import LocalCircuit, Patience
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.sources.conftest import WatchedGate, make_api

DAY = datetime(2025, 10, 1, tzinfo=UTC)
NEXT_DAY = datetime(2025, 10, 2, tzinfo=UTC)


@pytest.fixture
def filled(arxiv: ArxivEmulator) -> ArxivEmulator:
    arxiv.add(*(paper(f"2510.{n:05d}", published=f"2025-10-01T{n % 24:02d}:00:00Z") for n in range(25)))
    return arxiv


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("empty_page", {}),
        ("empty_page", {"after": 1}),
        ("nothing_found", {}),
        ("nothing_found", {"after": 2}),
        ("short_page", {"amount": 3}),
        ("short_page", {"amount": 1, "after": 1}),
        ("repeated_page", {"after": 1}),
        ("swapped_entry", {"after": 1}),
        ("wrong_total", {"amount": 1}),
        ("wrong_total", {"amount": -20}),
        ("drifting_total", {"after": 1}),
        ("control_characters", {"count": 9}),
        ("truncated_xml", {}),
        ("malformed_xml", {"after": 1}),
        ("html", {}),
        ("error_feed", {}),
        ("http_406", {}),
        ("http_429", {"retry_after": "20"}),
        ("http_429", {"after": 1}),
        ("http_500", {}),
        ("http_503", {"count": 2}),
        ("timeout", {"seconds": 1.0}),
        ("slow_drip", {"seconds": 0.02}),
        ("disconnect", {}),
    ],
)
def test_one_bad_answer_costs_a_request_and_loses_nothing(
    filled: ArxivEmulator, api: ArxivApi, gate: WatchedGate, kind: str, details: dict[str, Any]
) -> None:
    filled.fail(kind, **details)
    window = api.fetch_window("cat:cs.CV", DAY, NEXT_DAY)
    assert (window.expected, len({r.arxiv_id for r in window.records})) == (25, 25)
    assert window.requests == len(filled.seen)
    assert all("\x08" not in r.title and "\x1b" not in r.title for r in window.records)
    assert all(later - earlier >= 3.0 for earlier, later in pairwise(gate.turns))
    assert len(filled.faults) == 0 or kind == "control_characters"


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("empty_page", SourceLied, "it says 25 papers, but its page from 0 held 0 of 10"),
        ("short_page", SourceLied, "it says 25 papers, but its page from 0 held 9 of 10"),
        ("swapped_entry", SourceLied, "its page from 0 repeated 1 papers"),
        ("wrong_total", SourceLied, "it says 26 papers, but its page from 20 held 5 of 6"),
        ("drifting_total", SourceLied, "its total moved from"),
        ("truncated_xml", SourceLied, "arXiv's answer is not whole or not well-formed"),
        ("malformed_xml", SourceLied, "arXiv's answer is not whole or not well-formed"),
        ("html", SourceLied, "arXiv answered with a web page instead of a feed"),
        ("error_feed", SourceError, "arXiv answered with an error: unexpected error; try again later."),
        ("http_406", SourceBusy, r"arXiv asked us to slow down \(HTTP 406\) and did not say for how long"),
        ("http_429", SourceBusy, r"arXiv asked us to slow down \(HTTP 429\)"),
        ("http_503", SourceBusy, r"arXiv asked us to slow down \(HTTP 503\)"),
        ("http_500", SourceError, r"arXiv has trouble \(HTTP 500\); try again later."),
        (
            "timeout",
            SourceError,
            r"arXiv did not answer in time \(.*http://127.0.0.1:\d+\); check the network",
        ),
        ("slow_drip", SourceError, r"arXiv did not answer in time"),
        (
            "disconnect",
            SourceError,
            r"arXiv cannot be reached at http://127.0.0.1:\d+ \(the connection broke",
        ),
    ],
)
def test_an_answer_that_stays_bad_is_an_error_that_says_so(
    filled: ArxivEmulator, api: ArxivApi, kind: str, error: type[SourceError], words: str
) -> None:
    filled.fail(kind, 99, seconds=1.0 if kind == "timeout" else 0.02)
    with pytest.raises(error, match=words) as caught:
        api.fetch_window("cat:cs.CV", DAY, NEXT_DAY)
    assert not caught.value.is_permanent
    assert len(filled.seen) <= 9


def test_a_window_that_cannot_be_completed_still_gives_what_came(
    filled: ArxivEmulator, api: ArxivApi
) -> None:
    filled.fail("short_page", 99, after=1, amount=4)
    window = api.read_window("cat:cs.CV", DAY, NEXT_DAY)
    assert not window.is_complete
    assert window.expected == 25
    assert len(window.records) == 16
    assert window.problem == "it says 25 papers, but its page from 10 held 6 of 10"


def test_a_contradiction_names_the_window(filled: ArxivEmulator, api: ArxivApi) -> None:
    filled.fail("empty_page", 99)
    with pytest.raises(SourceLied) as caught:
        api.fetch_window("cat:cs.CV", DAY, NEXT_DAY)
    assert str(caught.value) == (
        "arXiv contradicts itself about 2025-10-01 00:00 to 2025-10-02 00:00 UTC: it says 25 papers, but its "
        "page from 0 held 0 of 10. The window counts as incomplete and will be read again."
    )


def test_a_day_said_to_be_empty_once_is_not_believed(filled: ArxivEmulator, api: ArxivApi) -> None:
    filled.fail("nothing_found")
    assert api.fetch_window("cat:cs.CV", DAY, NEXT_DAY).expected == 25


def test_retry_after_is_kept_and_the_tries_end(
    filled: ArxivEmulator, api: ArxivApi, gate: WatchedGate
) -> None:
    filled.fail("http_429", 99, retry_after="40")
    with pytest.raises(SourceBusy, match="asked for 40 s of quiet; try again later") as caught:
        api.count("cat:cs.CV")
    assert caught.value.retry_after == 40
    assert gate.turns == [0.0, 42.0, 84.0]
    gate.wait()
    assert gate.turns[-1] == 126.0  # the next run waits as well


def test_after_refusals_to_the_end_nobody_asks_until_the_circuit_closes(
    filled: ArxivEmulator, gate: WatchedGate
) -> None:
    now = [datetime(2025, 10, 8, 14, 25, tzinfo=UTC)]
    api = make_api(filled, gate, circuit=LocalCircuit(clock=lambda: now[0]))
    filled.fail("http_503", 3)
    with pytest.raises(SourceBusy, match="HTTP 503"):
        api.count("cat:cs.CV")
    now[0] += timedelta(minutes=9)
    with pytest.raises(
        SourceBusy, match=r"refused again and again; it is not asked before 14:35 UTC\."
    ) as caught:
        api.count("cat:cs.CV")
    assert caught.value.retry_after == 60
    assert len(filled.seen) == 3
    now[0] += timedelta(minutes=2)
    assert api.count("cat:cs.CV") == 25


def test_waits_grow_without_retry_after(filled: ArxivEmulator, gate: WatchedGate) -> None:
    filled.fail("http_503", 99)
    patient = make_api(filled, gate, patience=Patience(tries=6, first_wait=4.0, longest_wait=20.0))
    with pytest.raises(SourceBusy):
        patient.count("cat:cs.CV")
    assert [b - a for a, b in pairwise(gate.turns)] == [4.0, 8.0, 16.0, 20.0, 20.0]


def test_a_wait_longer_than_our_patience_ends_the_run_at_once(
    filled: ArxivEmulator, api: ArxivApi, gate: WatchedGate
) -> None:
    filled.fail("http_429", retry_after="86400")
    with pytest.raises(SourceBusy):
        api.count("cat:cs.CV")
    assert gate.turns == [0.0]


@pytest.mark.parametrize("said", ["soon", "Wed, 99 Foo 2025", ""])
def test_a_retry_after_that_says_nothing_is_like_none(
    filled: ArxivEmulator, api: ArxivApi, said: str
) -> None:
    filled.fail("http_429", retry_after=said)
    assert api.count("cat:cs.CV") == 25


def test_a_refused_query_is_permanent_and_quotes_arxiv(filled: ArxivEmulator, api: ArxivApi) -> None:
    with pytest.raises(
        SourceError, match=r"arXiv refused the request: Invalid query string: '\(ti:a'; correct"
    ) as e:
        api.count("(ti:a")
    assert e.value.is_permanent
    assert len(filled.seen) == 1


def test_a_wrong_address_is_permanent(filled: ArxivEmulator, gate: WatchedGate) -> None:
    with pytest.raises(SourceError, match="HTTP 404; check the address in LISTKEEPER_ARXIV_URL") as caught:
        make_api(filled, gate, base_url=f"{filled.url}/elsewhere").count("cat:cs.CV")
    assert caught.value.is_permanent


def test_nobody_there_is_said_in_one_sentence_and_soon(arxiv: ArxivEmulator, gate: WatchedGate) -> None:
    with pytest.raises(SourceError) as caught:
        make_api(arxiv, gate, base_url="http://127.0.0.1:9/api/query").count("cat:cs.CV")
    assert str(caught.value) == (
        "arXiv cannot be reached at http://127.0.0.1:9 (connection refused); "
        "check the network or try again later."
    )
    assert gate.turns == [0.0, 4.0]
    gate.wait()
    assert gate.turns[-1] == 7.0  # nobody asked us to stay away any longer


def test_a_host_that_does_not_exist_is_named(
    arxiv: ArxivEmulator, gate: WatchedGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", nowhere)
    with pytest.raises(SourceError, match=r"cannot be reached at http://arxiv.invalid \(no such host\)"):
        make_api(arxiv, gate, base_url="http://arxiv.invalid/api/query").count("cat:cs.CV")


@pytest.mark.usefixtures("filled")
def test_a_proxy_is_not_asked_for_this_machine(api: ArxivApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert api.count("cat:cs.CV") == 25


def test_a_window_too_full_to_split_says_what_to_do(
    filled: ArxivEmulator, api: ArxivApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.sources.arxiv_api.LARGEST_WINDOW", 3)
    filled.add(*(paper(f"2510.1{n:04d}", published="2025-10-01T08:00:00Z") for n in range(9)))
    with pytest.raises(SourceError, match="More than 3 papers match within one minute; narrow the query"):
        api.fetch_window("cat:cs.CV", DAY, NEXT_DAY)


def test_ids_are_unknown_only_after_two_looks(filled: ArxivEmulator, api: ArxivApi) -> None:
    filled.fail("nothing_found")
    found = api.fetch_ids([ArxivId("2510.00001"), ArxivId("2510.00002")])
    assert len(found.records) == 2
    assert found.unknown == ()
