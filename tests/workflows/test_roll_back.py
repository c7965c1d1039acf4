"""Going back to an earlier bundle, learning after so many verdicts, and a change of the encoder."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from classifier import HashEncoder
from service.db import bundles, candidates, ledger, lists, proposals, runs
from service.db.bundles import StoredBundle
from service.db.engine import make_engine, reading, upgrade, writing
from service.db.lists import StoredList
from service.domain.review import RejectReason, VerdictKind
from service.errors import BadInput, NotFound
from service.settings import Settings
from service.workflows import embed
from service.workflows.learn import learn_when_due
from service.workflows.propose import propose
from service.workflows.review import give_verdict, undo_verdict
from service.workflows.roll_back import roll_back
from service.workflows.train import Trained, forget_old, train_lists
from service.workflows.vectors import CachedEncoder
from tests.makers import make_given, make_user
from tests.workflows.lessons import LISTED, NEW, make_lessons, make_settings, put_on_list

START = datetime(2025, 11, 5, 9, tzinfo=UTC)


class World:
    """A list that was learned and whose queue is full, with a clock that is moved by hand."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings, self.moment = engine, settings, START
        with reading(engine) as session:
            self.mine: StoredList = lists.by_slug(session, "some-list")

    def now(self) -> datetime:
        return self.moment

    def train(self) -> Trained:
        self.moment += timedelta(minutes=10)
        return train_lists(self.engine, self.settings, clock=self.now)[0]

    def used(self) -> StoredBundle:
        with reading(self.engine) as session:
            found = bundles.in_use(session, self.mine.id)
        assert found is not None
        return found

    def speakers(self) -> set[int]:
        """Return the bundles whose word counts in the queue."""
        with reading(self.engine) as session:
            waiting = candidates.queue(session, self.mine.id, today=self.moment.date(), limit=99)
            return {p.bundle_id for p in proposals.latest(session, [c.id for c in waiting]).values()}

    def learn_two(self) -> tuple[StoredBundle, StoredBundle]:
        """Let the list learn a second bundle, after one more entry; return both."""
        first = self.used()
        with writing(self.engine) as session:
            listed: dict[str, dict[str, tuple[str, ...]]] = {
                i: {"method": ("prune",)} for i in (*LISTED, NEW[0])
            }
            put_on_list(session, self.mine, listed, head="b")
        assert self.train().outcome == "learned"
        propose(self.engine, self.settings, clock=self.now)
        return first, self.used()

    def judge(self, count: int) -> list[int]:
        """Refuse the first papers that wait; return the verdicts' ids."""
        self.moment += timedelta(minutes=1)
        given = []
        with writing(self.engine) as session:
            user = make_user(session, f"reviewer {self.moment:%H%M}")
            for each in candidates.queue(session, self.mine.id, today=self.moment.date(), limit=count):
                said = make_given(each, VerdictKind.REJECT, reason=RejectReason.OUT_OF_SCOPE)
                given.append(give_verdict(session, each.id, said, user=user, now=self.moment))
        return given


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rolled")
    settings = make_settings(folder)
    engine = make_engine(settings.database)
    upgrade(engine)
    make_lessons(engine)
    train_lists(engine, settings, clock=lambda: START)
    propose(engine, settings, clock=lambda: START)
    engine.dispose()
    return folder


@pytest.fixture
def world(prepared: Path, tmp_path: Path) -> Iterator[World]:
    shutil.copytree(prepared, tmp_path / "data")
    settings = make_settings(tmp_path / "data").model_copy(update={"learn_after": 3})
    engine = make_engine(settings.database)
    yield World(engine, settings)
    engine.dispose()


def test_the_bundle_from_before_is_used_again_and_speaks_in_the_queue(world: World) -> None:
    first, second = world.learn_two()
    assert world.speakers() == {second.id}
    world.moment += timedelta(minutes=1)
    done = roll_back(world.engine, world.settings, "some-list", actor="ada", clock=world.now)
    assert (done.before, done.now) == (second.id, first.id)
    assert done.proposed.proposed > 0
    assert world.used().id == first.id
    assert world.speakers() == {first.id}
    with reading(world.engine) as session:
        line = ledger.newest(session, limit=1)[0]
    assert (line.actor, line.action, line.after) == ("ada", "roll back", {"bundle": first.id})


def test_training_leaves_it_in_use_until_something_new_is_judged(world: World) -> None:
    first, _ = world.learn_two()
    roll_back(world.engine, world.settings, "some-list", clock=world.now)
    assert world.train().outcome == "unchanged"
    assert world.used().id == first.id
    world.judge(2)
    assert world.train().outcome in ("learned", "kept")


