"""Good days: what comes, in how many requests, and how it is asked for."""

from datetime import UTC, datetime

import arxiv as package  # type: ignore[import-untyped]  # the package publishes no types
import pytest

from service.domain.papers import ArxivId
from service.sources.arxiv_api import ArxivApi
from service.sources.arxiv_windows import window_query
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.sources.conftest import VirtualTime, WatchedGate, make_api

DAY = datetime(2025, 10, 1, tzinfo=UTC)
NEXT_DAY = datetime(2025, 10, 2, tzinfo=UTC)


def fill(arxiv: ArxivEmulator, number: int, *, day: str = "2025-10-01") -> None:
    arxiv.add(
        *(paper(f"2510.{n:05d}", f"Paper {n}", published=f"{day}T{n % 24:02d}:00:00Z") for n in range(number))
    )


def test_everything_that_arxiv_says_of_a_paper_arrives(arxiv: ArxivEmulator, api: ArxivApi) -> None:
    arxiv.add(
        paper(
            "2510.00001",
            "Tokens &\n  <Pruning>",
            abstract="First line\nand  second\u202e line\u0085 é",
            authors=["José Núñez", "  ", "Ada"],
            categories=["cs.CV", "cs.CL"],
            published="2025-10-01T17:59:46Z",
            updated="2025-11-02T08:00:00Z",
            version=3,
            comment="Accepted at\nCVPR",
            journal_ref="J. Tests 1 (2025)",
            doi="10.1000/1",
        )
    )
    [record] = api.fetch_window("cat:cs.CL", DAY, NEXT_DAY).records
    assert record.arxiv_id == ArxivId("2510.00001")
    assert record.version == 3
    assert record.title == "Tokens & <Pruning>"
    assert record.abstract == "First line and second line é"
    assert record.authors == ("José Núñez", "Ada")
    assert (record.categories, record.primary_category) == (("cs.CV", "cs.CL"), "cs.CV")
    assert record.submitted_at == datetime(2025, 10, 1, 17, 59, 46, tzinfo=UTC)
    assert record.updated_at == datetime(2025, 11, 2, 8, 0, tzinfo=UTC)
    assert (record.comment, record.journal_ref, record.doi) == (
        "Accepted at CVPR",
        "J. Tests 1 (2025)",
        "10.1000/1",
    )


def test_a_paper_without_optional_facts_is_a_record_too(arxiv: ArxivEmulator, api: ArxivApi) -> None:
    arxiv.add(paper("2510.00001", authors=[], categories=[], published="2025-10-01"))
    [record] = api.fetch_ids([ArxivId("2510.00001")]).records
    assert (record.authors, record.categories, record.primary_category) == ((), (), None)
    assert (record.comment, record.journal_ref, record.doi) == (None, None, None)


def test_a_window_of_several_pages_is_complete(arxiv: ArxivEmulator, api: ArxivApi) -> None:
    fill(arxiv, 25)
    window = api.fetch_window("cat:cs.CV", DAY, NEXT_DAY)
    assert window.is_complete
    assert window.expected == 25
    assert len({r.arxiv_id for r in window.records}) == 25
    assert [(s.params["start"], s.params["max_results"]) for s in arxiv.seen] == [
        ("0", "10"),
        ("10", "10"),
        ("20", "10"),
    ]


def test_a_window_of_one_page_is_counted_a_second_time(arxiv: ArxivEmulator, api: ArxivApi) -> None:
    fill(arxiv, 4)
    window = api.fetch_window("cat:cs.CV", DAY, NEXT_DAY)
    assert (window.expected, window.requests, len(arxiv.seen)) == (4, 2, 2)


def test_a_total_known_from_an_earlier_read_saves_the_second_count(
    arxiv: ArxivEmulator, api: ArxivApi
) -> None:
    fill(arxiv, 4)
    assert api.fetch_window("cat:cs.CV", DAY, NEXT_DAY, known_total=4).requests == 1
    assert api.fetch_window("cat:cs.CV", DAY, NEXT_DAY, known_total=3).requests == 2


def test_a_day_without_papers_is_complete_after_two_reads(api: ArxivApi) -> None:
    window = api.fetch_window("cat:cs.CV", DAY, NEXT_DAY)
    assert window.is_complete
    assert (window.expected, window.records, window.requests) == (0, (), 2)


