"""The entry beside the paper: raw, rendered and where. Whatever goes wrong with it, the queue opens."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.settings import Settings
from service.web.rendered import render_entry
from service.workflows.publish_entry_preview import EntryPreview, NoEntry, preview_entry

log = structlog.get_logger()


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
    tags: Mapping[str, tuple[str, ...]],
) -> EntryShown | None:
    """Return the entry with these tags, or None where the list was never read."""
    try:
        found = preview_entry(session, candidate, settings=settings, tags=tags)
        if isinstance(found, EntryPreview):
            return EntryShown(found, render_entry(found.entry_text, found.table_head))
    except Exception:  # a verdict does not depend on the preview: the page opens, the log has the traceback
        log.exception("preview_failed", candidate=candidate.id)
        return EntryShown(problem="The entry cannot be shown just now; a verdict can be given all the same.")
    return EntryShown(problem=found.reason) if isinstance(found, NoEntry) else None
