"""The rows that the benchmark of the server looks at: real papers, and a list of some of them."""

import json
import lzma
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, text

from service.db import lists, papers
from service.db.engine import reading, writing
from service.db.models import EntryRow, PaperRow
from service.domain.lists import ListSpec
from service.domain.papers import title_key
from service.domain.taxonomy import Facet, Tag, Taxonomy

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ENTRIES = 20_000
BATCH = 5_000
_TAGS = ("encoder", "projector", "llm")


def fill(engine: Engine, wanted: int) -> int:
    """Store so many papers, real ones first, then the same again under other ids; and a list of some."""
    facet = Facet(name="stage", title="Stage", tags=tuple(Tag(name=name) for name in _TAGS))
    spec = ListSpec(
        slug="bench", name="Bench", repository="-", source_name="-", taxonomy=Taxonomy(facets=(facet,))
    )
    with writing(engine) as session:
        list_id = lists.ensure(session, spec, now=NOW).id
    count = 0
    ahead = real_papers(wanted)
    while batch := list(islice(ahead, BATCH)):
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(PaperRow), batch)
            left = max(0, ENTRIES - count)
            if left:
                entries = [_entry(list_id, count + n, paper) for n, paper in enumerate(batch[:left])]
                connection.execute(insert(EntryRow), entries)
        count += len(batch)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("ANALYZE"))
    return count


def stored(engine: Engine) -> int:
    """Return how many papers lie there from a run before."""
    with reading(engine) as session:
        return papers.count(session)


def real_papers(wanted: int) -> Iterator[dict[str, Any]]:
    """Return the columns of so many papers, the same again under other ids where there are not enough."""
    lines = [
        line for path in sorted((shared() / "data" / "arxiv").glob("*.jsonl.xz")) for line in _lines(path)
    ]
    for number, raw in enumerate(islice(cycle(lines), wanted)):
        line = json.loads(raw)
        again = number // len(lines)
        yield {
            "arxiv_id": line["id"] if not again else f"copy{again}/{line['id']}",
            "title": line["title"],
            "title_key": title_key(line["title"]),
            "abstract": line["abstract"],
            "authors": line.get("authors") or [],
            "categories": line.get("categories") or [],
            "primary_category": (line.get("categories") or [None])[0],
            "submitted_at": NOW - timedelta(minutes=number),
            "updated_at": None,
            "version": 1,
            "learned_at": NOW - timedelta(seconds=number // 500),
            "changed_at": NOW,
        }


def _entry(list_id: int, number: int, paper: dict[str, Any]) -> dict[str, Any]:
    return {
        "list_id": list_id,
        "key": paper["arxiv_id"],
        "arxiv_id": paper["arxiv_id"],
        "title": paper["title"],
        "title_key": paper["title_key"],
        "path": "README.md",
        "position": number,
        "first_byte": 0,
        "last_byte": 0,
        "section": ["Papers"],
        "tags": {"stage": [_TAGS[number % 3]]},
        "links": {"paper": [f"https://arxiv.org/abs/{paper['arxiv_id']}"]},
        "authors_text": ", ".join(paper["authors"]),
        "date_text": "2025/10",
        "venue": "",
        "listed_at": NOW - timedelta(hours=number),
        "learned_at": NOW,
        "news_at": NOW - timedelta(hours=number),
    }


def _lines(path: Path) -> list[bytes]:
    with lzma.open(path) as file:
        return file.read().splitlines()


def shared() -> Path:
    """Return the folder of real data."""
    return (ROOT / os.environ.get("LISTKEEPER_SHARED", "../shared")).resolve()
