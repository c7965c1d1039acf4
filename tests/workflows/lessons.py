"""A small world to learn from: a list with tagged papers, a sister list, a background, and new papers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from service.db import lists, papers
from service.db.engine import WriteSession, writing
from service.db.lists import StoredList
from service.domain.lists import EntryRecord
from service.settings import Settings
from tests.makers import NOW, make_list, make_record

LISTED = tuple(f"2501.{n:05d}" for n in range(1, 13))
NEW = tuple(f"2510.{n:05d}" for n in range(1, 7))
_TOPICS = ("pruning visual tokens of vision language models", "merging visual tokens in video models")
_OTHERS = ("protein folding with graphs", "reinforcement learning for robots", "speech recognition corpora")


def make_settings(folder: Path) -> Settings:
    """Return settings with the light encoder, that depend on nothing outside of `folder`."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it
        data_dir=folder,
        encoder="hash",
    )


def make_lessons(engine: Engine) -> StoredList:
    """Fill a database with the world; return the list that is learned."""
    with writing(engine) as session:
        found = make_list(session)
        on_topic = [_on_topic(i, n) for n, i in enumerate((*LISTED, *NEW))]
        off_topic = [
            make_record(
                f"2510.1{n:04d}", title=f"{_OTHERS[n % 3]} {n}", abstract=f"We study {_OTHERS[(n + 1) % 3]}."
            )
            for n in range(40)
        ]
        papers.store(session, [*on_topic, *off_topic], now=NOW)
        put_on_list(session, found, {i: {"method": _method(n)} for n, i in enumerate(LISTED)})
    return found


def put_on_list(
    session: WriteSession, found: StoredList, tags: dict[str, dict[str, tuple[str, ...]]], head: str = "a"
) -> None:
    """Let a list hold exactly these papers, with these tags."""
    entries = [
        EntryRecord(
            key=f"arxiv:{arxiv_id}",
            title=f"Entry {arxiv_id}",
            path="README.md",
            position=number,
            first_byte=number,
            last_byte=number + 1,
            arxiv_id=arxiv_id,
            tags=chosen,
            listed_at=NOW,
        )
        for number, (arxiv_id, chosen) in enumerate(tags.items())
    ]
    lists.record_sync(session, found.id, snapshots=[], entries=entries, head=head, now=NOW)


def _method(number: int) -> tuple[str, ...]:
    return ("prune",) if number % 2 == 0 else ("merge",)


def _on_topic(arxiv_id: str, number: int, **facts: Any):
    topic = _TOPICS[number % 2]
    return make_record(
        arxiv_id,
        title=f"{topic} {number}",
        abstract=f"We present {topic}. It is fast.",
        submitted_at=datetime(2025, 10, 1, 12, tzinfo=UTC) + timedelta(hours=number),
        **facts,
    )
