"""The publish page: what goes to the list and what stays behind, the exact diff, and one button."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import FileResponse, HTMLResponse

from service.boundary import ListReviewer, ReadDb, WriteDb, checked_form, engine_of
from service.db import publications
from service.db.engine import reading
from service.domain.lists import Channel, ListSpec
from service.errors import Forbidden, ListkeeperError, NotFound
from service.web.diffs import read_diff
from service.web.frame import Page, go_to
from service.workflows.publish import Preview, preview, publish
from service.workflows.publish_extras import choose_extra

router = APIRouter(prefix="/lists/{slug}/publish", include_in_schema=False)


@router.get("")
def show_publish(page: Page, session: ReadDb, who: ListReviewer) -> HTMLResponse:
    """Show what publishing would do now, and what became of the last time."""
    found = who.list
    shown, problem = None, ""
    try:
        shown = preview(session, found, settings=page.settings, now=page.now)
    except ListkeeperError as exc:
        problem = str(exc)
    past = publications.of_list(session, found.id)
    return page.page(
        "pages/publish.html",
        current=found,
        list=found,
        shown=shown,
        problem=problem,
        hunks=read_diff(shown.diff) if shown else [],
        button=_button(found.spec, _entries(shown)),
        may_publish=who.is_maintainer,
        past=past[:10],
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
    publish(engine_of(page.request), page.settings, who.list.slug, now=page.now, expected=digest)
    return go_to(f"/lists/{who.list.slug}/publish")


@router.post("/extras", dependencies=[Depends(checked_form)])
def take_extra(
    page: Page,
    session: WriteDb,
    who: ListReviewer,
    candidate: Annotated[int, Form()],
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
def give_patch(page: Page, who: ListReviewer, publication_id: int) -> Response:
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


def _entries(shown: Preview | None) -> str:
    """Return what goes, in words."""
    if shown is None:
        return ""
    items, updates = len(shown.items), len(shown.plan.updates)
    parts = [f"{items} {'entry' if items == 1 else 'entries'}"] if items or not updates else []
    parts += [f"{updates} {'update' if updates == 1 else 'updates'}"] if updates else []
    return " and ".join(parts)


def _button(spec: ListSpec, entries: str) -> str:
    """Return what the button does, exactly."""
    if spec.channel is Channel.GITHUB:
        return f"Open pull request with {entries}"
    if spec.channel is Channel.BRANCH:
        return f"Push {entries} to branch {spec.branch}"
    return f"Make a patch file with {entries}"
