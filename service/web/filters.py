"""What the address of a queue or list page asks for, and the address that asks for the same again."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from pydantic import BeforeValidator, Field

from service.db.queues import QueueFilter, QueueOrder
from service.domain.selections import LONGEST_TEXT, Selection, parse_selection
from service.domain.taxonomy import Taxonomy

Text = Annotated[str, Query(max_length=LONGEST_TEXT)]
Days = Annotated[
    Annotated[int, Field(ge=1, le=3650)] | None,
    BeforeValidator(lambda given: given or None),  # a form sends an empty field for "any date"
    Query(),
]
Least = Annotated[float, Query(ge=0, le=1)]


def queue_filter(
    request: Request,
    taxonomy: Taxonomy,
    *,
    q: str = "",
    at_least: float = 0.0,
    days: int | None = None,
    order: QueueOrder = QueueOrder.LIKELIEST,
) -> QueueFilter:
    """Return what the address asks of a queue.

    Raises:
        BadInput: it asks for a tag that the list does not have.
    """
    tags = wanted_tags(request, taxonomy)
    return QueueFilter(text=q.strip(), tags=tags, at_least=at_least, days=days, order=order)


def selection_of(request: Request, taxonomy: Taxonomy) -> Selection:
    """Return the selection that an address like `?q=token&stage=in-llm&method=merge` asks for.

    Raises:
        BadInput: it asks for a tag that the list does not have, or for too many words.
    """
    given = {facet.name: request.query_params.getlist(facet.name) for facet in taxonomy.facets}
    return parse_selection(taxonomy, given, request.query_params.get("q", ""))


def wanted_tags(request: Request, taxonomy: Taxonomy) -> dict[str, list[str]]:
    """Return the tags that an address like `?stage=in-llm&method=merge` asks for, in one order.

    Raises:
        BadInput: a facet has no such tag; the text names those that it has.
    """
    given = {facet.name: request.query_params.getlist(facet.name) for facet in taxonomy.facets}
    return parse_selection(taxonomy, given).facets


def queue_query(wanted: QueueFilter) -> str:
    """Return the query of an address that asks for this; what is as usual is left out."""
    pairs: list[tuple[str, str]] = [("q", wanted.text)] if wanted.text else []
    pairs += tag_pairs(wanted.tags)
    if wanted.at_least:
        pairs.append(("at_least", f"{wanted.at_least:g}"))
    if wanted.days:
        pairs.append(("days", str(wanted.days)))
    if wanted.order is not QueueOrder.LIKELIEST:
        pairs.append(("order", wanted.order))
    return f"?{urlencode(pairs)}" if pairs else ""


def tag_pairs(tags: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return tags as the pairs of a query."""
    return [(facet, name) for facet, names in tags.items() for name in names]
