"""A world for pages and browsers: the sample lists, papers in their queues, and people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import Engine

from service import security
from service.app import create_app
from service.catalog.loader import built_in_catalog, load_catalog
from service.db import bundles, candidates, lists, papers, people, proposals, sessions, windows
from service.db.engine import WriteSession, reading, writing
from service.db.lists import StoredList
from service.db.windows import Window
from service.domain.papers import PaperRecord
from service.domain.people import User
from service.domain.review import CandidateSource, VerdictGiven, VerdictKind
from service.domain.taxonomy import Taxonomy
from service.samples import sample_lists, sample_papers
from service.settings import Settings
from service.workflows.claims import take_over
from service.workflows.review import give_verdict
from service.workflows.sync import sync_lists
from tests.cards import make_manifest
from tests.kept import Kept, keep
from tests.made_up_papers import made_up_papers

SLUG = "mllm-token-compression"
KEY = "a key for tests"
PASSWORD = "three calm mornings"
NEAREST = ("2403.06764", "2412.04467", "2504.20384")


@dataclass(frozen=True)
class World:
    """What `make_world` made."""

    app: FastAPI
    engine: Engine
    settings: Settings
    now: datetime
    list_id: int
    slug: str = SLUG


def make_settings(folder: Path) -> Settings:
    """Return settings that depend on nothing outside of `folder`."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it
        data_dir=folder,
        secret_key=SecretStr(KEY),
        base_url="http://testserver",
    )


def make_world(engine: Engine, folder: Path, now: datetime, *, only: Sequence[str] = ()) -> World:
    """Fill an empty database with the sample lists, a queue, people and records.

    With `only`, just these lists are read, and the others are empty; that is faster. A world that was made
    before is brought back as it was then.
    """
    settings = make_settings(folder)
    key = (engine.dialect.name, tuple(only), now)
    if key in _kept:
        _kept[key].bring_back(engine, folder)
    else:
        _fill(engine, settings, now, only)
        _kept[key] = keep(engine, folder, Path(_folders.name) / str(len(_kept)))
    with reading(engine) as session:
        found = lists.by_slug(session, SLUG)
    app = create_app(settings, engine, clock=lambda: now)
    return World(app=app, engine=engine, settings=settings, now=now, list_id=found.id)


_kept: dict[tuple[str, tuple[str, ...], datetime], Kept] = {}
_folders = TemporaryDirectory(prefix="worlds-")


def _fill(engine: Engine, settings: Settings, now: datetime, only: Sequence[str]) -> None:
    specs = load_catalog([built_in_catalog()])
    read = [s for s in specs if not only or s.slug in only]
    sync_lists(engine, read, settings=settings, from_folder=sample_lists(), now=now - timedelta(days=1))
    with writing(engine) as session:
        for spec in specs:
            lists.ensure(session, spec, now=now - timedelta(days=1))
        made_up, samples = made_up_papers(), list(sample_papers())
        papers.store(session, [*made_up, *samples], now=now - timedelta(hours=8))
        make_people(session, now)
        found = lists.by_slug(session, SLUG)
        listed = lists.listed_ids(session, found.id)
        unlisted = [p for p in samples if str(p.arxiv_id) not in listed]
        make_queue(session, found, [*made_up, *unlisted[-18:]], now - timedelta(hours=7))
        make_windows(session, found.spec.query, now)


def make_people(session: WriteSession, now: datetime) -> None:
    """Make an owner, a reviewer and a reader, all with the same password."""
    hashed = security.hash_password(PASSWORD)
    for name, role in (("ada", "admin"), ("bo", "reviewer"), ("cy", "reader")):
        people.add(session, name=name, password_hash=hashed, role=role, now=now)


def make_queue(
    session: WriteSession, found: StoredList, records: Sequence[PaperRecord], now: datetime
) -> list[int]:
    """Put papers into a list's queue, each with a proposal; return the candidates' ids."""
    bundle_id = bundles.add(
        session,
        list_id=found.id,
        folder="bundles/made-up",
        manifest=make_manifest(found.spec.taxonomy),
        now=now,
    )
    bundles.use(session, found.id, bundle_id)
    stored = papers.by_ids(session, [str(r.arxiv_id) for r in records])
    made = []
    for number, record in enumerate(records):
        relevance = max(0.97 - 0.037 * number, 0.06)
        candidate_id = candidates.add(
            session,
            list_id=found.id,
            paper_id=stored[str(record.arxiv_id)].id,
            source=CandidateSource.CRAWL,
            relevance=relevance,
            now=now,
        )
        propose_tags(session, candidate_id, bundle_id, record, relevance, found.spec.taxonomy, now)
        made.append(candidate_id)
    return made


