"""Training, or proposing, in a process of its own that dies at its n-th step, as if the power went."""

import pickle
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

import classifier
from service.db.engine import make_engine
from service.workflows import embed, propose, train, vectors
from tests.workflows.killing import Steps
from tests.workflows.lessons import make_settings


def learn_until(last: int, database: str, folder: Path, now: datetime) -> None:
    """Train, and be killed at step `last`: a statement, a commit, a change on the disk, before or after."""
    engine = _dying(last, database)
    learn = classifier.relearn
    train.relearn = _kept(learn, folder.parent / "learned")  # type: ignore[attr-defined]  # the process is ours
    train.train_lists(engine, make_settings(folder), clock=lambda: now)
    engine.dispose()


def propose_until(last: int, database: str, folder: Path, now: datetime) -> None:
    """Propose, and be killed at step `last`."""
    engine = _dying(last, database)
    propose.propose(engine, make_settings(folder), clock=lambda: now)
    engine.dispose()


def _dying(last: int, database: str) -> Engine:
    """Return an engine that ends the process; there is little to do, so portions are small."""
    steps = Steps(last)
    embed.FEW, embed._CHUNK, vectors._CHUNK, propose._BATCH = 1, 8, 8, 3
    engine = make_engine(database)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "begin"):
        event.listen(engine, name, steps.step)
    for what in ("rename", "write_bytes", "write_text"):
        setattr(Path, what, steps.around(getattr(Path, what)))
    shutil.rmtree = steps.around(shutil.rmtree)  # type: ignore[assignment]
    return engine


def _kept(learn: Callable[..., Any], where: Path) -> Callable[..., Any]:
    """Learn once: the same lessons teach the same, and take most of the time."""

    def learned(*lessons: Any, **more: Any) -> Any:
        if where.exists():
            return pickle.loads(where.read_bytes())  # noqa: S301  # our own, of a moment ago
        done = learn(*lessons, **more)
        with where.open("wb") as file:  # no step of the job
            pickle.dump(done, file)
        return done

    return learned
