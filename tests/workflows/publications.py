"""A list with a repository, a reviewer and confirmed papers, for tests of publishing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from service.db import candidates, lists, papers, people
from service.db.engine import WriteSession, reading, writing
from service.db.lists import StoredList
from service.domain.lists import ListSpec
from service.domain.papers import ArxivId, PaperRecord
from service.domain.people import User
from service.domain.review import CandidateSource, VerdictGiven, VerdictKind
from service.settings import Settings, load_settings
from service.workflows.review import give_verdict
from service.workflows.sync import sync_list
from tests.publishing.repositories import Repo

README = (
    b"# Papers\r\n\r\nIntroduction.  \r\n\r\n## 2025\r\n\r\n"
    b"- [Gamma of Tokens](https://arxiv.org/abs/2503.00003) (2025-03)\r\n"
    b"- [Beta of Tokens](https://arxiv.org/abs/2502.00002) (2025-02)\r\n"
    b"- [Alpha of Tokens](https://arxiv.org/abs/2501.00001) (2025-01)\r\n"
    b"\r\n## Licence\r\n\r\nMIT\r\n"
)


@dataclass(frozen=True)
class World:
    """Everything that a publication needs."""

    engine: Engine
    settings: Settings
    repo: Repo
    spec: ListSpec
    now: datetime

    @property
    def found(self) -> StoredList:
        """The list as it is stored."""
        with reading(self.engine) as session:
            return lists.by_slug(session, self.spec.slug)

    @property
    def mirror(self) -> Path:
        """The list's mirror."""
        return self.settings.data_dir / "lists" / f"{self.spec.slug}.git"

    def sync(self, *, days: int = 0) -> None:
        """Bring the list up to date."""
        sync_list(self.engine, self.spec, settings=self.settings, now=self.now + timedelta(days=days))

    def with_spec(self, **changes: object) -> "World":
        """Return the same world with another catalog entry, taken over."""
        world = replace(self, spec=replace(self.spec, **changes))  # type: ignore[arg-type]  # names are given by tests
        world.sync()
        return world

    def confirm(
        self,
        arxiv_id: str,
        title: str,
        *,
        minutes: int = 0,
        tags: Mapping[str, tuple[str, ...]] | None = None,
        **fields: object,
    ) -> int:
        """Let the reviewer accept a paper for the list; return the candidate's id."""
        now = self.now + timedelta(minutes=minutes)
        facts: dict[str, object] = {"abstract": "A text.", "authors": ("Ann Lee", "Bo Wu"), **fields}
        record = PaperRecord(arxiv_id=ArxivId(arxiv_id), title=title, **facts)  # type: ignore[arg-type]  # likewise
        with writing(self.engine) as session:
            papers.store(session, [record], now=now)
            paper = papers.by_ids(session, [arxiv_id])[arxiv_id]
            candidate_id = candidates.add(
                session,
                list_id=self.found.id,
                paper_id=paper.id,
                source=CandidateSource.CRAWL,
                relevance=0.8,
                now=now,
            )
            session.flush()
            given = VerdictGiven(
                kind=VerdictKind.ACCEPT,
                revision=candidates.by_id(session, candidate_id).revision,
                request_key=f"{candidate_id}-{minutes}-{arxiv_id}",
                tags=tags or {},
            )
            give_verdict(session, candidate_id, given, user=_reviewer(session, now), now=now)
        return candidate_id


def _reviewer(session: WriteSession, now: datetime) -> User:
    known = people.by_name(session, "rita")
    return (
        known[0] if known else people.add(session, name="rita", password_hash="x", role="reviewer", now=now)
    )


def make_world(engine: Engine, folder: Path, now: datetime, *, readme: bytes = README) -> World:
    """Make a list with a repository of its own, synced, and nothing confirmed yet."""
    repo = Repo(folder / "list")
    repo.commit("Start", readme=readme)
    spec = ListSpec(slug="some-list", name="Some list", repository=str(repo.path), source_name="some-list")
    world = World(engine, load_settings(data_dir=folder / "data"), repo, spec, now)
    world.sync()
    return world