def test_the_end_of_a_window_belongs_to_the_next_one(arxiv: ArxivEmulator, api: ArxivApi) -> None:
    arxiv.add(
        paper("2510.00001", published="2025-10-01T23:59:59Z"),
        paper("2510.00002", published="2025-10-02T00:00:00Z"),
    )
    assert [str(r.arxiv_id) for r in api.fetch_window("cat:cs.CV", DAY, NEXT_DAY).records] == ["2510.00001"]


def test_window_query_keeps_the_query_together() -> None:
    asked = window_query("cat:cs.CV OR cat:cs.CL", DAY, NEXT_DAY)
    assert asked == "(cat:cs.CV OR cat:cs.CL) AND submittedDate:[202510010000 TO 202510012359]"


def test_a_window_above_the_limit_is_split_by_time(
    arxiv: ArxivEmulator, gate: WatchedGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.sources.arxiv_api.LARGEST_WINDOW", 40)
    fill(arxiv, 100)
    window = make_api(arxiv, gate, page_size=20).fetch_window("cat:cs.CV", DAY, NEXT_DAY)
    assert window.is_complete
    assert (window.expected, len(window.records)) == (100, 100)
    assert max(int(s.params["start"]) for s in arxiv.seen) < 40


def test_count_asks_for_one_result_only(arxiv: ArxivEmulator, api: ArxivApi) -> None:
    fill(arxiv, 25)
    assert api.count("cat:cs.CV") == 25
    assert api.count("cat:cs.CV", DAY, NEXT_DAY) == 25
    assert [s.params["max_results"] for s in arxiv.seen] == ["1", "1"]


def test_ids_come_in_the_order_asked_for_and_unknown_ones_are_named(
    arxiv: ArxivEmulator, api: ArxivApi
) -> None:
    arxiv.add(paper("2510.00001"), paper("quant-ph/0201082", published="2002-01-18"), paper("0704.0001"))
    wanted = [ArxivId(i) for i in ("quant-ph/0201082", "9912.99999", "2510.00001", "0704.0001", "2510.00001")]
    found = api.fetch_ids(wanted)
    assert [str(r.arxiv_id) for r in found.records] == ["quant-ph/0201082", "2510.00001", "0704.0001"]
    assert found.unknown == (ArxivId("9912.99999"),)
    assert [s.params["max_results"] for s in arxiv.seen] == ["4", "1"]


def test_more_ids_than_fit_one_request_are_asked_for_in_chunks(arxiv: ArxivEmulator, api: ArxivApi) -> None:
    fill(arxiv, 450)
    found = api.fetch_ids([ArxivId(f"2510.{n:05d}") for n in range(450)])
    assert len(found.records) == 450
    assert [s.params["max_results"] for s in arxiv.seen] == ["200", "200", "50"]


def test_no_ids_need_no_request(arxiv: ArxivEmulator, api: ArxivApi) -> None:
    assert api.fetch_ids([]).records == ()
    assert arxiv.seen == []


def test_every_request_passes_the_gate_and_says_who_asks(
    arxiv: ArxivEmulator, api: ArxivApi, gate: WatchedGate
) -> None:
    fill(arxiv, 25)
    api.fetch_window("cat:cs.CV", DAY, NEXT_DAY)
    api.fetch_ids([ArxivId("2510.00001")])
    assert gate.turns == [0.0, 3.0, 6.0, 9.0]
    assert len(arxiv.seen) == 4
    for seen in arxiv.seen:
        assert seen.headers["User-Agent"] == "Listkeeper/0.1.0 (mailto:ops@example.org)"
        assert seen.headers["Accept"] == "application/atom+xml"


def test_reachable_is_whoever_answers_even_with_a_refusal(arxiv: ArxivEmulator, time: VirtualTime) -> None:
    gate = WatchedGate(time)
    assert make_api(arxiv, gate).is_reachable(timeout=2)
    arxiv.fail("http_429")
    assert make_api(arxiv, gate).is_reachable(timeout=2)
    arxiv.fail("html")
    assert not make_api(arxiv, gate).is_reachable(timeout=2)
    assert not make_api(arxiv, gate, base_url="http://127.0.0.1:9/api/query").is_reachable(timeout=2)


def test_the_package_still_has_the_parts_that_we_build_on() -> None:
    client = package.Client()
    assert hasattr(client, "_session")
    assert client._format_url(package.Search("a"), 0, 5).startswith("https://export.arxiv.org/api/query?")
    assert client._parse_feed.__code__.co_varnames[:3] == ("self", "url", "first_page")
