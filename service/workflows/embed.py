"""Embed: make the vectors that training will need, as a run of its own that can be watched and killed."""

from collections.abc import Sequence

from sqlalchemy import Engine

from classifier import text_of
from service.db import candidates
from service.db.engine import reading
from service.db.lists import StoredList
from service.workflows.examples import document_of, gather_lessons
from service.workflows.runs import Clock, Progress, no_progress, recorded, utc_now
from service.workflows.vectors import CachedEncoder

FEW = 200  # vectors that are made on the way, without a run of their own
_CHUNK = 64  # texts between two words on how far it is
_WAITING = 500  # papers of each queue, likeliest first


def embed_lessons(
    engine: Engine,
    encoder: CachedEncoder,
    chosen: Sequence[StoredList],
    *,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> int:
    """Make the vectors of what lists learn from and of what waits in their queues; return how many.

    After a change of the encoder these are all of them: the bundles in use serve meanwhile, with their own.
    Every vector is kept as soon as it is made; killed and started again, it goes on where it was.

    Raises:
        Conflict: the same is running already.
    """
    missing = encoder.missing(_texts(engine, chosen, clock))
    if len(missing) < FEW:
        return 0
    missing.sort(key=len)
    with recorded(engine, "embed", clock=clock) as run:
        for start in range(0, len(missing), _CHUNK):
            encoder.encode(missing[start : start + _CHUNK])
            done = min(start + _CHUNK, len(missing))
            run.say(encoder=encoder.name, revision=encoder.revision, done=done, total=len(missing))
            progress("Reading for the encoder in use", done, len(missing))
    return len(missing)


def _texts(engine: Engine, chosen: Sequence[StoredList], clock: Clock) -> list[str]:
    found: list[str] = []
    with reading(engine) as session:
        for each in chosen:
            found += [text_of(e.document) for e in gather_lessons(session, each).examples]
            waiting = candidates.queue(session, each.id, today=clock().date(), limit=_WAITING)
            found += [text_of(document_of(c.paper)) for c in waiting]
    return found
