"""A list's settings in the browser, beside what its catalog entry says."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from service.boundary import ListMaintainer, Now, ReadDb, WriteDb, checked_form
from service.catalog.draft import render_spec
from service.db import list_changes
from service.domain.lists import Channel, ListSpec, Policy, spec_to_mapping
from service.domain.queue_mix import QueueOrder
from service.web.frame import Page, go_to
from service.web.outlook import ORDER_WORDS
from service.workflows.list_settings import FIELDS, back_to_catalog, change_settings

router = APIRouter(prefix="/lists/{slug}/settings", include_in_schema=False)


async def sent_form(request: Request) -> FormData:
    """Return the fields of a form; only a body must be awaited."""
    return await request.form()


@router.get("")
def show_settings(page: Page, session: ReadDb, who: ListMaintainer) -> HTMLResponse:
    """Show a list's settings, with what its catalog entry says where they differ."""
    return page.page(
        "pages/settings.html",
        current=who.list,
        list=who.list,
        spec=who.list.spec,
        habits=_lines(who.list.spec),
        changes=list_changes.of_list(session, who.list.id),
        catalog=spec_to_mapping(list_changes.catalog_spec(session, who.list.id)),
        orders={order: words for order, words in ORDER_WORDS.items() if order is not QueueOrder.SAMPLE},
        policies=list(Policy),
        channels=list(Channel),
        done=page.request.query_params.get("done", ""),
    )


@router.get("/catalog.yaml")
def give_catalog_entry(who: ListMaintainer, now: Now) -> Response:
    """Give the list's settings and taxonomy as they are now, as the file that a catalog reads."""
    remark = f"{who.list.spec.name}, as it was set on {now.date()}; put it into a folder of your own catalog."
    headers = {"Content-Disposition": f'attachment; filename="{who.list.slug}.yaml"'}
    text = render_spec(who.list.spec, remarks=[remark])
    return Response(text, media_type="application/yaml; charset=utf-8", headers=headers)


@router.post("", dependencies=[Depends(checked_form)])
def take_settings(
    page: Page, session: WriteDb, who: ListMaintainer, sent: Annotated[FormData, Depends(sent_form)]
) -> Response:
    """Change a list's settings.

    Raises:
        BadInput: a value cannot be used; the text says which.
    """
    given = {name: str(sent[name]) for name in FIELDS if name in sent}
    changed = change_settings(session, who.list, given, user=who.user, now=page.now)
    return go_to(f"/lists/{who.list.slug}/settings", done="changed" if changed else "same")


@router.post("/catalog", dependencies=[Depends(checked_form)])
def take_back(
    page: Page, session: WriteDb, who: ListMaintainer, sure: Annotated[str, Form(max_length=10)] = ""
) -> Response:
    """Let the list be as its catalog entry says again, taxonomy and all."""
    if sure:
        back_to_catalog(session, who.list, user=who.user, now=page.now)
    return go_to(f"/lists/{who.list.slug}/settings", done="catalog" if sure else "unsure")


def _lines(spec: ListSpec) -> str:
    return "\n".join(f"{name} = {value}" for name, value in spec.habits.items())
