"""Watch: see what has happened to listed papers that their entries do not say, and what they say by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from service.db import ledger, lists, paper_history, papers, updates
from service.db.engine import AnySession, WriteSession, reading, writing
from service.db.lists import StoredEntry, StoredList
from service.db.paper_history import History
from service.db.papers import StoredPaper
from service.db.turns import take_list
from service.db.updates import EntryUpdate
from service.domain.updates import UpdateState
from service.domain.watch import ListedAs, Update, decide_updates, says_so
from service.workflows.publish_memory import MAINTAINERS
from service.workflows.runs import Clock, Progress, no_progress, recorded, utc_now
from service.workflows.updates import put

ACTOR = "listkeeper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What the watch came to for one list: updates that are new, gone, landed, or taken back in the list."""

    slug: str
    found: int
    gone: int
    landed: int
    undone: int = 0


def watch(
    engine: Engine,
    *,
    only: str | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> list[Watched]:
    """Compare every listed paper with its entries; running it again finds the same.

    Raises:
        NotFound: there is no list of that name.
        Conflict: the watch is running already.
    """
    with reading(engine) as session:
        chosen = [lists.by_slug(session, only)] if only else lists.every(session)
    done: list[Watched] = []
    with recorded(engine, "watch", clock=clock) as run:
        for number, found in enumerate(chosen, start=1):
            with writing(engine) as session:
                done.append(watch_list(session, found, now=clock()))
            progress("Watching listed papers", number, len(chosen))
            run.say(**{found.slug: f"{done[-1].found} new, {done[-1].landed} landed"})
    return done


def watch_list(session: WriteSession, found: StoredList, *, now: datetime) -> Watched:
    """Let what one list does not say wait for a verdict, and remember what it says by now."""
    take_list(session, found.id)
    found = lists.by_id(session, found.id)  # it may have another head by now, and entries in other places
    entries = [e for e in lists.entries(session, found.id) if e.record.arxiv_id]
    known = papers.by_ids(session, [e.record.arxiv_id or "" for e in entries])
    told = paper_history.of_papers(session, [p.id for p in known.values()])
    listed = listed_as(session, found, entries)
    before = updates.every(session, found.id)
    landed = [
        u.id
        for u in before
        if u.landed_at is None
        and u.state is UpdateState.ACCEPTED
        and u.entry.id in listed
        and says_so(u.kind, u.value, listed[u.entry.id])
    ]
    updates.mark_landed(session, landed, now=now)
    undone = _take_back(session, before, listed, now)
    of_entry = updates.by_entry(before)
    is_new, holds = 0, set[int]()
    for entry in entries:
        paper = known.get(entry.record.arxiv_id or "")
        if paper is None:
            continue
        there = of_entry.get(entry.id, [])
        for update in _decide(paper, listed[entry.id], told.get(paper.id, History())):
            same = next((u for u in there if u.key == update.key), None)
            if same is not None:
                holds.add(same.id)
            elif not _is_under_way(update, there):
                updates.add(
                    session, list_id=found.id, entry_id=entry.id, paper_id=paper.id, found=update, now=now
                )
                is_new += 1
    gone = [u.id for u in before if u.state is UpdateState.PENDING and u.id not in holds]
    updates.forget(session, gone)
    if landed:
        ledger.note(
            session,
            at=now,
            actor=ACTOR,
            action="update landed",
            subject=f"list:{found.slug}",
            after={"updates": landed},
        )
    return Watched(slug=found.slug, found=is_new, gone=len(gone), landed=len(landed), undone=undone)


def _take_back(
    session: WriteSession, before: Sequence[EntryUpdate], listed: Mapping[int, ListedAs], now: datetime
) -> int:
    """Dismiss, in the maintainers' name, what entries said and say no more; return how many there were."""
    undone = [
        u
        for u in before
        if u.landed_at is not None
        and u.entry.id in listed
        and not says_so(u.kind, u.value, listed[u.entry.id])
    ]
    updates.unland(session, [u.id for u in undone])
    for update in undone:
        put(session, update, UpdateState.REJECTED, who=MAINTAINERS, action="undo", now=now)
    return len(undone)


def listed_as(
    session: AnySession, found: StoredList, entries: Sequence[StoredEntry]
) -> Mapping[int, ListedAs]:
    """Return what entries say, by their row ids."""
    files = {path: lists.snapshot(session, found.id, found.head or "", path) for path in found.spec.paths}
    texts = {path: shot.content for path, shot in files.items() if shot is not None}
    return {
        entry.id: ListedAs(
            title=entry.record.title,
            venue=entry.record.venue,
            links=tuple(url for urls in entry.record.links.values() for url in urls),
            text=texts.get(entry.record.path, b"")[entry.record.first_byte : entry.record.last_byte].decode(
                "utf-8", "replace"
            ),
        )
        for entry in entries
    }


def _decide(paper: StoredPaper, listed: ListedAs, history: History) -> tuple[Update, ...]:
    return decide_updates(
        paper.record, listed, former_titles=history.titles, is_withdrawn=history.is_withdrawn
    )


def _is_under_way(update: Update, there: Sequence[EntryUpdate]) -> bool:
    """Whether an update of this kind was confirmed and has not reached the list yet."""
    return any(
        u.kind is update.kind and u.state is UpdateState.ACCEPTED and u.landed_at is None for u in there
    )
