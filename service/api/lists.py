"""Lists, their tags, and their entries: what stands there, and what is on its way."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Response

from service.api import told
from service.api.paging import Paging
from service.api.schemas import (
    CountOut,
    CountsOut,
    EntriesOut,
    ListOut,
    ListsOut,
    TagOut,
    TagsOut,
    list_out,
)
from service.api.wire import make_router, short
from service.boundary import ReadDb
from service.db import entry_lines, entry_pages, entry_tallies, lists
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.domain.queries import check_name, parse_filter

router = make_router("lists")


@router.get("/lists")
def all_lists(session: ReadDb) -> ListsOut:
    """Return all lists, with their taxonomies."""
    counts = entry_tallies.sizes(session)
    return ListsOut(items=[list_out(found, counts.get(found.id, 0)) for found in lists.every(session)])


@router.get("/lists/{slug}")
def one_list(session: ReadDb, slug: str) -> ListOut:
    """Return a list by its slug or alias."""
    found = lists.by_slug(session, slug)
    return list_out(found, entry_tallies.sizes(session).get(found.id, 0))


@router.get("/lists/{slug}/entries", response_model=EntriesOut)
@short
def entries_page(session: ReadDb, asked: Paging, slug: str) -> Response:
    """Return a list's entries, the last listed first, with the confirmed papers that are on their way to it.

    Filter fields: every facet of the list, `state` (`listed`, `confirmed`), `date`, `id`, `venue`.
    Sort by `date`.
    """
    found = lists.by_slug(session, slug)
    rows = entry_lines.page(
        session,
        found.id,
        conditions=asked.conditions(entry_pages.fields(found.spec.taxonomy)),
        limit=asked.limit + 1,
        after=asked.after(datetime, int, int),
        is_descending=asked.sort(("date",), "-date").is_descending,
    )
    shown, target = asked.cut(rows, lambda row: row.key)
    return asked.tell(shown, told.ENTRY, target)


@router.get("/lists/{slug}/counts")
def counts_of_list(
    session: ReadDb,
    slug: str,
    group_by: Annotated[str, Query(max_length=80, description="A facet, `state`, `venue`, `year`, `month`.")],
    where: Annotated[str, Query(alias="filter", description="As for the list's entries.")] = "",
) -> CountsOut:
    """Return how many entries are in each group, the largest first; one with two tags counts twice."""
    found = lists.by_slug(session, slug)
    facets = [facet.name for facet in found.spec.taxonomy.facets]
    check_name(group_by, [*facets, "state", "venue", "year", "month"], what="group")
    conditions = parse_filter(where, entry_pages.fields(found.spec.taxonomy))
    counts = entry_tallies.counts(session, found.id, conditions=conditions, group_by=group_by)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return CountsOut(items=[CountOut(key=key, entries=number) for key, number in ordered])


@router.get("/lists/{slug}/tags")
def tags_of_list(session: ReadDb, slug: str) -> TagsOut:
    """Return a list's tags, in its own order, with the number of its entries that have each."""
    return TagsOut(items=_tags(session, lists.by_slug(session, slug)))


@router.get("/tags")
def all_tags(session: ReadDb) -> TagsOut:
    """Return the tags of all lists."""
    return TagsOut(items=[tag for found in lists.every(session) for tag in _tags(session, found)])


def _tags(session: AnySession, found: StoredList) -> list[TagOut]:
    facets = [facet.name for facet in found.spec.taxonomy.facets]
    counts = entry_tallies.tags(session, found.id, facets)
    return [
        TagOut(
            list=found.slug,
            facet=facet.name,
            name=tag.name,
            label=tag.label,
            definition=tag.definition,
            entries=counts.get((facet.name, tag.name), 0),
        )
        for facet in found.spec.taxonomy.facets
        for tag in facet.tags
    ]
