"""Training and proposing: from a list's own papers and verdicts to a queue, any number of times."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from classifier import Comparison
from service.db import bundles, candidates, ledger, lists, papers, proposals, runs
from service.db.engine import make_engine, reading, upgrade, writing
from service.db.lists import StoredList
from service.db.models import CandidateRow, ProposalRow
from service.domain.review import CandidateState
from service.errors import Conflict, NotFound, SetupError
from service.settings import Settings
from service.workflows import train as training
from service.workflows.propose import propose
from service.workflows.train import train_lists
from tests.makers import NOW, make_list, make_record
from tests.workflows.lessons import LISTED, NEW, make_lessons, make_settings, put_on_list

TODAY = date(2025, 11, 5)


@dataclass(frozen=True)
class World:
    """A list that has been learned."""

    engine: Engine
    settings: Settings
    mine: StoredList


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which a list has been learned: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("learned")
    with opened(folder) as engine:
        upgrade(engine)
        make_lessons(engine)
        train_lists(engine, make_settings(folder))
    return folder


@pytest.fixture
def world(learned: Path, tmp_path: Path) -> Iterator[World]:
    folder = tmp_path / "data"
    shutil.copytree(learned, folder)
    with opened(folder) as engine:
        with reading(engine) as session:
            mine = lists.by_slug(session, "some-list")
        yield World(engine, make_settings(folder), mine)


@contextmanager
def opened(folder: Path) -> Iterator[Engine]:
    engine = make_engine(make_settings(folder).database)
    try:
        yield engine
    finally:
        engine.dispose()


def outcomes(world: World, **more: Any) -> list[str]:
    return [t.outcome for t in train_lists(world.engine, world.settings, **more)]


def queue(world: World) -> list[str]:
    with reading(world.engine) as session:
        waiting = candidates.queue(session, world.mine.id, today=TODAY, limit=1000)
    return [str(c.paper.record.arxiv_id) for c in waiting]


def stored_rows(engine: Engine) -> list[tuple[Any, ...]]:
    wanted = (ProposalRow.id, CandidateRow.id, ProposalRow.relevance, ProposalRow.proposed)
    query = select(*wanted).join(CandidateRow, CandidateRow.id == ProposalRow.candidate_id)
    with reading(engine) as session:
        return [tuple(row) for row in session.execute(query.order_by(ProposalRow.id))]


def test_training_and_proposing_twice_is_once_on_both_databases(engine: Engine, tmp_path: Path) -> None:
    settings, mine = make_settings(tmp_path), make_lessons(engine)
    assert [t.outcome for t in train_lists(engine, settings)] == ["learned"]
    first = propose(engine, settings)
    rows = stored_rows(engine)
    assert set(NEW) <= set(queue(World(engine, settings, mine)))
    assert [t.outcome for t in train_lists(engine, settings)] == ["unchanged"]
    assert propose(engine, settings) == first
    assert stored_rows(engine) == rows
    with reading(engine) as session:
        assert [line.action for line in ledger.newest(session, limit=9)] == ["train"]
        assert [r.job for r in runs.newest(session, limit=9)] == ["propose", "train"] * 2


def test_what_was_learned_is_not_learned_again_unless_it_is_asked_for(world: World) -> None:
    assert outcomes(world) == ["unchanged"]
    assert outcomes(world, is_anew=True) == ["learned"]


def test_learning_anew_leaves_the_bundle_that_somebody_reads_where_it_is(world: World) -> None:
    with reading(world.engine) as session:
        before = bundles.in_use(session, world.mine.id)
    assert before is not None
    place = world.settings.data_dir / before.folder
    files = {path: (path.stat().st_ino, path.read_bytes()) for path in place.iterdir()}
    for _ in range(2):
        assert outcomes(world, is_anew=True) == ["learned"]
    assert {path: (path.stat().st_ino, path.read_bytes()) for path in place.iterdir()} == files
    with reading(world.engine) as session:
        folders = [bundle.folder for bundle in bundles.of_list(session, world.mine.id)]
    assert len(set(folders)) == 3


def test_a_new_entry_is_something_new_to_learn_from(world: World) -> None:
    with writing(world.engine) as session:
        put_on_list(session, world.mine, {i: {"method": ("prune",)} for i in (*LISTED, NEW[0])}, head="b")
    assert outcomes(world) == ["learned"]


def test_a_bundle_that_is_worse_does_not_take_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Comparison(promote=False, reason="Kept the old bundle: the new one is worse.", differences=())
    monkeypatch.setattr("classifier.relearning.compare", lambda *_: said)
    with reading(world.engine) as session:
        before = bundles.in_use(session, world.mine.id)
    with writing(world.engine) as session:
        put_on_list(session, world.mine, {i: {"method": ("prune",)} for i in (*LISTED, NEW[0])}, head="b")
    (kept,) = train_lists(world.engine, world.settings)
    assert (kept.outcome, kept.why) == ("kept", said.reason)
    with reading(world.engine) as session:
        after = bundles.in_use(session, world.mine.id)
    assert before is not None
    assert after is not None
    assert after.id == before.id
    assert after.manifest["last_attempt"]["why"] == said.reason
    assert after.tried_at > before.tried_at, "it is not tried again before more is said"


def test_another_encoder_is_a_reason_to_learn_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifier.encoder.HashEncoder.__init__.__defaults__", (128,))
    with pytest.raises(SetupError, match="Run `listkeeper train --anew` to make it again"):
        propose(world.engine, world.settings)
    assert outcomes(world) == ["learned"]
    assert propose(world.engine, world.settings)[0].proposed > 0


@pytest.mark.parametrize("damage", ["flip", "cut", "lose", "manifest"])
def test_a_damaged_bundle_names_the_command_that_mends_it_and_training_notices(
    world: World, damage: str
) -> None:
    (path,) = (world.settings.data_dir / "bundles").rglob("arrays*.npz")
    data = path.read_bytes()
    if damage == "flip":
        path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    elif damage == "cut":
        path.write_bytes(data[:-10])
    elif damage == "lose":
        path.unlink()
    else:
        path.with_name("manifest.json").write_text("{")
    with pytest.raises(SetupError, match="Run `listkeeper train --anew` to make it again") as caught:
        propose(world.engine, world.settings)
    assert "\n" not in str(caught.value)
    assert stored_rows(world.engine) == []
    assert outcomes(world) == ["learned"]
    assert propose(world.engine, world.settings)[0].proposed > 0


def test_a_list_without_papers_says_what_is_missing_and_is_no_obstacle(world: World) -> None:
    with writing(world.engine) as session:
        listed = make_list(session, "empty", aliases=("e",))
    (unread,) = train_lists(world.engine, world.settings, only="e")
    assert (unread.outcome, "`listkeeper lists sync` reads it" in unread.why) == ("impossible", True)
    assert propose(world.engine, world.settings)[1].why == "not read yet; run `listkeeper lists sync`"
    with writing(world.engine) as session:
        lists.record_sync(session, listed.id, snapshots=[], entries=[], head="0" * 40, now=NOW)
    (empty,) = train_lists(world.engine, world.settings, only="e")
    assert empty.outcome == "impossible"
    assert "needs at least one paper" in empty.why
    mine, other = propose(world.engine, world.settings)
    assert mine.proposed > 0
    assert (other.slug, other.proposed, other.why) == ("empty", 0, "not trained yet; run `listkeeper train`")


def test_a_list_that_nobody_follows_is_answered_with_those_that_there_are(world: World) -> None:
    with pytest.raises(NotFound, match=r"no list 'nothing'\. Lists: some-list"):
        train_lists(world.engine, world.settings, only="nothing")
    with pytest.raises(NotFound, match=r"no list 'nothing'\. Lists: some-list"):
        propose(world.engine, world.settings, only="nothing")


def test_the_wanted_are_proposed_first_with_tags_and_evidence(world: World) -> None:
    propose(world.engine, world.settings)
    waiting = queue(world)
    assert set(waiting[:6]) == set(NEW)
    assert not set(waiting) & set(LISTED)
    with reading(world.engine) as session:
        best = candidates.queue(session, world.mine.id, today=TODAY, limit=1)[0]
        said = proposals.latest_of(session, best.id)
        used = bundles.in_use(session, world.mine.id)
    assert said is not None
    assert used is not None
    assert (said.bundle_id, said.relevance) == (used.id, best.relevance)
    assert said.proposed["method"] in {("prune",), ("merge",)}
    assert {n["id"] for n in said.evidence["nearest"]} <= set(LISTED)


def test_judged_papers_do_not_come_back(world: World) -> None:
    propose(world.engine, world.settings)
    with writing(world.engine) as session:
        first = candidates.queue(session, world.mine.id, today=TODAY, limit=1)[0]
        candidates.move(session, first, state=CandidateState.REJECTED, tags={}, due_on=None, now=NOW)
    propose(world.engine, world.settings)
    assert str(first.paper.record.arxiv_id) not in queue(world)


def test_a_waiting_paper_that_came_onto_the_list_leaves_the_queue_until_it_is_taken_off(world: World) -> None:
    propose(world.engine, world.settings)
    assert NEW[0] in queue(world)
    for listed, waits in (((*LISTED, NEW[0]), False), (LISTED, True)):
        with writing(world.engine) as session:
            put_on_list(session, world.mine, {i: {} for i in listed}, head=str(len(listed)))
        propose(world.engine, world.settings)
        assert (NEW[0] in queue(world)) is waits


def test_papers_listed_under_another_link_are_not_proposed(world: World) -> None:
    with writing(world.engine) as session:
        copy = make_record("2510.77777", title=f"ENTRY: {LISTED[0]}!", abstract="We prune visual tokens.")
        papers.store(session, [copy], now=NOW)
    propose(world.engine, world.settings)
    assert "2510.77777" not in queue(world)


def test_only_so_many_papers_a_day_and_none_from_before(world: World) -> None:
    with writing(world.engine) as session:
        lists.ensure(session, replace(world.mine.spec, daily=2), now=NOW)
    (done,) = propose(world.engine, world.settings, since=date(2025, 10, 2))
    assert done.ranked < 46
    assert len(queue(world)) == 2


def test_a_list_that_nobody_has_judged_for_gets_a_queue_however_unlikely(world: World) -> None:
    with writing(world.engine) as session:
        lists.ensure(session, replace(world.mine.spec, daily=3, least=1.0), now=NOW)
    (first,) = propose(world.engine, world.settings)
    waiting = queue(world)
    assert (first.proposed, first.why) == (3, "")
    assert set(waiting) <= set(NEW)
    with writing(world.engine) as session:
        for candidate in candidates.queue(session, world.mine.id, today=TODAY, limit=9):
            candidates.move(session, candidate, state=CandidateState.REJECTED, tags={}, due_on=None, now=NOW)
    (then,) = propose(world.engine, world.settings)
    assert (then.proposed, queue(world)) == (0, [])
    assert re.fullmatch(r"the likeliest is 0\.\d+, below the 1 of `least` in its settings", then.why)


def test_a_text_is_encoded_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    propose(world.engine, world.settings)
    monkeypatch.setattr("classifier.encoder.HashEncoder.encode", None)
    assert outcomes(world, is_anew=True) == ["learned"]
    assert propose(world.engine, world.settings)[0].proposed > 0


def test_old_bundles_leave_the_disk_and_stay_in_the_records(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "KEPT", 1)
    with writing(world.engine) as session:
        put_on_list(session, world.mine, {i: {} for i in LISTED[:5]}, head="b")
    assert outcomes(world) == ["learned"]
    with reading(world.engine) as session:
        known = bundles.of_list(session, world.mine.id)
    assert [b.is_in_use for b in known] == [True, False]
    assert [(world.settings.data_dir / b.folder).is_dir() for b in known] == [True, False]


@pytest.mark.parametrize(("job", "work"), [("train", train_lists), ("propose", propose)])
def test_the_same_job_twice_at_once_is_a_conflict(world: World, job: str, work: Callable[..., Any]) -> None:
    with writing(world.engine) as session:
        runs.start(session, job, now=NOW)
    with pytest.raises(Conflict, match=f"{job} is already running"):
        work(world.engine, world.settings, clock=lambda: NOW)


def test_an_encoder_that_is_not_there_is_a_sentence(world: World) -> None:
    missing = world.settings.model_copy(update={"encoder": "./no-such-model"})
    with pytest.raises(SetupError, match="no-such-model") as caught:
        train_lists(world.engine, missing)
    assert "\n" not in str(caught.value)
