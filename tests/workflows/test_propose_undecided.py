"""Who is unsure, or decides later, is told what the newest bundle says; who has decided is left alone."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from service.db import bundles, candidates, papers, proposals
from service.db.candidates import Candidate
from service.db.engine import AnySession, reading, writing
from service.db.lists import StoredList
from service.domain.review import CandidateState
from service.workflows.propose import propose
from service.workflows.train import train_lists
from tests.makers import NOW
from tests.workflows.lessons import LISTED, NEW, make_lessons, make_settings, put_on_list

MOVES = {
    NEW[0]: (CandidateState.UNSURE, None),
    NEW[1]: (CandidateState.LATER, NOW.date() + timedelta(days=30)),
    NEW[2]: (CandidateState.ACCEPTED, None),
    NEW[3]: (CandidateState.REJECTED, None),
}


def test_a_new_bundle_speaks_to_everybody_who_has_not_decided(engine: Engine, tmp_path: Path) -> None:
    settings, mine = make_settings(tmp_path), make_lessons(engine)
    train_lists(engine, settings)
    propose(engine, settings)
    with writing(engine) as session:
        for arxiv_id, (state, due_on) in MOVES.items():
            one = candidate_of(session, mine, arxiv_id)
            candidates.move(session, one, state=state, tags={}, due_on=due_on, now=NOW)
        put_on_list(session, mine, {i: {"method": ("prune",)} for i in (*LISTED, NEW[5])}, head="b")
    assert [t.outcome for t in train_lists(engine, settings)] == ["learned"]
    propose(engine, settings)
    with reading(engine) as session:
        newest = bundles.in_use(session, mine.id)
        after = {i: candidate_of(session, mine, i) for i in NEW[:5]}
        said = {i: proposals.latest_of(session, one.id) for i, one in after.items()}
    assert newest is not None
    heard = [i for i, proposal in said.items() if proposal and proposal.bundle_id == newest.id]
    assert heard == [NEW[0], NEW[1], NEW[4]]
    assert {i: (after[i].state, after[i].due_on) for i in MOVES} == MOVES, "nobody's word is changed"


def candidate_of(session: AnySession, mine: StoredList, arxiv_id: str) -> Candidate:
    paper = papers.by_ids(session, [arxiv_id])[arxiv_id]
    return next(c for c in candidates.of_paper(session, paper.id) if c.list_id == mine.id)
