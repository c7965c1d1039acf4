"""Propose again: a new version that says something else gets new vectors and a new proposal."""

from collections.abc import Sequence

from sqlalchemy import Engine

from service.db import bundles, lists, stale_proposals
from service.db.engine import AnySession, reading, writing
from service.db.lists import StoredList
from service.db.papers import StoredPaper
from service.domain.versions import is_material
from service.settings import Settings
from service.workflows.examples import document_of
from service.workflows.propose import Proposed, open_bundle, store_suggestions
from service.workflows.queue_orders import place_candidates
from service.workflows.runs import Clock, Progress, no_progress, recorded, utc_now
from service.workflows.vectors import Encoders


def propose_again(
    engine: Engine, settings: Settings, *, clock: Clock = utc_now, progress: Progress = no_progress
) -> list[Proposed]:
    """Refresh the proposals of undecided candidates whose abstracts changed materially since.

    Where nothing did, nothing is done, and no encoder is loaded.

    Raises:
        Conflict: proposing is running already.
        SetupError: encoder or bundle cannot be used; the text names the command.
    """
    with reading(engine) as session:
        wanted = {found.slug: (found, _changed(session, found.id)) for found in lists.every(session)}
    todo = [(found, changed) for found, changed in wanted.values() if changed]
    if not todo:
        return []
    encoders = Encoders(engine, settings, progress)
    done: list[Proposed] = []
    with recorded(engine, "propose", clock=clock) as run:
        for number, (found, changed) in enumerate(todo, start=1):
            done.append(_refresh(engine, settings, found, changed, encoders, clock))
            progress("Proposing again", number, len(todo))
            run.say(**{found.slug: f"{done[-1].proposed} again"})
    return done


def _changed(session: AnySession, list_id: int) -> list[StoredPaper]:
    found = stale_proposals.stale(session, list_id)
    return [s.paper for s in found if is_material(s.abstract_then, s.paper.record.abstract)]


def _refresh(
    engine: Engine,
    settings: Settings,
    found: StoredList,
    changed: Sequence[StoredPaper],
    encoders: Encoders,
    clock: Clock,
) -> Proposed:
    with reading(engine) as session:
        current = bundles.in_use(session, found.id)
    if current is None:
        return Proposed(slug=found.slug, ranked=len(changed), proposed=0, why="not trained yet")
    encoder = encoders.of(*current.encoder)
    bundle = open_bundle(settings, current.folder, encoder)
    by_id = {str(p.record.arxiv_id): p for p in changed}
    said = bundle.suggest([document_of(p) for p in changed], encoder)
    store_suggestions(engine, found, current.id, said, by_id, clock)
    with writing(engine) as session:
        place_candidates(session, found, today=clock().date())
    return Proposed(slug=found.slug, ranked=len(changed), proposed=len(said))
