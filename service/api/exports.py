"""Exports: a whole list in one answer, as a stream."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import Engine

from service.api.document import operation_id
from service.boundary import AppSettings, ReadDb, engine_of
from service.db import entry_pages, lists, papers
from service.db.engine import AnySession, reading
from service.db.entry_pages import Standing
from service.domain.queries import Condition, parse_filter
from service.feeds.works import RENDERERS, Work
from service.workflows.export import own_words

router = APIRouter(tags=["exports"], generate_unique_id_function=operation_id)

BATCH = 200  # entries that are read at once

Format = Literal["jsonl", "csv", "bib", "ris", "csl.json", "md"]


@router.get("/lists/{slug}/export.{form}", response_class=StreamingResponse)
def export(
    request: Request,
    session: ReadDb,
    settings: AppSettings,
    slug: str,
    form: Format,
    where: Annotated[str, Query(alias="filter", description="As for the list's entries.")] = "",
) -> StreamingResponse:
    """Return a list's entries, the last listed first.

    JSON Lines, CSV, BibTeX, RIS, CSL-JSON; or Markdown as the list itself writes it, byte for byte.
    """
    found = lists.by_slug(session, slug)
    conditions = parse_filter(where, entry_pages.fields(found.spec.taxonomy))
    headers = {"Content-Disposition": f'attachment; filename="{found.slug}.{form}"'}
    if form == "md":
        texts = own_words(engine_of(request), settings, found, conditions)
        return StreamingResponse(texts, media_type="text/markdown; charset=utf-8", headers=headers)
    render, media_type = RENDERERS[form]
    works = _works(engine_of(request), found.id, conditions)
    return StreamingResponse(render(works), media_type=media_type, headers=headers)


def _works(engine: Engine, list_id: int, conditions: tuple[Condition, ...]) -> Iterator[Work]:
    """Read a batch at a time, each in a session of its own: a slow reader holds nothing open."""
    after: tuple[datetime, int, int] | None = None
    while True:
        with reading(engine) as session:
            rows = entry_pages.page(session, list_id, conditions=conditions, limit=BATCH, after=after)
            works = _filled(session, rows)
        yield from works
        if len(rows) < BATCH:
            return
        after = rows[-1].key


def _filled(session: AnySession, rows: list[Standing]) -> list[Work]:
    ids = [row.entry.record.arxiv_id for row in rows if row.entry and row.entry.record.arxiv_id]
    known = papers.by_ids(session, ids)
    return [
        _work(row, known.get(row.entry.record.arxiv_id or "") if row.entry else row.paper) for row in rows
    ]


def _work(row: Standing, paper: papers.StoredPaper | None) -> Work:
    entry = row.entry.record if row.entry else None
    record = paper.record if paper else None
    written = tuple(name.strip() for name in (entry.authors_text if entry else "").split(",") if name.strip())
    links = [url for urls in (entry.links if entry else {}).values() for url in urls]
    arxiv_id = str(record.arxiv_id) if record else (entry.arxiv_id if entry else None)
    return Work(
        id=arxiv_id or (entry.key if entry else ""),
        title=record.title if record else (entry.title if entry else ""),
        authors=record.authors if record else written,
        state=row.state,
        at=row.at,
        url=record.arxiv_id.abs_url if record else next(iter(links), ""),
        submitted_at=record.submitted_at if record else None,
        venue=entry.venue if entry else "",
        doi=(record.doi or "") if record else "",
        abstract=record.abstract if record else "",
        is_on_arxiv=arxiv_id is not None,
        tags=row.tags,
    )