def test_any_bundle_that_is_still_there_can_be_named(world: World) -> None:
    first, second = world.learn_two()
    roll_back(world.engine, world.settings, "some-list", to=first.id, clock=world.now)
    roll_back(world.engine, world.settings, "some-list", to=second.id, clock=world.now)
    assert world.used().id == second.id


def test_nothing_to_go_back_to_is_said_in_a_sentence(world: World) -> None:
    with pytest.raises(BadInput, match="no earlier bundle"):
        roll_back(world.engine, world.settings, "some-list")
    with pytest.raises(NotFound, match="has no bundle 77; `listkeeper bundles list`"):
        roll_back(world.engine, world.settings, "some-list", to=77)
    first, _ = world.learn_two()
    shutil.rmtree(world.settings.data_dir / first.folder)
    with pytest.raises(BadInput, match="not on the disk any more"):
        roll_back(world.engine, world.settings, "some-list", to=first.id)


def test_the_bundle_in_use_is_never_taken_off_the_disk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = world.learn_two()
    roll_back(world.engine, world.settings, "some-list", clock=world.now)
    monkeypatch.setattr("service.workflows.train.KEPT", 1)
    forget_old(world.engine, world.settings, world.mine)
    assert (world.settings.data_dir / first.folder).is_dir()
    assert (world.settings.data_dir / second.folder).is_dir()


def test_after_so_many_verdicts_the_list_is_learned_and_proposed_anew(world: World) -> None:
    before = world.used()
    world.judge(2)
    assert learn_when_due(world.engine, world.settings, clock=world.now) == []
    world.judge(1)
    (done,) = learn_when_due(world.engine, world.settings, clock=world.now)
    assert done.outcome == "learned"
    assert world.used().id != before.id
    assert world.speakers() == {world.used().id}
    assert learn_when_due(world.engine, world.settings, clock=world.now) == []


def test_verdicts_that_were_taken_back_do_not_count(world: World) -> None:
    given = world.judge(3)
    with writing(world.engine) as session:
        user = candidates_user(session)
        undo_verdict(session, given[-1], user=user, request_key="undo-one", now=world.now())
    assert learn_when_due(world.engine, world.settings, clock=world.now) == []


def candidates_user(session):
    from service.db import people  # noqa: PLC0415 -- this helper alone

    return people.everybody(session)[-1]


def test_what_was_not_taken_over_is_not_tried_again_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from classifier import Comparison  # noqa: PLC0415 -- this test alone

    said = Comparison(promote=False, reason="The new one is worse.", differences=())
    monkeypatch.setattr("classifier.relearning.compare", lambda *_: said)
    world.judge(3)
    world.moment += timedelta(minutes=1)
    (done,) = learn_when_due(world.engine, world.settings, clock=world.now)
    assert done.outcome == "kept"
    assert learn_when_due(world.engine, world.settings, clock=world.now) == []


class OtherEncoder(HashEncoder):
    name = "other"


def test_another_encoder_reads_in_a_run_of_its_own_while_the_old_bundle_serves(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = world.used()
    monkeypatch.setattr(embed, "FEW", 1)
    monkeypatch.setattr(embed, "_CHUNK", 4)
    monkeypatch.setattr(
        "service.workflows.vectors.load_encoder",
        lambda name, _revision: OtherEncoder(64) if name == "other" else HashEncoder(),
    )
    other = world.settings.model_copy(update={"encoder": "other"})
    world.moment += timedelta(minutes=1)
    assert propose(world.engine, other, clock=world.now)[0].proposed > 0, "with the old encoder's bundle"
    assert world.speakers() == {old.id}
    (done,) = learn_when_due(world.engine, other, clock=world.now)
    assert done.outcome == "learned"
    assert world.used().encoder == ("other", "words-64")
    assert "another encoder" in str(world.used().manifest["comparison"])
    with reading(world.engine) as session:
        run = next(r for r in runs.newest(session, limit=9) if r.job == "embed")
    assert run.state == "done"
    assert run.detail["done"] == run.detail["total"] > 12
    assert run.detail["encoder"] == "other"
    assert learn_when_due(world.engine, other, clock=world.now) == []


def test_reading_that_was_killed_goes_on_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "FEW", 1)
    monkeypatch.setattr(embed, "_CHUNK", 4)
    fresh = OtherEncoder(32)
    encoder = CachedEncoder(world.engine, fresh)
    made: list[int] = []

    def dies(_what: str, done: int, total: int) -> None:
        made.append(total)
        if done > 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed.embed_lessons(world.engine, encoder, [world.mine], clock=world.now, progress=dies)
    left = embed.embed_lessons(world.engine, encoder, [world.mine], clock=world.now)
    assert left == made[0] - 8
    assert embed.embed_lessons(world.engine, encoder, [world.mine], clock=world.now) == 0
