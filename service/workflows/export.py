"""A list's entries in its own words: byte for byte as they stand there, and as the next ones will."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Engine

from service.db import candidates, entry_pages, lists
from service.db.engine import AnySession, reading
from service.db.entry_pages import Standing
from service.db.entry_queries import Place
from service.db.lists import StoredList
from service.domain.queries import Condition
from service.feeds.letter import linked
from service.settings import Settings
from service.workflows.publish_entry_preview import EntryPreview, preview_entry

BATCH = 200  # entries that are read at once


def own_words(
    engine: Engine, settings: Settings, found: StoredList, conditions: Sequence[Condition]
) -> Iterator[bytes]:
    """Return the entries as Markdown, the last listed first; each batch is read in a session of its own."""
    files: dict[str, bytes] = {}
    after: Place | None = None
    while True:
        with reading(engine) as session:
            rows = entry_pages.page(session, found.id, conditions=conditions, limit=BATCH, after=after)
            for path in {row.entry.record.path for row in rows if row.entry} - set(files):
                shot = lists.snapshot(session, found.id, found.head or "", path)
                files[path] = shot.content if shot else b""
            texts = [_text(session, settings, files, row) for row in rows]
        yield from (text if text.endswith(b"\n") else text + b"\n" for text in texts if text)
        if len(rows) < BATCH:
            return
        after = rows[-1].key


def _text(session: AnySession, settings: Settings, files: dict[str, bytes], row: Standing) -> bytes:
    if row.entry is not None:
        record = row.entry.record
        own = files[record.path][record.first_byte : record.last_byte]
        return own or _plain(record.title, next((u for urls in record.links.values() for u in urls), ""))
    shown = preview_entry(session, candidates.by_id(session, row.row_id), settings=settings)
    if isinstance(shown, EntryPreview):
        return shown.entry_text.encode()
    return _plain(row.paper.record.title, row.paper.record.arxiv_id.abs_url) if row.paper else b""


def _plain(title: str, url: str) -> bytes:
    """A plain line, where the list's file is not at hand."""
    return f"- {linked(title, url)}\n".encode()
