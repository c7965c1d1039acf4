"""Updates of listed papers: what happened that the entries do not say, with the words that prove it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import HTMLResponse

from service.boundary import ListReviewer, ReadDb, WriteDb, checked_form
from service.db import updates
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.updates import EntryUpdate
from service.domain.keys import keys_of
from service.domain.updates import UpdateState, read_verdict
from service.row_ids import Count, RowNumber
from service.web.diffs import DiffLine, read_diff
from service.web.frame import Page, go_to
from service.workflows.publish_update_preview import preview_updates
from service.workflows.updates import decide

router = APIRouter(prefix="/lists/{slug}/updates", include_in_schema=False)

_DECIDED = 20  # shown below those that wait
_SHOWN = 40  # updates with the change that they would make; the rest waits below


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that waits, with the change that it would make or why it cannot be made."""

    update: EntryUpdate
    lines: Sequence[DiffLine]
    problem: str


@router.get("")
def show_updates(page: Page, session: ReadDb, who: ListReviewer) -> HTMLResponse:
    """Show what waits, and what was decided lately."""
    found = who.list
    pending = [u for u in updates.of_list(session, found.id, state=UpdateState.PENDING) if u.is_listed]
    return page.page(
        "pages/updates.html",
        current=found,
        list=found,
        waiting=_waiting(session, found, pending[:_SHOWN]),
        more=max(0, len(pending) - _SHOWN),
        decided=updates.lately(session, found.id, limit=_DECIDED),
        keys=keys_of(who.user.keys),
    )


@router.post("/{update_id}", dependencies=[Depends(checked_form)])
def take_verdict(
    page: Page,
    session: WriteDb,
    who: ListReviewer,
    update_id: RowNumber,
    verdict: Annotated[str, Form(max_length=20)],
    revision: Annotated[Count, Form()],
    following: Annotated[RowNumber | None, Form()] = None,
) -> Response:
    """Confirm or dismiss an update, or take that back; the page comes back at the one that follows.

    Raises:
        NotFound: the list has no such update.
        Conflict: it has changed since the page was made.
        BadInput: the verdict is none.
    """
    decide(
        session,
        update_id,
        read_verdict(verdict),
        revision=revision,
        list_id=who.list.id,
        user=who.user,
        now=page.now,
    )
    place = f"#update-{following}" if following is not None else ""
    return go_to(f"/lists/{who.list.slug}/updates{place}")


def _waiting(session: AnySession, found: StoredList, pending: Sequence[EntryUpdate]) -> list[Waiting]:
    changes = preview_updates(session, found, pending)
    return [
        Waiting(update, _changed_lines(change.diff), change.problem)
        for update, change in zip(pending, changes, strict=True)
    ]


def _changed_lines(diff: str) -> list[DiffLine]:
    return [line for line in read_diff(diff) if line.kind in ("added", "removed")]
