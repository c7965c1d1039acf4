"""Train: learn each list from its own entries and verdicts, and let it use what was learned."""

import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count

from sqlalchemy import Engine

from classifier import Bundle, BundleError, InputError, load_bundle, relearn
from service.db import bundles, ledger, lists
from service.db.bundles import StoredBundle
from service.db.engine import reading, writing
from service.db.lists import StoredList
from service.settings import Settings
from service.workflows.embed import embed_lessons
from service.workflows.examples import gather_lessons, judged_digest, training_digest
from service.workflows.runs import Clock, Progress, no_progress, recorded, utc_now
from service.workflows.vectors import CachedEncoder, open_encoder

KEPT = 5  # bundles of a list that stay on disk for going back

_NONE_KNOWN = (
    "a list needs at least one paper to learn from, and none that it lists is known yet; "
    "`listkeeper crawl` asks arXiv for those with an arXiv id"
)
_NOT_READ = "it was not read yet; `listkeeper lists sync` reads it or says what is in the way"


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
    embed_lessons(engine, encoder, chosen, clock=clock, progress=progress)
    done: list[Trained] = []
    with recorded(engine, "train", clock=clock) as run:
        for number, found in enumerate(chosen, start=1):
            done.append(_train_list(engine, settings, found, encoder, clock, is_anew=is_anew))
            forget_old(engine, settings, found)
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
        known = bundles.of_list(session, found.id)
        said = bundles.folders(session)
    current = next((bundle for bundle in known if bundle.is_in_use), None)
    digest, judged = training_digest(lessons), judged_digest(lessons)
    old = _usable(settings, current.folder, encoder) if current else None
    if old and current and not is_anew and _has_learned(current, known[0], digest, judged):
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
        nothing = _NONE_KNOWN if found.synced_at else _NOT_READ
        why = str(exc) if any(e.wanted for e in lessons.examples) else nothing
        return Trained(slug=found.slug, outcome="impossible", examples=len(lessons.examples), why=why)
    if bundle is old and current is not None and comparison is not None:
        with writing(engine) as session:
            bundles.note_attempt(session, current.id, now=clock(), why=comparison.reason)
        return Trained(slug=found.slug, outcome="kept", examples=len(lessons.examples), why=comparison.reason)
    folder = _free_folder(f"bundles/{found.slug}/{_folder_name(digest, encoder)}", said)
    bundle.save(settings.data_dir / folder)
    manifest = {
        "lessons": digest,
        "judged": judged,
        "examples": len(lessons.examples),
        "background": len(lessons.background),
        "encoder": bundle.encoder_name,
        "revision": bundle.encoder_revision,
        "metrics": dict(bundle.metrics),
        "comparison": comparison.reason if comparison else _uncompared(current, encoder, is_anew=is_anew),
        "differences": [d._asdict() for d in comparison.differences] if comparison else [],
        "before": current.id if current else None,
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
    why = f"learned from {len(lessons.examples)} papers"
    return Trained(slug=found.slug, outcome="learned", examples=len(lessons.examples), why=why)


def forget_old(engine: Engine, settings: Settings, found: StoredList) -> None:
    """Take all but a list's newest bundles off the disk; that they were there stays in the database.

    What trainings left there that were killed before they could say so goes as well.
    """
    with reading(engine) as session:
        known = bundles.of_list(session, found.id)
        said = bundles.folders(session)
    for place in (settings.data_dir / "bundles" / found.slug).glob("*"):
        if place.relative_to(settings.data_dir).as_posix() not in said:
            shutil.rmtree(place, ignore_errors=True)
    folders = list(dict.fromkeys(bundle.folder for bundle in known))
    used = {bundle.folder for bundle in known if bundle.is_in_use}
    for folder in folders[KEPT:]:
        if folder not in used:  # after a roll-back an old one may be
            shutil.rmtree(settings.data_dir / folder, ignore_errors=True)


def _folder_name(digest: str, encoder: CachedEncoder) -> str:
    """Return a folder for these lessons as this encoder reads them."""
    return sha256(f"{digest} {encoder.name} {encoder.revision}".encode()).hexdigest()[:16]


def _free_folder(name: str, taken: Collection[str]) -> str:
    """Return a folder that no bundle has had: one in use may be read now, or be remembered by its name."""
    numbered = (f"{name}-{number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each not in taken)


def _has_learned(current: StoredBundle, newest: StoredBundle, lessons: str, judged: str) -> bool:
    """Tell whether there is nothing new; after a roll-back, new is what was judged since the bundle left."""
    if current.manifest.get("lessons") == lessons:
        return True
    return newest.id != current.id and newest.manifest.get("judged") == judged


def _uncompared(current: StoredBundle | None, encoder: CachedEncoder, *, is_anew: bool) -> str:
    """Return why a bundle took over without having been compared."""
    if current is None:
        return "The first one."
    if current.encoder != (encoder.name, encoder.revision):
        return f"Not compared: it reads with another encoder, {encoder.name}, and so scores on another scale."
    if is_anew:
        return "Not compared: it was learned anew on request."
    return "Not compared: there was nothing that the one before had not learned from."


def _usable(settings: Settings, folder: str, encoder: CachedEncoder) -> Bundle | None:
    """Return a bundle if it can be used: there, undamaged, and of this encoder."""
    try:
        return load_bundle(settings.data_dir / folder, encoder)
    except BundleError:
        return None
