"""The nightly harvest: what changed reaches the papers, wherever it was stopped, and once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from service.db import harvests, paper_history, papers, runs
from service.db.engine import reading, writing
from service.db.papers import PaperVersion
from service.domain.papers import PaperRecord
from service.errors import BadInput, SourceError
from service.sources.arxiv_api import ArxivApi
from service.sources.base import LocalGate
from service.sources.oai_pmh import OaiPmh
from service.sources.retry import Patience
from service.sources.transport import Deadlines
from service.workflows.harvest import HarvestReport, harvest
from service.workflows.runs import TimeLimit, never
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.makers import make_list
from tests.sources.conftest import VirtualTime

NIGHT = datetime(2025, 10, 8, 3, 15, tzinfo=UTC)
IDS = [f"2510.0000{n}" for n in range(6)]


@dataclass
class Sky:
    """An arXiv with six papers, all of them known here, and a clock that stands."""

    engine: Engine
    arxiv: ArxivEmulator
    now: datetime = NIGHT

    def sources(self, **more: Any) -> tuple[OaiPmh, ArxivApi]:
        time = VirtualTime()
        gate = LocalGate(3.0, clock=time, sleep=time.sleep)
        given: dict[str, Any] = {
            "patience": Patience(tries=2, rereads=2, first_wait=1.0),
            "deadlines": Deadlines(connect=5, read=5, whole=20),
            "jitter": lambda: 1.0,
        } | more
        return (
            OaiPmh(gate, base_url=self.arxiv.oai_url, **given),
            ArxivApi(gate, base_url=self.arxiv.query_url, **given),
        )

    def harvest(self, since: date | None = None, *, is_over: TimeLimit = never) -> HarvestReport:
        oai, api = self.sources()
        return harvest(self.engine, oai, api, since=since, is_over=is_over, clock=lambda: self.now)

    def stored(self, arxiv_id: str) -> PaperRecord:
        with reading(self.engine) as session:
            return papers.by_ids(session, [arxiv_id])[arxiv_id].record

    def versions(self, arxiv_id: str) -> list[PaperVersion]:
        with reading(self.engine) as session:
            return papers.versions(session, papers.by_ids(session, [arxiv_id])[arxiv_id].id)

    def is_withdrawn(self, arxiv_id: str) -> bool:
        with reading(self.engine) as session:
            row = papers.by_ids(session, [arxiv_id])[arxiv_id].id
            return paper_history.of_papers(session, [row])[row].is_withdrawn

    def place(self) -> harvests.Harvest:
        with reading(self.engine) as session:
            (found,) = harvests.every(session)
        return found


def said(arxiv_id: str, title: str = "A paper", **facts: Any) -> dict[str, Any]:
    """Return what arXiv has of a paper; it changed on the night before."""
    given = {"published": "2025-10-01T10:00:00Z", "changed": "2025-10-07", "categories": ["cs.CV"]}
    return paper(arxiv_id, title, **(given | facts))


@pytest.fixture
def sky(engine: Engine) -> Iterator[Sky]:
    with writing(engine) as session:
        make_list(session, query="cat:cs.CV AND ti:paper")
    with ArxivEmulator() as arxiv:
        found = Sky(engine, arxiv)
        arxiv.add(*(said(i, changed="2025-10-02") for i in IDS))
        _, api = found.sources()
        with writing(engine) as session:
            records = api.fetch_window("cat:cs.CV", datetime(2025, 10, 1, tzinfo=UTC), NIGHT).records
            papers.store(session, records, now=NIGHT - timedelta(days=3))
        arxiv.seen.clear()
        arxiv.oai.page_size = 2
        yield found


def test_comment_reference_and_doi_reach_a_known_paper(sky: Sky) -> None:
    sky.arxiv.add(said(IDS[0], comment="Accepted at CVPR 2026", journal_ref="J. Tests 1", doi="10.1000/1"))
    report = sky.harvest()
    found = sky.stored(IDS[0])
    assert (found.comment, found.journal_ref, found.doi) == (
        "Accepted at CVPR 2026",
        "J. Tests 1",
        "10.1000/1",
    )
    assert (report.told, report.known, report.changed, report.asked) == (6, 6, 1, 0)
    assert {s.params.get("set") for s in sky.arxiv.seen if "set" in s.params} == {"cs"}


def test_papers_that_are_not_known_here_are_passed_over(sky: Sky) -> None:
    sky.arxiv.add(said("2510.09999"))
    assert sky.harvest().known == 6
    with reading(sky.engine) as session:
        assert papers.count(session) == 6


def test_a_new_version_comes_with_its_text_and_the_old_one_keeps_its_own(sky: Sky) -> None:
    versions = ["2025-10-01T10:00:00Z", "2025-10-05T09:00:00Z", "2025-10-06T08:00:00Z"]
    sky.arxiv.add(said(IDS[1], "Another title", version=3, versions=versions, comment="v3"))
    assert sky.harvest().asked == 1
    first, second, third = sky.versions(IDS[1])
    assert (first.title, first.version, first.comment) == ("A paper", 1, None)
    assert (second.title, second.updated_at) == ("", datetime(2025, 10, 5, 9, tzinfo=UTC))
    assert (third.title, third.comment) == ("Another title", "v3")
    assert third.updated_at == datetime(2025, 10, 6, 8, tzinfo=UTC)
    assert sky.stored(IDS[1]).version == 3
    assert sky.harvest().asked == 0


def test_a_version_that_the_query_interface_does_not_have_yet_is_asked_for_again(sky: Sky) -> None:
    versions = ["2025-10-01T10:00:00Z", "2025-10-06T08:00:00Z"]
    sky.arxiv.add(said(IDS[1], versions=versions, version=1))
    assert sky.harvest().asked == 1
    assert sky.stored(IDS[1]).version == 1
    sky.arxiv.add(said(IDS[1], "At last", versions=versions, version=2, changed="2025-10-01"))
    assert sky.harvest().asked == 1
    assert sky.stored(IDS[1]).title == "At last"


def test_a_withdrawal_is_known_before_and_after_its_text_came(sky: Sky) -> None:
    versions = ["2025-10-01T10:00:00Z", "2025-10-06T08:00:00Z"]
    sky.arxiv.add(said(IDS[2], versions=versions, version=2, withdrawn=True, comment="wrong"))
    assert not sky.is_withdrawn(IDS[2])
    sky.harvest()
    assert sky.is_withdrawn(IDS[2])
    assert [v.is_withdrawal for v in sky.versions(IDS[2])] == [False, True]
    assert not sky.is_withdrawn(IDS[3])


def test_a_deletion_is_known_until_the_paper_is_back(sky: Sky) -> None:
    sky.arxiv.remove(IDS[3])
    sky.arxiv.oai.deleted[IDS[3]] = date(2025, 10, 7)
    sky.harvest()
    assert sky.is_withdrawn(IDS[3])
    del sky.arxiv.oai.deleted[IDS[3]]
    sky.arxiv.add(said(IDS[3], changed="2025-10-08"))
    sky.harvest(since=date(2025, 10, 1))
    assert not sky.is_withdrawn(IDS[3])


def test_the_next_harvest_goes_on_where_this_one_began(sky: Sky) -> None:
    first = datetime.now(UTC).date()  # by the emulator's clock; midnight may come meanwhile
    sky.harvest()
    place = sky.place()
    assert (place.token, place.begun_at, place.done_at) == (None, None, NIGHT)
    assert first <= place.since <= datetime.now(UTC).date()
    with reading(sky.engine) as session:
        assert [(r.job, r.state) for r in runs.newest(session, limit=9)] == [("harvest", "done")]


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize("expires", [False, True])
def test_a_harvest_that_breaks_off_goes_on_with_its_token_or_from_its_day(
    sky: Sky,
    pages: int,
    expires: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    for number, arxiv_id in enumerate(IDS):
        sky.arxiv.add(said(arxiv_id, comment=f"c{number}", changed=f"2025-10-{2 + number // 2:02d}"))
    sky.arxiv.fail("http_503", 99, after=pages)
    with pytest.raises(SourceError):
        sky.harvest()
    sky.arxiv.faults.switch_off()
    place = sky.place()
    assert place.token is not None
    assert place.problem is not None
    assert place.since == date(2025, 10, 1 + pages)
    if expires:
        sky.arxiv.oai.expire_tokens()
    sky.arxiv.seen.clear()
    sky.harvest()
    assert [sky.stored(i).comment for i in IDS] == [f"c{n}" for n in range(6)]
    assert "resumptionToken" in sky.arxiv.seen[0].params
    assert sky.place().problem is None


def test_a_harvest_whose_time_is_over_goes_on_there(sky: Sky) -> None:
    for number, arxiv_id in enumerate(IDS):
        sky.arxiv.add(said(arxiv_id, comment=f"c{number}", changed=f"2025-10-{2 + number // 2:02d}"))
    asked = iter([False, True])
    with pytest.raises(SourceError, match="time was over before cs was; the next one goes on there"):
        sky.harvest(is_over=lambda: next(asked))
    assert sky.place().token is not None
    sky.arxiv.seen.clear()
    sky.harvest()
    assert [sky.stored(i).comment for i in IDS] == [f"c{n}" for n in range(6)]
    assert "resumptionToken" in sky.arxiv.seen[0].params


def test_without_a_list_there_is_nothing_to_harvest(engine: Engine) -> None:
    with ArxivEmulator() as arxiv:
        oai, api = Sky(engine, arxiv).sources()
        with pytest.raises(BadInput, match="run `listkeeper lists sync` first"):
            harvest(engine, oai, api)
