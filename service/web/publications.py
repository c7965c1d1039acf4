"""The publish page: what goes to the list and what stays behind, the exact diff, and one button."""

from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Response
from fastapi.responses import FileResponse, HTMLResponse

from service.boundary import ListReviewer, ReadDb, WriteDb, checked_form, engine_of
from service.db import publication_items, publications
from service.db.engine import AnySession, end_moment, reading
from service.domain.lists import Channel, ListSpec
from service.errors import Forbidden, ListkeeperError, NotFound
from service.row_ids import RowNumber
from service.web.diffs import read_diff, side_by_side
from service.web.frame import Page, go_to
from service.workflows.publish import Preview, preview, publish
from service.workflows.publish_extras import choose_extra

router = APIRouter(prefix="/lists/{slug}/publish", include_in_schema=False)

View = Annotated[Literal["unified", "split"], Query()]
_PAST = 10


@router.get("")
def show_publish(page: Page, session: ReadDb, who: ListReviewer, view: View = "unified") -> HTMLResponse:
    """Show what publishing would do now, and what became of the last time."""
    found = who.list
    shown, problem = None, ""
    try:
        shown = preview(session, found, settings=page.settings, now=page.now)
    except ListkeeperError as exc:
        problem = str(exc)
    lines = read_diff(shown.diff) if shown else []
    under_way = publications.open_of(session, found.id)
    return page.page(
        "pages/publish.html",
        current=found,
        list=found,
        shown=shown,
        problem=problem,
        view=view,
        lines=lines,
        rows=side_by_side(lines) if view == "split" else [],
        button=_button(found.spec, _entries(shown), is_open=_has_request(under_way)),
        is_made=_is_made(session, under_way, shown),
        may_publish=who.is_maintainer,
        under_way=under_way,
        past=publications.of_list(session, found.id)[:_PAST],
    )


@router.post("", dependencies=[Depends(checked_form)])
def take_publish(page: Page, who: ListReviewer, digest: Annotated[str, Form(max_length=80)]) -> Response:
    """Publish exactly what was shown.

    Raises:
        Forbidden: the person may not publish, or the list has not invited us.
        Conflict: the list or its confirmed papers have changed since the page was made.
    """
    if not who.is_maintainer:
        raise Forbidden("Your account may review but not publish; ask a maintainer.")
    end_moment(page.session)  # nobody waits for the database while others are asked
    publish(engine_of(page.request), page.settings, who.list.slug, now=page.now, expected=digest)
    return go_to(f"/lists/{who.list.slug}/publish")


@router.post("/extras", dependencies=[Depends(checked_form)])
def take_extra(
    page: Page,
    session: WriteDb,
    who: ListReviewer,
    candidate: Annotated[RowNumber, Form()],
    kind: Annotated[str, Form(max_length=32)],
    wanted: Annotated[bool, Form()],
) -> Response:
    """Let something that the list usually does besides go with a paper, or not.

    Raises:
        Forbidden: the person may not publish.
        NotFound: the paper does not wait to be published.
    """
    if not who.is_maintainer:
        raise Forbidden("Your account may review but not publish; ask a maintainer.")
    choose_extra(session, who.list, candidate, kind, is_wanted=wanted, by=who.user.name, now=page.now)
    return go_to(f"/lists/{who.list.slug}/publish#paper-{candidate}")


@router.get("/{publication_id}.patch")
def give_patch(page: Page, who: ListReviewer, publication_id: RowNumber) -> Response:
    """Give the patch file of a publication.

    Raises:
        NotFound: there is none.
    """
    with reading(engine_of(page.request)) as session:
        past = {p.id: p for p in publications.of_list(session, who.list.id)}
    chosen = past.get(publication_id)
    path = Path(chosen.patch_path) if chosen and chosen.patch_path else None
    if path is None or not path.is_file() or not path.is_relative_to(page.settings.data_dir):
        raise NotFound("This publication has no patch file any more; publish again to make one.")
    return FileResponse(path, media_type="text/x-patch", filename=path.name)


def _has_request(under_way: publications.Publication | None) -> bool:
    return under_way is not None and under_way.request_number is not None


def _is_made(session: AnySession, under_way: publications.Publication | None, shown: Preview | None) -> bool:
    """Tell whether the patch file that is there has just what would go."""
    if under_way is None or shown is None or not under_way.patch_path or under_way.pushed_to:
        return False
    kept = [i for i in publication_items.items_of(session, under_way.id) if i.refused is None]
    made = {(i.candidate_id, i.entry_text) for i in kept}
    wanted = {(item.candidate.id, item.entry_text) for item in shown.items}
    return made == wanted and under_way.base_commit == shown.plan.base and not shown.plan.updates


def _entries(shown: Preview | None) -> str:
    """Return what goes, in words."""
    if shown is None:
        return ""
    items, updates = len(shown.items), len(shown.plan.updates)
    parts = [f"{items} {'entry' if items == 1 else 'entries'}"] if items or not updates else []
    parts += [f"{updates} {'update' if updates == 1 else 'updates'}"] if updates else []
    return " and ".join(parts)


def _button(spec: ListSpec, entries: str, *, is_open: bool) -> str:
    """Return what the button does, exactly; nothing where there is nothing to press."""
    return {
        Channel.GITHUB: f"Bring the pull request up to date with {entries}"
        if is_open
        else f"Open pull request with {entries}",
        Channel.BRANCH: f"Push {entries} to branch {spec.branch}",
        Channel.PUSH: f"Push {entries} straight to the list",
        Channel.PATCH: f"Make a patch file with {entries}",
        Channel.COPY: "",
    }[spec.channel]
