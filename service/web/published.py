"""One publication: what was in it, what became of each entry, and a button that takes one out again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import HTMLResponse

from service.boundary import ListReviewer, ReadDb, checked_form, engine_of
from service.db import candidates, publication_items, publications
from service.db.candidates import Candidate
from service.db.engine import AnySession, end_moment
from service.db.publication_items import Item
from service.db.publications import Publication
from service.domain.lists import Channel, ListSpec
from service.domain.publication import Move, PublicationState
from service.domain.review import CandidateState
from service.errors import Forbidden, NotFound
from service.row_ids import RowNumber
from service.web.frame import Page, go_to
from service.workflows.publish_moves import moves_of
from service.workflows.publish_revert import revert

router = APIRouter(prefix="/lists/{slug}/publish", include_in_schema=False)

Moves = tuple[tuple[datetime, Move], ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """An entry of a publication, in words: `kind` is done, failed or nothing yet."""

    candidate: Candidate
    item: Item
    words: str
    kind: str = ""
    moves: Moves = ()

    @property
    def may_go(self) -> bool:
        """Whether it stands on the list, so that it can be taken out again."""
        return self.candidate.landed_at is not None and self.candidate.state is CandidateState.ACCEPTED


@router.get("/{publication_id}")
def show_published(page: Page, session: ReadDb, who: ListReviewer, publication_id: RowNumber) -> HTMLResponse:
    """Show one publication.

    Raises:
        NotFound: the list has none of that number.
    """
    found = who.list
    known = {each.id: each for each in publications.of_list(session, found.id)}
    if publication_id not in known:
        raise NotFound("There is no such publication of this list; go back to its publications.")
    return page.page(
        "pages/published.html",
        current=found,
        list=found,
        publication=known[publication_id],
        entries=_told_of(session, known[publication_id]),
        removal=_removal(found.spec),
        may_publish=who.is_maintainer,
    )


@router.post("/{publication_id}/remove", dependencies=[Depends(checked_form)])
def take_removal(
    page: Page,
    who: ListReviewer,
    publication_id: RowNumber,
    arxiv_id: Annotated[str, Form(max_length=40)],
    reason: Annotated[str, Form(max_length=600)] = "",
) -> Response:
    """Take an entry of ours out of the list again, the way that the list's publications go.

    Raises:
        BadInput: the reason is too long.
        Forbidden: the person may not publish, or the list has not invited us.
        EditRefused: the entry was changed since; it has to be taken out by hand.
    """
    del publication_id
    if not who.is_maintainer:
        raise Forbidden("Your account may review but not publish; ask a maintainer.")
    end_moment(page.session)  # nobody waits for the database while others are asked
    revert(
        engine_of(page.request),
        page.settings,
        who.list.slug,
        arxiv_id,
        by=who.user.name,
        reason=reason,
        now=page.now,
    )
    return go_to(f"/lists/{who.list.slug}/publish")


def _told_of(session: AnySession, publication: Publication) -> list[_Told]:
    items = publication_items.items_of(session, publication.id)
    found = [(candidates.by_id(session, item.candidate_id), item) for item in items]
    if publication.asked_by is not None:
        return [_taken_out(candidate, item, publication) for candidate, item in found]
    return [_told(candidate, item, tuple(moves_of(session, candidate))) for candidate, item in found]


def _taken_out(candidate: Candidate, item: Item, publication: Publication) -> _Told:
    is_gone = publication.state is PublicationState.LANDED
    return _Told(candidate, item, "Taken off the list" if is_gone else "Is to go", "done" if is_gone else "")


def _told(candidate: Candidate, item: Item, moves: Moves) -> _Told:
    has_gone = item.refused is None or item.sent_at is not None
    if candidate.state is CandidateState.REJECTED and has_gone:
        return _Told(candidate, item, "Refused since", "failed")
    if item.refused is not None:
        return _Told(candidate, item, f"Stayed behind: {item.refused}")
    if candidate.landed_at is None:
        return _Told(candidate, item, "Sent, not on the list yet" if item.sent_at else "Not sent yet")
    if item.landed_text is None:
        return _Told(candidate, item, "On the list, put there by hand", "done")
    if item.landed_text != item.entry_text:
        return _Told(candidate, item, "On the list, edited", "done", moves)
    words = "On the list, in another section" if moves else "On the list as proposed"
    return _Told(candidate, item, words, "done", moves)


def _removal(spec: ListSpec) -> str:
    """Return what the button of an entry does, exactly."""
    return {
        Channel.GITHUB: "Open a pull request that takes it out",
        Channel.BRANCH: "Push a branch without it",
        Channel.PUSH: "Take it out of the list",
        Channel.PATCH: "Make a patch file without it",
        Channel.COPY: "Make a patch file without it",
    }[spec.channel]
