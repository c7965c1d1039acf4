"""The audit: who did what, when, and what it changed; also as a file."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from service.boundary import ReadDb, Reviewer, engine_of
from service.db import ledger
from service.db.engine import AnySession, reading
from service.db.ledger import LedgerLine
from service.row_ids import Below
from service.web.frame import Page, go_to

router = APIRouter(include_in_schema=False)

_SHOWN = 60
_BATCH = 1_000  # lines read at once for a file
_FIELDS = ("id", "at", "actor", "action", "subject", "before", "after")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what spreadsheets compute


class AuditAsked(BaseModel):
    """Which lines are asked for."""

    model_config = ConfigDict(frozen=True)

    actor: Annotated[str, Field(max_length=80)] = ""
    action: Annotated[str, Field(max_length=40)] = ""
    about: Annotated[str, Field(max_length=200)] = ""
    before: Below | None = None

    @property
    def wanted(self) -> dict[str, str]:
        """The fields that narrow the lines down."""
        return {"actor": self.actor.strip(), "action": self.action, "about": self.about.strip()}


def _asked(asked: Annotated[AuditAsked, Query()]) -> AuditAsked:
    return asked


Asked = Annotated[AuditAsked, Depends(_asked)]


@router.get("/audit")
def show_audit(page: Page, session: ReadDb, user: Reviewer, asked: Asked) -> HTMLResponse:
    """Show the newest lines of the ledger that the address asks for."""
    del user
    found = _lines(session, asked, before_id=asked.before, limit=_SHOWN)
    query = {name: value for name, value in asked.wanted.items() if value}
    older = go_to("/audit", **query, before=found[-1].id) if len(found) == _SHOWN else None
    return page.page(
        "pages/audit.html",
        lines=found,
        older=older.headers["location"] if older else None,
        asked=asked,
        actions=ledger.actions(session),
        exports={form: go_to(f"/audit.{form}", **query).headers["location"] for form in ("csv", "jsonl")},
    )


@router.get("/audit.{form}")
def export_audit(
    request: Request, user: Reviewer, asked: Asked, form: Literal["csv", "jsonl"]
) -> StreamingResponse:
    """Give all lines that the address asks for as a file, the newest first."""
    del user
    texts = _csv(_all(request, asked)) if form == "csv" else _json(_all(request, asked))
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/jsonl; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="audit.{form}"', "Cache-Control": "no-store"}
    return StreamingResponse(texts, media_type=kind, headers=headers)


def _lines(session: AnySession, asked: AuditAsked, *, before_id: int | None, limit: int) -> list[LedgerLine]:
    return ledger.newest(session, limit=limit, before_id=before_id, **asked.wanted)


def _all(request: Request, asked: AuditAsked) -> Iterator[LedgerLine]:
    """Read in batches, each in a session of its own: a slow download holds nothing."""
    before = asked.before
    while True:
        with reading(engine_of(request)) as session:
            found = _lines(session, asked, before_id=before, limit=_BATCH)
        yield from found
        if len(found) < _BATCH:
            return
        before = found[-1].id


def _json(lines: Iterator[LedgerLine]) -> Iterator[str]:
    for line in lines:
        yield json.dumps({**_plain(line), "before": line.before, "after": line.after}, default=str) + "\n"


def _csv(lines: Iterator[LedgerLine]) -> Iterator[str]:
    yield _row(_FIELDS)
    for line in lines:
        values = _plain(line).values()
        yield _row([*values, json.dumps(line.before, default=str), json.dumps(line.after, default=str)])


def _plain(line: LedgerLine) -> dict[str, object]:
    return {
        "id": line.id,
        "at": line.at.isoformat(),
        "actor": line.actor,
        "action": line.action,
        "subject": line.subject,
    }


def _row(values: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([_harmless(value) for value in values])
    return text.getvalue()


def _harmless(value: object) -> object:
    """A name that a spreadsheet would take for a formula is kept as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
