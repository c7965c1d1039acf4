"""Learn: train a list again as soon as enough has been judged since, and refresh its queue."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Engine

from service.db import bundles, lists, verdicts
from service.db.engine import AnySession, reading
from service.db.lists import StoredList
from service.settings import Settings
from service.workflows.pipeline import PROPOSED_DAYS
from service.workflows.propose import propose
from service.workflows.runs import Clock, Progress, no_progress, utc_now
from service.workflows.train import Trained, train_lists


def learn_when_due(
    engine: Engine, settings: Settings, *, clock: Clock = utc_now, progress: Progress = no_progress
) -> list[Trained]:
    """Train the lists that are due, and propose anew for them; usually there are none.

    Raises:
        Conflict: training or proposing is running already.
        SetupError: the encoder cannot be loaded.
    """
    with reading(engine) as session:
        due = [found.slug for found in lists.every(session) if is_due(session, settings, found)]
    done: list[Trained] = []
    for slug in due:
        done += train_lists(engine, settings, only=slug, clock=clock, progress=progress)
        since = clock().date() - timedelta(days=PROPOSED_DAYS)
        propose(engine, settings, only=slug, since=since, clock=clock, progress=progress)
    return done


def is_due(session: AnySession, settings: Settings, found: StoredList) -> bool:
    """Tell whether enough was judged since a list was trained, or whether the encoder is another one now.

    What was tried and not taken over counts as trained: it is tried again after as many verdicts more.
    """
    known: Sequence[bundles.StoredBundle] = bundles.of_list(session, found.id)
    current = next((b for b in known if b.is_in_use), None)
    if current is None:
        return False  # the first training follows the first crawl
    name, revision = current.encoder
    if name != settings.encoder or settings.encoder_revision not in ("", revision):
        return True
    tried = max(b.tried_at for b in known)
    return verdicts.count_since(session, found.id, tried) >= settings.learn_after
