"""Papers: stored once, changed when there is news, and found again."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert

from service.db import papers
from service.db.engine import reading, writing
from service.db.models import PaperRow
from service.db.papers import StoreCount
from service.domain.papers import ArxivId, PaperRecord, title_key
from service.errors import Conflict
from tests.makers import make_record


def store(engine: Engine, *records: PaperRecord, now: datetime) -> StoreCount:
    with writing(engine) as session:
        return papers.store(session, records, now=now)


def test_a_paper_comes_back_as_it_was_said(engine: Engine, now: datetime) -> None:
    record = make_record(
        "hep-th/9901001",
        title="Über ∞-Tokens: 视觉 🎈 \u2028 and $\\alpha$",
        abstract="x" * 9000,
        authors=("Ada Lovelace", "张伟"),
        categories=("cs.CV", "eess.IV"),
        updated_at=datetime(2025, 10, 4, 1, 2, 3, 456789, tzinfo=UTC),
        version=7,
        comment="10 pages",
        journal_ref="CVPR",
        doi="10.1/2",
    )
    assert store(engine, record, now=now) == StoreCount(new=1)
    with reading(engine) as session:
        found = papers.by_ids(session, ["hep-th/9901001", "2510.99999"])
    assert set(found) == {"hep-th/9901001"}
    assert found["hep-th/9901001"].record == record
    assert found["hep-th/9901001"].learned_at == now


def test_times_are_kept_in_utc_whatever_zone_they_came_in(engine: Engine, now: datetime) -> None:
    local = datetime.fromisoformat("2025-10-01T23:30:00-05:00")
    store(engine, make_record(submitted_at=local), now=now)
    with reading(engine) as session:
        found = papers.by_ids(session, ["2510.00001"])["2510.00001"].record.submitted_at
    assert found is not None
    assert (found, found.tzinfo) == (local, UTC)


def test_saying_the_same_again_changes_nothing(engine: Engine, now: datetime) -> None:
    store(engine, make_record(), now=now)
    assert store(engine, make_record(), now=now + timedelta(days=1)) == StoreCount(same=1)
    with reading(engine) as session:
        assert papers.by_ids(session, ["2510.00001"])["2510.00001"].changed_at == now


def test_news_is_kept_with_every_version_of_it(engine: Engine, now: datetime) -> None:
    later = now + timedelta(days=1)
    first = make_record(title="One")
    store(engine, first, now=now)
    assert store(engine, replace(first, version=2, title="Two"), now=later) == StoreCount(changed=1)
    assert store(engine, replace(first, version=2, title="Two!"), now=later) == StoreCount(changed=1)
    assert store(engine, first, now=later) == StoreCount(same=1)
    with reading(engine) as session:
        found = papers.by_ids(session, ["2510.00001"])["2510.00001"]
        said = papers.versions(session, found.id)
    assert (found.record.title, found.learned_at, found.changed_at) == ("Two!", now, later)
    assert [(v.version, v.title) for v in said] == [(1, "One"), (2, "Two!")]


def test_a_batch_may_name_a_paper_twice_and_the_last_word_counts(engine: Engine, now: datetime) -> None:
    first = make_record(title="One")
    assert store(engine, first, replace(first, version=2, title="Two"), now=now) == StoreCount(new=1)
    with reading(engine) as session:
        assert papers.count(session) == 1
        assert papers.by_ids(session, ["2510.00001"])["2510.00001"].record.title == "Two"


def test_who_stores_what_another_session_stores_just_now_waits_for_it(engine: Engine, now: datetime) -> None:
    one, two, three = (make_record(f"2510.0000{n}") for n in (1, 2, 3))
    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as session:
            papers.store(session, [one, two], now=now)
            other = pool.submit(store, engine, three, two, one, now=now)
            time.sleep(0.3)  # the other one has begun by now
        assert other.result(timeout=30) == StoreCount(new=1, same=2)


def test_more_papers_than_fit_one_question_are_found(engine: Engine, now: datetime) -> None:
    many = [make_record(f"2510.{n:05d}") for n in range(1, 1102)]
    assert store(engine, *many, now=now).new == 1101
    with reading(engine) as session:
        found = papers.by_ids(session, (str(r.arxiv_id) for r in many))
        assert len(found) == papers.count(session) == 1101
        assert len(papers.by_row_ids(session, [p.id for p in found.values()])) == 1101


def test_papers_since_a_day_are_those_submitted_on_it_or_later(engine: Engine, now: datetime) -> None:
    days = {"2510.00001": 30, "2510.00002": 1, "2510.00003": 2}
    for arxiv_id, day in days.items():
        moment = datetime(2025, 9 if day == 30 else 10, day, tzinfo=UTC)
        store(engine, make_record(arxiv_id, submitted_at=moment), now=now)
    with reading(engine) as session:
        assert len(papers.since(session, None)) == 3
        found = papers.since(session, date(2025, 10, 1))
    assert [str(p.record.arxiv_id) for p in found] == ["2510.00002", "2510.00003"]


def test_a_paper_without_a_submission_day_is_in_no_stretch_but_the_whole(
    engine: Engine, now: datetime
) -> None:
    store(engine, make_record(submitted_at=None), now=now)
    with reading(engine) as session:
        assert papers.since(session, date(1991, 8, 1)) == []
        assert len(papers.since(session, None)) == 1


def test_a_sample_is_the_same_for_the_same_papers_and_leaves_out_what_it_should(
    engine: Engine, now: datetime
) -> None:
    store(engine, *(make_record(f"2510.{n:05d}") for n in range(1, 31)), now=now)
    with reading(engine) as session:
        ten = {p.record.arxiv_id for p in papers.sample(session, without=set(), limit=10)}
        again = {p.record.arxiv_id for p in papers.sample(session, without=set(), limit=10)}
        without = {str(i) for i in ten}
        rest = {p.record.arxiv_id for p in papers.sample(session, without=without, limit=100)}
    assert ten == again
    assert (len(ten), len(rest)) == (10, 20)
    assert not ten & rest
    assert ten != {ArxivId(f"2510.{n:05d}") for n in range(1, 11)}, "as if drawn at random"


def test_one_row_for_a_paper_is_a_fact_of_the_database(engine: Engine, now: datetime) -> None:
    store(engine, make_record(), now=now)
    row = {"title": "T", "title_key": title_key("T"), "abstract": "", "authors": [], "categories": []}
    with pytest.raises(Conflict), writing(engine) as session:
        session.execute(
            insert(PaperRow).values(arxiv_id="2510.00001", version=1, learned_at=now, changed_at=now, **row)
        )
