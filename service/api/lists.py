"""Lists: what we follow, and where it comes from."""

from pydantic import BaseModel

from service.api.wire import make_router
from service.boundary import ReadDb
from service.db import lists

router = make_router("lists")


class ListName(BaseModel):
    """A list's slug and name."""

    slug: str
    name: str


@router.get("/lists")
def all_lists(session: ReadDb) -> list[ListName]:
    """Return the lists that are followed."""
    return [ListName(slug=found.slug, name=found.spec.name) for found in lists.every(session)]
