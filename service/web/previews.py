"""The entry beside the paper: raw, rendered and where. Whatever goes wrong with it, the queue opens."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import structlog
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine

from service.db import lists, proposals
from service.db.candidates import Candidate, Tags
from service.db.engine import AnySession, reading
from service.db.lists import StoredList
from service.db.proposals import Proposal
from service.domain.taxonomy import Taxonomy
from service.settings import Settings
from service.web.rendered import render_entry
from service.workflows.publish_entry_preview import EntryPreview, NoEntry, preview_entry

log = structlog.get_logger()
_ahead = Lock()
_AT_ONCE = 0.03  # seconds


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry as it will stand, or why it cannot be shown."""

    entry: EntryPreview | None = None
    rendered: str = ""
    problem: str = ""


def show_entry(
    session: AnySession,
    candidate: Candidate,
    *,
    settings: Settings,
    tags: Tags,
    now: datetime,
    found: StoredList | None = None,
) -> EntryShown | None:
    """Return the entry with these tags, or None where the list was never read."""
    try:
        shown = preview_entry(session, candidate, settings=settings, tags=tags, now=now, found=found)
        if isinstance(shown, EntryPreview):
            return EntryShown(shown, render_entry(shown.entry_text, shown.table_head))
    except Exception:  # a verdict does not depend on the preview: the page opens, the log has the traceback
        log.exception("preview_failed", candidate=candidate.id)
        return EntryShown(problem="The entry cannot be shown just now; a verdict can be given all the same.")
    return EntryShown(problem=shown.reason) if isinstance(shown, NoEntry) else None


def tags_on(candidate: Candidate, proposal: Proposal | None, taxonomy: Taxonomy) -> Tags:
    """Return the tags that are on when a paper is opened: the confirmed ones, else the proposed ones."""
    return candidate.tags or (taxonomy.today(proposal.proposed) if proposal else {})


async def make_ready(engine: Engine, candidate_id: int, *, settings: Settings, now: datetime) -> None:
    """Work a paper's entry out before it is opened, while the person reads the one before it.

    What a browser asks for at once, with the page that it just got, goes first.
    """
    await asyncio.sleep(_AT_ONCE)
    await run_in_threadpool(_make_ready, engine, candidate_id, settings=settings, now=now)


def _make_ready(engine: Engine, candidate_id: int, *, settings: Settings, now: datetime) -> None:
    """Do so, one at a time in each process: who comes in between is not made ready, and waits longer."""
    if not _ahead.acquire(blocking=False):
        return
    try:
        with reading(engine) as session:
            candidate = proposals.candidate_with_newest(session, candidate_id)
            found = lists.by_id(session, candidate.list_id)
            said = proposals.latest_of(session, candidate_id)
            tags = tags_on(candidate, said, found.spec.taxonomy)
            show_entry(session, candidate, settings=settings, tags=tags, now=now, found=found)
    finally:
        _ahead.release()
