"""Harvesting changes: tokens, their expiry, deletions, versions, withdrawals, and bad days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from service.domain.papers import ArxivId, PaperRecord
from service.errors import SourceBusy, SourceError, SourceLied
from service.sources.oai_pmh import OaiPmh
from service.sources.oai_records import Harvested, HarvestPage, Version, merge_harvest, parse_page
from service.sources.retry import Patience
from service.sources.transport import Deadlines
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.sources.conftest import WatchedGate

FIRST = date(2025, 10, 1)


@pytest.fixture
def harvester(arxiv: ArxivEmulator, gate: WatchedGate) -> OaiPmh:
    arxiv.oai.page_size = 4
    return OaiPmh(
        gate,
        base_url=arxiv.oai_url,
        contact="ops@example.org",
        patience=Patience(tries=3, first_wait=4.0),
        deadlines=Deadlines(connect=1, read=0.3, whole=0.5),
        jitter=lambda: 1.0,
    )


def fill(arxiv: ArxivEmulator, number: int = 10) -> list[str]:
    lines = [paper(f"2510.0000{n}", changed=f"2025-10-{1 + n // 2:02d}") for n in range(number)]
    arxiv.add(*lines)
    return [line["id"] for line in lines]


def ids(pages: Iterable[HarvestPage]) -> list[str]:
    return [str(p.arxiv_id) for page in pages for p in page.papers]


def test_everything_that_changed_comes_page_by_page(arxiv: ArxivEmulator, harvester: OaiPmh) -> None:
    expected = fill(arxiv)
    pages = list(harvester.harvest(FIRST))
    assert ids(pages) == expected
    assert [len(p.papers) for p in pages] == [4, 4, 2]
    assert [p.token is None for p in pages] == [False, False, True]
    assert arxiv.seen[0].params == {"verb": "ListRecords", "metadataPrefix": "arXivRaw", "from": "2025-10-01"}
    assert set(arxiv.seen[1].params) == {"verb", "resumptionToken"}


def test_only_what_changed_since_and_in_the_set(arxiv: ArxivEmulator, harvester: OaiPmh) -> None:
    fill(arxiv)
    arxiv.add(paper("2510.00099", categories=["eess.IV"], changed="2025-10-04"))
    assert ids(harvester.harvest(date(2025, 10, 4), of_set="eess")) == ["2510.00099"]
    assert "2510.00099" not in ids(harvester.harvest(date(2025, 10, 4), of_set="cs:cs:CV"))
    assert ids(harvester.harvest(date(2030, 1, 1))) == []


def test_facts_of_a_paper(arxiv: ArxivEmulator, harvester: OaiPmh) -> None:
    arxiv.add(
        paper(
            "quant-ph/0201082",
            "Tokens &\n Qubits",
            categories=["quant-ph", "cs.CV"],
            versions=["2025-09-01T10:00:00Z", "2025-10-02T11:30:00Z"],
            changed="2025-10-03",
            comment="This paper has been\nwithdrawn",
            journal_ref="J. Tests 1",
            doi="10.1000/1",
            withdrawn=True,
        )
    )
    [page] = harvester.harvest(FIRST)
    assert page.papers == (
        Harvested(
            arxiv_id=ArxivId("quant-ph/0201082"),
            changed_on=date(2025, 10, 3),
            versions=(
                Version(1, datetime(2025, 9, 1, 10, tzinfo=UTC)),
                Version(2, datetime(2025, 10, 2, 11, 30, tzinfo=UTC), is_withdrawal=True),
            ),
            title="Tokens & Qubits",
            categories=("quant-ph", "cs.CV"),
            comment="This paper has been withdrawn",
            journal_ref="J. Tests 1",
            doi="10.1000/1",
        ),
    )
    assert page.papers[0].version == 2
    assert page.papers[0].is_withdrawn
    assert page.responded_at.tzinfo is UTC


def test_deletions_are_told(arxiv: ArxivEmulator, harvester: OaiPmh) -> None:
    fill(arxiv, 2)
    arxiv.remove("2510.00001")
    found = {str(p.arxiv_id): p for page in harvester.harvest(FIRST) for p in page.papers}
    assert found["2510.00001"].is_deleted
    assert not found["2510.00000"].is_deleted


def test_a_token_that_expires_on_the_way_starts_again_from_the_last_day(
    arxiv: ArxivEmulator, harvester: OaiPmh
) -> None:
    expected = fill(arxiv)
    pages = harvester.harvest(FIRST)
    came = ids([next(pages), next(pages)])
    arxiv.oai.expire_tokens()
    came += ids(pages)
    assert sorted(set(came)) == expected
    assert [s.params.get("from") for s in arxiv.seen] == ["2025-10-01", None, None, "2025-10-04"]


def test_a_stopped_harvest_goes_on_with_its_token_and_survives_its_expiry(
    arxiv: ArxivEmulator, harvester: OaiPmh
) -> None:
    expected = fill(arxiv)
    first = next(harvester.harvest(FIRST))
    assert ids([first, *harvester.harvest(FIRST, token=first.token)]) == expected
    arxiv.oai.expire_tokens()
    assert ids(harvester.harvest(date(2025, 10, 2), token=first.token)) == expected[2:]


def test_tokens_that_always_expire_end_in_an_error(arxiv: ArxivEmulator, harvester: OaiPmh) -> None:
    arxiv.add(*(paper(f"2510.0000{n}", changed="2025-10-01") for n in range(9)))
    pages = harvester.harvest(FIRST)
    for _ in range(4):
        next(pages)
        arxiv.oai.expire_tokens()
    with pytest.raises(SourceError, match="does not know the resumption token any more"):
        next(pages)


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("truncated_xml", {"after": 1}),
        ("malformed_xml", {}),
        ("html", {}),
        ("empty_page", {"after": 1}),
        ("http_503", {"retry_after": "11"}),
        ("http_429", {"after": 2}),
        ("http_500", {}),
        ("timeout", {"seconds": 1.0}),
        ("slow_drip", {"seconds": 0.02}),
        ("disconnect", {}),
        ("control_characters", {"count": 9}),
    ],
)
def test_one_bad_answer_loses_nothing(
    arxiv: ArxivEmulator, harvester: OaiPmh, gate: WatchedGate, kind: str, details: dict[str, Any]
) -> None:
    expected = fill(arxiv)
    arxiv.fail(kind, **details)
    assert ids(harvester.harvest(FIRST)) == expected
    assert all(later - earlier >= 3.0 for earlier, later in pairwise(gate.turns))
    assert arxiv.seen[0].headers["User-Agent"].startswith("Listkeeper/")


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("truncated_xml", SourceLied, "OAI-PMH answer is not whole or not well-formed"),
        ("html", SourceLied, "OAI-PMH answered with something else|not well-formed"),
        ("empty_page", SourceLied, "gave neither records nor an error"),
        ("error_feed", SourceError, r"refused the request: unexpected error \(badArgument\)"),
        ("http_503", SourceBusy, r"arXiv's OAI-PMH asked us to slow down \(HTTP 503\)"),
    ],
)
def test_an_answer_that_stays_bad_is_an_error(
    arxiv: ArxivEmulator, harvester: OaiPmh, kind: str, error: type[SourceError], words: str
) -> None:
    fill(arxiv)
    arxiv.fail(kind, 99)
    with pytest.raises(error, match=words):
        list(harvester.harvest(FIRST))


def test_a_token_that_leads_back_to_itself_is_no_end(arxiv: ArxivEmulator, harvester: OaiPmh) -> None:
    fill(arxiv)
    arxiv.fail("repeated_page", 99, after=1)
    with pytest.raises(SourceLied, match="gave the same page twice; the harvest is not complete"):
        list(harvester.harvest(FIRST))


def test_a_wrong_address_is_permanent(arxiv: ArxivEmulator, gate: WatchedGate) -> None:
    harvester = OaiPmh(gate, base_url=f"{arxiv.url}/elsewhere")
    with pytest.raises(SourceError, match="HTTP 404; check its address") as caught:
        list(harvester.harvest(FIRST))
    assert caught.value.is_permanent


NAMED = "<identifier>oai:arXiv.org:2510.00001</identifier>"
DATED = "<datestamp>2025-10-01</datestamp>"
RAW = 'arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"'
UNDATED_VERSION = '<version version="v1"><date>soon</date></version>'


@pytest.mark.parametrize(
    "inside",
    [
        f"<header>{NAMED}{DATED}</header>",
        f"<header>{DATED}</header><metadata><{RAW}/></metadata>",
        f"<header>{NAMED}</header><metadata><{RAW}/></metadata>",
        f"<header>{NAMED}{DATED}</header><metadata><{RAW}>{UNDATED_VERSION}</arXivRaw></metadata>",
    ],
)
def test_records_that_cannot_be_read_are_not_passed_over(inside: str) -> None:
    body = (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2025-10-01T00:00:00Z</responseDate>'
        f"<ListRecords><record>{inside}</record></ListRecords></OAI-PMH>"
    )
    with pytest.raises(SourceLied):
        parse_page(body.encode())


RECORD = PaperRecord(
    arxiv_id=ArxivId("2510.00001"), title="A paper", abstract="", version=2, comment="10 pages, José"
)


def harvested(**facts: Any) -> Harvested:
    versions = (Version(1, datetime(2025, 10, 1, tzinfo=UTC)), Version(2, datetime(2025, 10, 2, tzinfo=UTC)))
    given: dict[str, Any] = {"versions": versions} | facts
    return Harvested(arxiv_id=ArxivId("2510.00001"), changed_on=date(2025, 10, 3), **given)


def test_new_facts_go_into_the_record() -> None:
    merged = merge_harvest(RECORD, harvested(comment="Accepted at CVPR 2026", doi="10.1000/1"))
    assert (merged.comment, merged.doi, merged.journal_ref) == ("Accepted at CVPR 2026", "10.1000/1", None)
    assert merged.title == RECORD.title


def test_what_is_only_spelled_differently_or_missing_or_older_changes_nothing() -> None:
    assert merge_harvest(RECORD, harvested(comment="10 pages,  Jose")) == RECORD
    assert merge_harvest(RECORD, harvested()) == RECORD
    assert merge_harvest(RECORD, harvested(versions=(), is_deleted=True)) == RECORD
    older = harvested(versions=(Version(1, datetime(2025, 10, 1, tzinfo=UTC)),), comment="old")
    assert merge_harvest(RECORD, older) == RECORD
