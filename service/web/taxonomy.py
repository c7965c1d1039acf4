"""The taxonomy: what the tags mean, with examples; and its editor, which shows what a change does first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from service.boundary import ListMaintainer, ReadDb, WriteDb, checked_form
from service.db import lists, retagging
from service.domain.taxonomy import Facet, Tag
from service.domain.taxonomy_edit import EditKind, TaxonomyEdit
from service.errors import BadInput
from service.web.frame import Page, go_to, own_path
from service.workflows.list_settings import change_taxonomy, preview_edit

router = APIRouter(prefix="/lists/{slug}", include_in_schema=False)

_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class TagShown:
    """A tag with the papers that were listed with it last."""

    tag: Tag
    used: int
    examples: Sequence[tuple[str, str | None]]


@router.get("/tags")
def show_tags(page: Page, session: ReadDb, slug: str) -> HTMLResponse:
    """Say what the tags of a list mean, each with two papers that have it."""
    found = lists.by_slug(session, slug)
    used = retagging.uses(session, found.id)

    def shown(facet: Facet, tag: Tag) -> TagShown:
        examples = retagging.examples(session, found.id, facet.name, tag.name, limit=_EXAMPLES)
        return TagShown(tag, used.get((facet.name, tag.name), 0), examples)

    facets = [(facet, [shown(facet, tag) for tag in facet.tags]) for facet in found.spec.taxonomy.facets]
    if page.is_part:
        return HTMLResponse(page.text("fragments/tags.html", list=found, facets=facets, level=3))
    return page.page("pages/tags.html", current=found, list=found, facets=facets, level=2)


async def sent_form(request: Request) -> FormData:
    """Return the fields of a form; only a body must be awaited."""
    return await request.form()


Sent = Annotated[FormData, Depends(sent_form)]


@router.get("/taxonomy")
def show_taxonomy(page: Page, session: ReadDb, who: ListMaintainer) -> HTMLResponse:
    """Show the editor of a list's taxonomy."""
    found = who.list
    return page.page(
        "pages/taxonomy.html",
        current=found,
        list=found,
        used=retagging.uses(session, found.id),
        done=page.request.query_params.get("done", ""),
    )


@router.get("/taxonomy/word")
def ask_about_word(
    page: Page,
    who: ListMaintainer,
    facet: Annotated[str, Query(max_length=80)],
    word: Annotated[str, Query(max_length=200)],
    back: Annotated[str, Query(max_length=2000)] = "/",
) -> HTMLResponse:
    """Ask whether a word that the taxonomy does not know is another word for a tag, or a new one.

    Raises:
        BadInput: the list has no such facet.
    """
    known = who.list.spec.taxonomy.facet(facet)
    if known is None:
        raise BadInput(f"This list has no facet {facet[:40]!r}; go back to the queue.")
    pairs = who.list.spec.taxonomy.read(word, facet=facet)
    return page.page(
        "pages/word.html",
        current=who.list,
        list=who.list,
        facet=known,
        word=" ".join(word.split()),
        means=known.tag(pairs[0][1]) if pairs else None,
        back=own_path(back),
    )


@router.post("/taxonomy/preview", dependencies=[Depends(checked_form)])
def preview_taxonomy(page: Page, session: ReadDb, who: ListMaintainer, sent: Sent) -> HTMLResponse:
    """Show what a change would do; nothing is stored.

    Raises:
        BadInput: it cannot be done.
    """
    edit = _edit(sent)
    change, tagged = preview_edit(session, who.list, edit)
    return page.page(
        "pages/taxonomy_change.html",
        current=who.list,
        list=who.list,
        edit=edit,
        change=change,
        tagged=tagged,
        before=who.list.spec.taxonomy.facet(edit.facet),
        after=change.after.facet(edit.facet),
        seen=who.list.mark,
        back=own_path(str(sent.get("back", "/"))),
    )


@router.post("/taxonomy", dependencies=[Depends(checked_form)])
def take_edit(
    page: Page,
    session: WriteDb,
    who: ListMaintainer,
    sent: Sent,
    seen: Annotated[str, Form(max_length=80)],
    back: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Change the taxonomy as the preview said.

    Raises:
        Conflict: the list has changed since the preview.
        BadInput: it cannot be done.
    """
    change_taxonomy(session, who.list, _edit(sent), seen=seen, user=who.user, now=page.now)
    target = own_path(back)
    return go_to(target) if target != "/" else go_to(f"/lists/{who.list.slug}/taxonomy", done="changed")


def _edit(sent: FormData) -> TaxonomyEdit:
    kind = str(sent.get("kind", ""))
    if kind not in set(EditKind):
        raise BadInput(f"{kind[:20]!r} is no change of a taxonomy; choose one of: {', '.join(EditKind)}.")
    words = tuple(str(word) for name, word in sent.multi_items() if name == "words" and word)
    return TaxonomyEdit(
        kind=EditKind(kind),
        facet=str(sent.get("facet", "")),
        tag=str(sent.get("tag", "")),
        word=str(sent.get("word", "")),
        into=str(sent.get("into", "")),
        definition=str(sent.get("definition", "")),
        words=words,
    )
