"""A new version that says something else is proposed again; one that says it better is not."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates, papers, proposals
from service.db.engine import reading, writing
from service.db.proposals import Proposal
from service.domain.versions import is_material
from service.workflows.propose import propose
from service.workflows.propose_again import propose_again
from service.workflows.train import train_lists
from tests.makers import NOW, make_record
from tests.workflows.lessons import NEW, make_lessons, make_settings

OLD = "We prune visual tokens in large vision language models and keep the accuracy on ten benchmarks."
LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("after", "is_news"),
    [
        (OLD, False),
        (OLD.replace("ten", "eleven") + " ", False),
        (OLD.upper().replace(" ", "  "), False),
        ("A survey of speech recognition for birds, with a data set of songs from four continents.", True),
        (OLD + " We also merge audio tokens, and release a benchmark of long videos with questions.", True),
        ("", True),
    ],
)
def test_what_counts_as_news_in_an_abstract(
    after: str,
    is_news: bool,  # noqa: FBT001  # a case
) -> None:
    assert is_material(OLD, after) is is_news


def test_only_materially_changed_abstracts_of_undecided_papers_are_proposed_again(
    engine: Engine, tmp_path: Path
) -> None:
    settings, mine = make_settings(tmp_path), make_lessons(engine)

    def clock() -> datetime:
        return NOW + timedelta(hours=1)

    def later() -> datetime:
        return LATER + timedelta(hours=1)

    train_lists(engine, settings, clock=clock)
    propose(engine, settings, clock=clock)
    before = said(engine, mine.id)
    assert set(NEW) <= set(before)
    assert propose_again(engine, settings, clock=later) == []
    with writing(engine) as session:
        known = papers.by_ids(session, NEW[:2])
        polished = known[NEW[1]].record.abstract + " Really."
        papers.store(
            session,
            [
                make_record(
                    NEW[0], version=2, abstract="Proteins fold in graphs, and robots learn to speak."
                ),
                make_record(NEW[1], version=2, abstract=polished),
            ],
            now=LATER,
        )
    (done,) = propose_again(engine, settings, clock=later)
    assert done.proposed == 1
    after = said(engine, mine.id)
    assert {i for i in after if after[i].made_at != before[i].made_at} == {NEW[0]}
    assert after[NEW[0]].relevance != before[NEW[0]].relevance
    assert propose_again(engine, settings, clock=later) == []


def said(engine: Engine, list_id: int) -> dict[str, Proposal]:
    with reading(engine) as session:
        waiting = candidates.queue(session, list_id, today=NOW.date(), limit=100)
        latest = proposals.latest(session, [c.id for c in waiting])
    return {str(c.paper.record.arxiv_id): latest[c.id] for c in waiting}
