"""Roll back: let a list use an earlier bundle again, and let its queue say so at once."""

from dataclasses import dataclass

from sqlalchemy import Engine

from service.db import bundles, ledger, lists
from service.db.bundles import StoredBundle
from service.db.engine import reading, writing
from service.errors import BadInput, NotFound
from service.settings import Settings
from service.workflows.propose import Proposed, propose
from service.workflows.runs import Clock, Progress, no_progress, utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBack:
    """Which bundle a list used, which one it uses now, and what proposing again came to."""

    slug: str
    before: int | None
    now: int
    proposed: Proposed


def roll_back(
    engine: Engine,
    settings: Settings,
    name: str,
    *,
    to: int | None = None,
    actor: str = "listkeeper",
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> RolledBack:
    """Let a list use the bundle before the one in use, or the one named, and propose with it.

    Training leaves it in use until something new has been judged.

    Raises:
        NotFound: there is no list of that name, or no such bundle of it.
        BadInput: there is nothing to go back to, or it is not on the disk any more.
    """
    with reading(engine) as session:
        found = lists.by_slug(session, name)
        known = bundles.of_list(session, found.id)
    current = next((b for b in known if b.is_in_use), None)
    chosen = _chosen(settings, known, current, to, found.slug)
    with writing(engine) as session:
        bundles.use(session, found.id, chosen.id)
        ledger.note(
            session,
            at=clock(),
            actor=actor,
            action="roll back",
            subject=f"list:{found.slug}",
            before={"bundle": current.id if current else None},
            after={"bundle": chosen.id},
        )
    (proposed,) = propose(engine, settings, only=found.slug, clock=clock, progress=progress)
    return RolledBack(
        slug=found.slug, before=current.id if current else None, now=chosen.id, proposed=proposed
    )


def is_on_disk(settings: Settings, bundle: StoredBundle) -> bool:
    """Tell whether a bundle can still be used."""
    return (settings.data_dir / bundle.folder / "manifest.json").is_file()


def _chosen(
    settings: Settings,
    known: list[StoredBundle],
    current: StoredBundle | None,
    to: int | None,
    slug: str,
) -> StoredBundle:
    if to is not None:
        chosen = next((b for b in known if b.id == to), None)
        if chosen is None:
            raise NotFound(f"{slug} has no bundle {to}; `listkeeper bundles list` shows those that it has.")
        if not is_on_disk(settings, chosen):
            raise BadInput(f"Bundle {to} of {slug} is not on the disk any more; choose a newer one.")
        return chosen
    older = [b for b in known if current and b.id < current.id and is_on_disk(settings, b)]
    if not older:
        raise BadInput(f"{slug} has no earlier bundle to go back to.")
    return older[0]
