"""The emulator on its own: the query language, its checks, corpora, faults."""

import json
import lzma
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from defusedxml import ElementTree as ET  # noqa: N817  # its usual name

from tests.emulators.arxiv import ArxivEmulator, paper
from tests.emulators.arxiv_corpus import Corpus, load, submission_time
from tests.emulators.arxiv_query import BadQuery, parse_query
from tests.emulators.arxiv_search import Refused, Request, Searcher

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cat:cs.CV", "AB"),
        ("cat:cs.*", "ABC"),
        ("ti:pruning", "AC"),
        ("ti:token ti:speech", "ABC"),  # a missing operator means OR
        ('ti:"token pruning"', "A"),
        ('abs:"multi-modal models"', "A"),
        ('all:"multi modal model"', "A"),  # plural and hyphen make no difference
        ("ti:token AND ti:pruning OR ti:merging", "AB"),  # AND binds closer
        ("ti:token AND (ti:pruning OR ti:merging)", "AB"),
        ("ti:(token AND pruning)", "A"),
        ("cat:cs.CV ANDNOT ti:merging", "A"),
        ("cat:cs.CV AND NOT ti:merging", "A"),
        ("au:lovelace AND cat:cs.CL", "C"),
        ("au:ada_lovelace AND cat:cs.CL", "C"),
        ("token", "AB"),
        ("ti:prun*", "AC"),
        ("submittedDate:[202510010000 TO 202510012359]", "A"),
        ("submittedDate:[20251001 TO 20251002]", "AB"),
        ("lastUpdatedDate:[202510 TO 202510]", "ABC"),
        ("submittedDate:[202510021200 TO 202510021200]", "B"),  # both ends count
        ("cat:cs.CV AND submittedDate:[202510020000 TO 202510030000]", "B"),
        ("co:CVPR", "B"),
        ("ti:nothing", ""),
    ],
)
def test_query_language(query: str, found: str) -> None:
    corpus = Corpus()
    corpus.add(
        [
            paper("2510.00001", "Token Pruning", published="2025-10-01T00:00:00Z", key="A")
            | {"abstract": "For Multi-Modal Models."},
            paper(
                "2510.00002",
                "Tokens, Merging",
                published="2025-10-02T12:00:00Z",
                key="B",
                comment="CVPR 2026",
            ),
            paper(
                "2510.00003",
                "Pruning Speech",
                published="2025-10-03T00:00:00Z",
                categories=["cs.CL"],
                key="C",
            ),
        ]
    )
    page = Searcher(corpus).page(Request.parse({"search_query": query}))
    assert "".join(sorted(p.facts()["key"] for p, _ in page.papers)) == found
    corpus.close()


@pytest.mark.parametrize("query", ["(ti:a", "ti:a)", "AND", "ti:a AND", 'ti:"a', "zz:a", ""])
def test_broken_queries_are_refused(query: str) -> None:
    with pytest.raises(BadQuery, match="Invalid query string"):
        parse_query(query)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"id_list": "abc"}, "incorrect id format for abc"),
        ({"search_query": "a", "start": "x"}, "start must be an integer"),
        ({"search_query": "a", "max_results": "-1"}, "max_results must be non-negative"),
        ({"search_query": "a", "sortBy": "x"}, "sortBy must be in"),
        ({}, "Either a search_query or id_list"),
    ],
)
def test_malformed_parameters_are_refused(params: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        Request.parse(params)


def test_sorting_paging_and_ceiling_over_http() -> None:
    lines = [paper(f"2510.0000{n}", published=f"2025-10-0{n}") for n in range(1, 8)]
    with ArxivEmulator(lines) as arxiv:
        ask = f"{arxiv.query_url}?search_query=cat:cs.CV&sortBy=submittedDate&sortOrder=ascending"
        body = urlopen(f"{ask}&start=3&max_results=3").read()  # noqa: S310  # loopback
        ids = [e.text for e in ET.fromstring(body).iterfind(f"{ATOM}entry/{ATOM}id")]
        assert ids == [f"http://arxiv.org/abs/2510.0000{n}v1" for n in (4, 5, 6)]
        answer, _ = arxiv.answer("/api/query", {"search_query": "cat:cs.CV", "start": "9999"}, {})
        assert answer.status == 500
        assert [s.params.get("start") for s in arxiv.seen] == ["3", "9999"]


def test_control_endpoint_switches_faults_on_and_tells_what_came_in() -> None:
    with ArxivEmulator([paper("2510.00001")]) as arxiv:
        arxiv.control("POST", "/control/faults", b'{"kind": "http_429", "retry_after": "7", "after": 1}')
        assert arxiv.control("POST", "/control/faults", b'{"kind": "gremlins"}').status == 400
        asked = {"id_list": "2510.00001"}
        statuses = [arxiv.answer("/api/query", asked, {})[0].status for _ in range(3)]
        assert statuses == [200, 429, 200]
        told = json.loads(arxiv.control("GET", "/control/requests", b"").body)
        assert [r["fault"] for r in told["requests"]] == [None, "http_429", None]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"id": "2510.00061", "published": "2025-09-30"}, datetime(2025, 9, 30, 13, 1, tzinfo=UTC)),
        ({"id": "2510.00061", "listed_first": "2025-10-02"}, datetime(2025, 10, 1, 13, 1, tzinfo=UTC)),
        ({"id": "2510.12345"}, datetime(2025, 10, 16, 1, 45, tzinfo=UTC)),
    ],
)
def test_submission_times(line: dict[str, Any], expected: datetime) -> None:
    assert submission_time(line) == expected


def test_loads_plain_and_compressed_corpora_and_only_the_wanted_months(tmp_path: Path) -> None:
    (tmp_path / "2025-10.jsonl").write_text(json.dumps(paper("2510.00001")) + "\n")
    with lzma.open(tmp_path / "2025-11.jsonl.xz", "wt") as file:
        file.write(json.dumps(paper("2511.00001")) + "\n")
    (tmp_path / "listed.jsonl").write_text(json.dumps(paper("2401.00001")) + "\n")
    told: list[str] = []
    corpus = load([tmp_path], months=["2025-11"], tell=told.append)
    assert sorted(corpus.by_id) == ["2401.00001", "2511.00001"]
    assert told[-1] == "loading 2/2 listed.jsonl: 2 papers"
    corpus.close()
