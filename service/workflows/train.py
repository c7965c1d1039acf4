"""Train: learn each list from its own entries and verdicts, and let it use what was learned."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from classifier import Bundle, BundleError, InputError, load_bundle, relearn
from service.db import bundles, ledger, lists
from service.db.engine import reading, writing
from service.db.lists import StoredList
from service.settings import Settings
from service.workflows.examples import gather_lessons, training_digest
from service.workflows.runs import Clock, Progress, no_progress, recorded, utc_now
from service.workflows.vectors import CachedEncoder, open_encoder

KEPT = 5  # bundles of a list that stay on disk for going back


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What training a list came to: `outcome` is learned, kept, unchanged or impossible; `why` says why.

    Kept means that the bundle in use stays, because what was learned anew is worse.
    """

    slug: str
    outcome: str
    examples: int
    why: str


def train_lists(
    engine: Engine,
    settings: Settings,
    *,
    only: str | None = None,
    is_anew: bool = False,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> list[Trained]:
    """Train every list, or the one named.

    A list whose lessons have not changed is left as it is, unless `is_anew` asks for it or its bundle is
    gone, damaged or of another encoder.

    Raises:
        NotFound: there is no list of that name.
        Conflict: training is running already.
        SetupError: the encoder cannot be loaded.
    """
    with reading(engine) as session:
        chosen: Sequence[StoredList] = [lists.by_slug(session, only)] if only else lists.every(session)
    encoder = open_encoder(engine, settings, progress)
    done: list[Trained] = []
    with recorded(engine, "train", clock=clock) as run:
        for number, found in enumerate(chosen, start=1):
            done.append(_train_list(engine, settings, found, encoder, clock, is_anew=is_anew))
            progress("Learning what the lists want", number, len(chosen))
            run.say(**{found.slug: done[-1].why})
    return done


def _train_list(
    engine: Engine,
    settings: Settings,
    found: StoredList,
    encoder: CachedEncoder,
    clock: Clock,
    *,
    is_anew: bool,
) -> Trained:
    with reading(engine) as session:
        lessons = gather_lessons(session, found)
        current = bundles.in_use(session, found.id)
    digest = training_digest(lessons)
    is_known = current is not None and current.manifest.get("lessons") == digest
    old = _usable(settings, current.folder, encoder) if current else None
    if old and is_known and not is_anew:
        return Trained(
            slug=found.slug,
            outcome="unchanged",
            examples=len(lessons.examples),
            why="nothing new to learn from",
        )
    try:
        bundle, comparison = relearn(
            None if is_anew else old,
            lessons.examples,
            background=lessons.background,
            taxonomy=lessons.taxonomy,
            encoder=encoder,
            trained_at=clock(),
            population=lessons.population,
        )
    except InputError as exc:
        return Trained(slug=found.slug, outcome="impossible", examples=len(lessons.examples), why=str(exc))
    if bundle is old and comparison is not None:
        return Trained(slug=found.slug, outcome="kept", examples=len(lessons.examples), why=comparison.reason)
    folder = f"bundles/{found.slug}/{digest[:16]}"
    bundle.save(settings.data_dir / folder)
    manifest = {
        "lessons": digest,
        "examples": len(lessons.examples),
        "background": len(lessons.background),
        "encoder": bundle.encoder_name,
        "revision": bundle.encoder_revision,
        "metrics": dict(bundle.metrics),
        "comparison": comparison.reason if comparison else "Learned without a comparison.",
    }
    with writing(engine) as session:
        bundle_id = bundles.add(session, list_id=found.id, folder=folder, manifest=manifest, now=clock())
        bundles.use(session, found.id, bundle_id)
        ledger.note(
            session,
            at=clock(),
            actor="listkeeper",
            action="train",
            subject=f"list:{found.slug}",
            before={"bundle": current.id if current else None},
            after={"bundle": bundle_id, "examples": len(lessons.examples)},
        )
    forget_old(engine, settings, found.id)
    why = f"learned from {len(lessons.examples)} papers"
    return Trained(slug=found.slug, outcome="learned", examples=len(lessons.examples), why=why)


def forget_old(engine: Engine, settings: Settings, list_id: int) -> None:
    """Take all but a list's newest bundles off the disk; that they were there stays in the database."""
    with reading(engine) as session:
        folders = list(dict.fromkeys(bundle.folder for bundle in bundles.of_list(session, list_id)))
    for folder in folders[KEPT:]:
        shutil.rmtree(settings.data_dir / folder, ignore_errors=True)


def _usable(settings: Settings, folder: str, encoder: CachedEncoder) -> Bundle | None:
    """Return a bundle if it can be used: there, undamaged, and of this encoder."""
    try:
        return load_bundle(settings.data_dir / folder, encoder)
    except BundleError:
        return None
