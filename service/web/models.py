"""Model cards: what a list's suggestions rest on, how right they are, and what changed."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb
from service.db import bundles, lists
from service.row_ids import RowNumber
from service.web.frame import Page
from service.web.metadata import Metadata
from service.web.model_card import make_card

router = APIRouter(include_in_schema=False)

_SHOWN = 10  # earlier models


@router.get("/lists/{slug}/model")
@router.get("/lists/{slug}/model/{bundle_id}")
def show_model(page: Page, session: ReadDb, slug: str, bundle_id: RowNumber | None = None) -> HTMLResponse:
    """Show the card of the model in use, or of an earlier one.

    Raises:
        NotFound: there is no such list, or it has no such model.
    """
    found = lists.by_slug(session, slug)
    known = bundles.of_list(session, found.id)
    current = next((b for b in known if b.is_in_use), None)
    shown = bundles.by_id(session, found.id, bundle_id) if bundle_id is not None else current
    before = next((b for b in known if shown and b.id == shown.manifest.get("before")), None)
    name = found.spec.name
    return page.page(
        "pages/model.html",
        current=found,
        about=Metadata(
            path=f"/lists/{found.slug}/model",
            title=f"{name}: how papers are suggested",
            description=f"What the suggestions for {name} are learned from, and how often they are right.",
        ),
        list=found,
        card=make_card(shown, found.spec.taxonomy, before) if shown else None,
        models=known[:_SHOWN],
    )
