"""Killed at one point after the other and run again until it is through: as if nothing had happened."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from service.db import bundles, ledger, lists
from service.db.engine import make_engine, reading, upgrade
from service.db.models import CandidateRow, LikenessRow, PaperRow, PaperVectorRow, ProposalRow
from tests.makers import NOW
from tests.workflows.killing_learning import learn_until, propose_until
from tests.workflows.lessons import NEW, make_lessons

NEVER = 10**9
PRELOADED = [
    "tests.workflows.killing_learning",
    *("sklearn.feature_extraction.text", "sklearn.linear_model", "sklearn.svm"),  # seconds, for each process
]

Job = Callable[[int, str, Path, Any], None]


@pytest.fixture
def undisturbed(tmp_path: Path) -> Iterator[Engine]:
    """A database of the same world, in which nothing is ever killed."""
    made = make_engine(f"sqlite:///{tmp_path / 'undisturbed.db'}")
    upgrade(made)
    yield made
    made.dispose()


def run(job: Job, last: int, engine: Engine, folder: Path) -> int | None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(PRELOADED)
    database = engine.url.render_as_string(hide_password=False)
    child = processes.Process(target=job, args=(last, database, folder, NOW))
    child.start()
    child.join(120)
    return child.exitcode


def kill_until_done(job: Job, stride: int, engine: Engine, folder: Path) -> int:
    """Run a job until it is through, each time killed some steps later; return how often it was killed."""
    for kills, last in enumerate(count(1, stride)):
        code = run(job, last, engine, folder)
        if code == 0:
            return kills
        assert code == -signal.SIGKILL
    raise AssertionError


def test_training_and_proposing_can_be_killed_anywhere(
    engine: Engine, undisturbed: Engine, tmp_path: Path
) -> None:
    mine, other = tmp_path / "killed", tmp_path / "undisturbed"
    for each in (engine, undisturbed):
        make_lessons(each)
    for job, stride, told in ((learn_until, 5, learned), (propose_until, 11, proposed)):
        assert run(job, NEVER, undisturbed, other) == 0
        assert kill_until_done(job, stride, engine, mine) > 12
        assert told(engine, mine) == told(undisturbed, other)
    assert set(NEW) <= set(proposed(engine, mine)["queue"])


def learned(engine: Engine, folder: Path) -> dict[str, Any]:
    """Return what there is after training: rows, bytes on the disk, and nothing besides."""
    with reading(engine) as session:
        (bundle,) = bundles.of_list(session, lists.by_slug(session, "some-list").id)
        return {
            "manifest": dict(bundle.manifest),
            "in use": bundle.is_in_use,
            "disk": {
                str(each.relative_to(folder)): each.read_bytes()
                for each in (folder / "bundles").rglob("*")
                if each.is_file()
            },
            "ledger": [line.action for line in ledger.newest(session, limit=9)],
        }


def proposed(engine: Engine, folder: Path) -> dict[str, Any]:
    """Return what there is after proposing."""
    del folder
    said = (ProposalRow.relevance, ProposalRow.scores, ProposalRow.proposed, ProposalRow.evidence)
    places = (CandidateRow.relevance, CandidateRow.diverse_rank, CandidateRow.mix_rank, CandidateRow.revision)
    queue = select(PaperRow.arxiv_id, *said, *places).select_from(CandidateRow)
    queue = queue.join(PaperRow, PaperRow.id == CandidateRow.paper_id)
    queue = queue.join(ProposalRow, ProposalRow.candidate_id == CandidateRow.id)
    near = select(LikenessRow.paper_id, LikenessRow.other_id, LikenessRow.score)
    vectors = select(PaperVectorRow.paper_id, PaperVectorRow.vector)
    with reading(engine) as session:
        return {
            "queue": {row.arxiv_id: tuple(row) for row in session.execute(queue.order_by(CandidateRow.id))},
            "near": sorted(tuple(row) for row in session.execute(near)),
            "vectors": {row.paper_id: bytes(row.vector) for row in session.execute(vectors)},
        }
