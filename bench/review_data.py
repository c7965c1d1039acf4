"""What the benchmark of the queue looks at: real lists, real papers, and a queue with proposals."""

import random
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select, text

from bench.serve_data import BATCH, ROOT, real_papers, shared
from service import security
from service.catalog import built_in_catalog, load_catalog
from service.db import bundles, lists, people, sessions
from service.db.engine import writing
from service.db.lists import StoredList
from service.db.models import CandidateRow, PaperRow, ProposalRow
from service.domain.review import CandidateSource, CandidateState
from service.settings import Settings
from service.workflows.sync import sync_lists

SLUG = "mllm-token-compression"
_LIKELY = 0.6  # chance from which a tag is proposed
_SEED = 6


def fill(engine: Engine, folder: Path, *, wanted: int, waiting: int, now: datetime) -> tuple[int, str]:
    """Store so many papers and let so many of them wait; return how many wait, and a maintainer's cookie."""
    settings = Settings(data_dir=folder, secret_key="b" * 32)
    specs = load_catalog([built_in_catalog()])
    sync_lists(engine, specs, settings=settings, from_folder=shared() / "data" / "lists", now=now)
    papers = real_papers(wanted)
    while batch := list(islice(papers, BATCH)):
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(PaperRow), batch)
    with writing(engine) as session:
        found = lists.by_slug(session, SLUG)
        listed = lists.listed_ids(session, found.id)
        rows = session.execute(select(PaperRow.id, PaperRow.arxiv_id, PaperRow.abstract)).all()
        bundle_id = bundles.add(session, list_id=found.id, folder="bundles/bench", manifest={}, now=now)
        bundles.use(session, found.id, bundle_id)
        nobodys = "-"  # no password has this hash
        user = people.add(session, name="bench", password_hash=nobodys, role="maintainer", now=now)
        token = security.make_token()
        sessions.start(session, user.id, security.digest(token), now=now, days=1)
    chance = random.Random(_SEED)  # noqa: S311  # made-up chances
    free = [row for row in rows if row[1] not in listed]
    chosen = sorted(chance.sample(free, min(waiting, len(free))))
    _queue(engine, found, bundle_id, chosen, sorted(listed), chance, now)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("ANALYZE"))
    return len(chosen), token


def _queue(
    engine: Engine,
    found: StoredList,
    bundle_id: int,
    rows: Sequence[Any],
    listed: Sequence[str],
    chance: random.Random,
    now: datetime,
) -> None:
    candidates, proposals = [], []
    for number, (paper_id, _, abstract) in enumerate(rows, 1):
        relevance = round(chance.random() ** 3, 6)
        candidates.append(
            {
                "id": number,
                "list_id": found.id,
                "paper_id": paper_id,
                "state": CandidateState.PENDING,
                "source": CandidateSource.CRAWL,
                "relevance": relevance,
                "tags": {},
                "revision": 1,
                "created_at": now,
            }
        )
        said = _said(found, abstract, listed, chance)
        proposals.append(
            {"candidate_id": number, "bundle_id": bundle_id, "relevance": relevance, "made_at": now, **said}
        )
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(insert(CandidateRow), candidates)
        connection.execute(insert(ProposalRow), proposals)


def _said(found: StoredList, abstract: str, listed: Sequence[str], chance: random.Random) -> dict[str, Any]:
    """Return a proposal such as a bundle makes: a chance for every tag, marked sentences, neighbours."""
    facets = found.spec.taxonomy.facets
    scores = {f.name: {t.name: round(chance.random() ** 2, 3) for t in f.tags} for f in facets}
    proposed = {
        facet: [max(tags, key=lambda name: tags[name])]
        for facet, tags in scores.items()
        if max(tags.values()) >= _LIKELY
    }
    third = max(1, len(abstract) // 3)
    sentences = [
        {"facet": facet, "tag": tags[0], "start": third * n, "end": third * n + third // 2, "weight": 0.5}
        for n, (facet, tags) in enumerate(list(proposed.items())[:3])
    ]
    near = [{"id": arxiv_id, "similarity": 0.7} for arxiv_id in chance.sample(listed, 3)]
    return {
        "scores": scores,
        "proposed": proposed,
        "abstained": [facet for facet in scores if facet not in proposed],
        "evidence": {"nearest": near, "sentences": sentences, "cues": []},
    }


__all__ = ["ROOT", "SLUG", "fill"]
