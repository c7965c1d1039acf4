"""A small world to tell of: a list, papers, entries and verdicts, at moments of choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import Engine

from service.app import create_app
from service.db import candidates, lists, papers, people
from service.db.engine import writing
from service.db.lists import StoredList
from service.domain.lists import EntryRecord, ListSpec, Policy
from service.domain.papers import ArxivId, PaperRecord
from service.domain.people import User
from service.domain.review import CandidateSource, VerdictGiven, VerdictKind
from service.domain.taxonomy import Facet, Tag, Taxonomy
from service.settings import Settings
from service.workflows import review

TAXONOMY = Taxonomy(
    facets=(
        Facet(
            name="stage",
            title="Stage",
            tags=(Tag(name="encoder", spellings=("Vision_Encoder",)), Tag(name="llm", spellings=("LLM",))),
        ),
        Facet(name="modality", title="Modality", tags=(Tag(name="image"), Tag(name="video"))),
    )
)
SPEC = ListSpec(
    slug="tokens",
    name="Tokens & <lists>",
    repository="https://example.org/tokens",
    source_name="tokens",
    aliases=("t",),
    description="Papers about fewer tokens.",
    policy=Policy.INVITED,
    taxonomy=TAXONOMY,
)


def record(number: int, *, version: int = 1, month: str = "2510", **fields: object) -> PaperRecord:
    """Return a made-up paper; equal numbers are the same paper."""
    values: dict[str, object] = {
        "title": f"Paper {number} on <tokens> & less",
        "abstract": f"Abstract {number}: fewer tokens & the same answers.",
        "authors": (f"Ada {number} Lovelace", "Bo Øst"),
        "categories": ("cs.CV", "cs.CL"),
        "primary_category": "cs.CV",
        "submitted_at": datetime.fromisoformat("2025-10-02T10:00:00+00:00") + timedelta(minutes=number),
        "version": version,
        **fields,
    }
    return PaperRecord(arxiv_id=ArxivId(f"{month}.{number:05d}"), **values)  # type: ignore[arg-type]  # made-up fields


def entry(
    number: int, listed_at: datetime, *, tags: Mapping[str, tuple[str, ...]] | None = None
) -> EntryRecord:
    """Return the list's block for a paper."""
    arxiv_id = f"2510.{number:05d}"
    return EntryRecord(
        key=arxiv_id,
        arxiv_id=arxiv_id,
        title=f"Paper {number} on <tokens> & less",
        path="README.md",
        position=number,
        first_byte=number * 100,
        last_byte=number * 100 + 99,
        section=("Papers",),
        tags=tags or {},
        links={"paper": (f"https://arxiv.org/abs/{arxiv_id}",)},
        authors_text=f"Ada {number} Lovelace, Bo Øst",
        listed_at=listed_at,
    )


@dataclass
class World:
    """A database with one list, and what may happen in it."""

    engine: Engine
    folder: Path
    now: datetime
    base_url: str = "https://lists.example.org"

    def clock(self) -> datetime:
        return self.now

    def app(self) -> FastAPI:
        """A fresh process: nothing but the database survives."""
        settings = Settings(data_dir=self.folder, base_url=self.base_url, secret_key=SecretStr("k" * 32))
        return create_app(settings, self.engine, clock=self.clock)

    def client(self) -> TestClient:
        return TestClient(self.app(), base_url=self.base_url)

    def found(self, spec: ListSpec = SPEC) -> StoredList:
        with writing(self.engine) as session:
            return lists.ensure(session, spec, now=self.now)

    def store(self, *records: PaperRecord) -> None:
        with writing(self.engine) as session:
            papers.store(session, records, now=self.now)

    def sync(self, *entries: EntryRecord, spec: ListSpec = SPEC) -> None:
        """Let the list stand as these entries."""
        list_id = self.found(spec).id
        with writing(self.engine) as session:
            lists.record_sync(session, list_id, snapshots=(), entries=entries, head="c0ffee", now=self.now)

    def candidate(self, number: int, *, relevance: float = 0.9) -> int:
        """Put a paper into the list's queue and return the candidate's id."""
        list_id = self.found().id
        self.store(record(number))
        with writing(self.engine) as session:
            paper = papers.by_ids(session, [f"2510.{number:05d}"])[f"2510.{number:05d}"]
            return candidates.add(
                session,
                list_id=list_id,
                paper_id=paper.id,
                source=CandidateSource.CRAWL,
                relevance=relevance,
                now=self.now,
            )

    def user(self, name: str = "ada", role: str = "reviewer") -> User:
        with writing(self.engine) as session:
            known = people.by_name(session, name)
            return (
                known[0]
                if known
                else people.add(session, name=name, password_hash="-", role=role, now=self.now)
            )

    def accept(self, number: int, **tags: Sequence[str]) -> int:
        """Confirm a paper with these tags and return the verdict's id."""
        candidate_id, user = self.candidate(number), self.user()
        with writing(self.engine) as session:
            revision = candidates.by_id(session, candidate_id).revision
            given = VerdictGiven(
                kind=VerdictKind.ACCEPT,
                revision=revision,
                request_key=f"{candidate_id}-{revision}",
                tags={facet: tuple(names) for facet, names in tags.items()},
            )
            return review.give_verdict(session, candidate_id, given, user=user, now=self.now)