def propose_tags(
    session: WriteSession,
    candidate_id: int,
    bundle_id: int,
    record: PaperRecord,
    relevance: float,
    taxonomy: Taxonomy,
    now: datetime,
) -> None:
    """Propose the tags whose cues the paper contains, with sentences as evidence."""
    scores: dict[str, dict[str, float]] = {}
    proposed: dict[str, tuple[str, ...]] = {}
    sentences = []
    text = f"{record.title} {record.abstract}".casefold()
    for facet in taxonomy.facets:
        chances = {
            t.name: _chance(record, t.name, any(c.casefold() in text for c in t.cues)) for t in facet.tags
        }
        scores[facet.name] = chances
        likely = [name for name, chance in chances.items() if chance >= 0.5]
        if facet.exclusive:
            likely = sorted(likely, key=lambda name: -chances[name])[:1]  # used at once
        proposed[facet.name] = tuple(likely)
        sentences += [
            {"facet": facet.name, "tag": tag.name, "start": start, "end": end, "weight": chances[tag.name]}
            for tag in facet.tags
            if tag.name in likely
            for start, end in _sentences_with(record.abstract, tag.cues)[:1]
        ]
    proposals.add(
        session,
        candidate_id=candidate_id,
        bundle_id=bundle_id,
        relevance=relevance,
        scores=scores,
        proposed={facet: tags for facet, tags in proposed.items() if tags},
        abstained=[facet for facet, tags in proposed.items() if not tags],
        evidence={
            "nearest": [{"id": i, "similarity": 0.7} for i in NEAREST],
            "sentences": sentences,
            "cues": [],
        },
        now=now,
    )


def make_windows(session: WriteSession, query: str, now: datetime) -> None:
    """Remember six weeks of crawling: good days, a quiet weekend, one short answer and one failure."""
    for back in range(1, 43):
        day = (now - timedelta(days=back)).date()
        count = 0 if day.weekday() >= 5 else 12 + back % 7
        state, problem, stored = "green", None, count
        if back == 5:
            state, stored = "amber", count - 4
            problem = "arXiv said there are four more papers than it sent; it is asked again."
        if back == 16:
            state, stored = "red", 0
            problem = "arXiv did not answer within 30 seconds, five times."
        windows.save(
            session,
            Window(
                source="arxiv",
                query=query,
                day=day,
                state=state,
                expected=count,
                fetched=stored,
                stored=stored,
                attempts=1 if state == "green" else 5,
                problem=problem,
                read_at=now - timedelta(hours=8),
                next_attempt_at=None,
            ),
        )


def accept(world: World, candidate_id: int, name: str = "ada", *, ago: float = 0.0) -> int:
    """Let somebody accept a candidate with its proposed tags, seconds ago; return the verdict's id."""
    now = world.now - timedelta(seconds=ago)
    with writing(world.engine) as session:
        candidate = candidates.by_id(session, candidate_id)
        said = proposals.latest_of(session, candidate_id)
        given = VerdictGiven(
            kind=VerdictKind.ACCEPT,
            revision=candidate.revision,
            request_key=f"factory-{candidate_id}-{candidate.revision}",
            tags=said.proposed if said else {},
        )
        user = person(session, name)
        take_over(session, candidate_id, user=user, now=now, by_force=True)
        return give_verdict(session, candidate_id, given, user=user, now=now)


def session_cookie(world: World, name: str) -> str:
    """Sign somebody in without a form; return what the cookie holds."""
    token = security.make_token()
    with writing(world.engine) as session:
        user = person(session, name)
        sessions.start(session, user.id, security.digest(token), now=world.now, days=30)
    return token


def person(session: WriteSession, name: str) -> User:
    """Return one of the people by name."""
    found = people.by_name(session, name)
    assert found is not None
    return found[0]


def queue_ids(world: World) -> list[int]:
    """Return the waiting candidates, likeliest first."""
    with reading(world.engine) as session:
        return [c.id for c in candidates.queue(session, world.list_id, today=world.now.date(), limit=100)]


def _chance(record: PaperRecord, tag: str, has_cue: bool) -> float:  # noqa: FBT001  # a small helper
    noise = sha256(f"{record.arxiv_id} {tag}".encode()).digest()[0] / 255
    return round(0.55 + 0.43 * noise if has_cue else 0.03 + 0.3 * noise, 2)


def _sentences_with(text: str, cues: Sequence[str]) -> list[tuple[int, int]]:
    spans = [m.span() for m in re.finditer(r"[^.]+(?:\.(?!\s)[^.]*)*\.?", text)]
    return [
        (start + len(text[start:end]) - len(text[start:end].lstrip()), end)
        for start, end in spans
        if any(cue.casefold() in text[start:end].casefold() for cue in cues)
    ]
