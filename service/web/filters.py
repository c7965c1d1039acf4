"""What the address of a queue or list page asks for, and the address that asks for the same again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from service.db.queues import QueueFilter, QueueOrder
from service.domain.review import CandidateSource, CandidateState
from service.domain.selections import LONGEST_TEXT, Selection, parse_selection
from service.domain.taxonomy import Taxonomy

Text = Annotated[str, Query(max_length=LONGEST_TEXT)]
_NOTHING = BeforeValidator(lambda given: given or None)  # a form sends an empty field for "any"
_Word = Annotated[str, Field(max_length=LONGEST_TEXT)]


class QueueAsked(BaseModel):
    """The fields of the queue's filter, beside the facets."""

    model_config = ConfigDict(frozen=True)

    q: _Word = ""
    at_least: Annotated[float, Field(ge=0, le=1)] = 0.0
    at_most: Annotated[float, Field(ge=0, le=1)] = 1.0
    days: Annotated[Annotated[int, Field(ge=1, le=3650)] | None, _NOTHING] = None
    since: Annotated[date | None, _NOTHING] = None
    until: Annotated[date | None, _NOTHING] = None
    category: _Word = ""
    author: _Word = ""
    state: Annotated[CandidateState | None, _NOTHING] = None
    source: Annotated[CandidateSource | None, _NOTHING] = None
    order: Annotated[QueueOrder | None, _NOTHING] = None


def queue_filter(
    request: Request, taxonomy: Taxonomy, asked: QueueAsked, usual: QueueOrder = QueueOrder.LIKELIEST
) -> QueueFilter:
    """Return what the address asks of a queue; `usual` is the order where it asks for none.

    Raises:
        BadInput: it asks for a tag that the list does not have.
    """
    tags = wanted_tags(request, taxonomy)
    return QueueFilter(
        text=asked.q.strip(),
        tags=tags,
        once_called={facet: older for facet in tags if (older := taxonomy.once_called(facet, tags[facet]))},
        at_least=asked.at_least,
        at_most=asked.at_most,
        days=asked.days,
        since=asked.since,
        until=asked.until,
        category=asked.category.strip(),
        author=asked.author.strip(),
        state=asked.state,
        source=asked.source,
        order=asked.order or usual,
    )


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


def queue_query(wanted: QueueFilter, usual: QueueOrder = QueueOrder.LIKELIEST) -> str:
    """Return the query of an address that asks for this; what is as usual is left out."""
    said: list[tuple[str, object]] = [
        ("at_least", f"{wanted.at_least:g}" if wanted.at_least else ""),
        ("at_most", f"{wanted.at_most:g}" if wanted.at_most < 1 else ""),
        ("days", wanted.days),
        ("since", wanted.since),
        ("until", wanted.until),
        ("category", wanted.category),
        ("author", wanted.author),
        ("state", wanted.state),
        ("source", wanted.source),
        ("order", wanted.order if wanted.order is not usual else ""),
    ]
    pairs: list[tuple[str, str]] = [("q", wanted.text)] if wanted.text else []
    pairs += tag_pairs(wanted.tags)
    pairs += [(name, str(value)) for name, value in said if value]
    return f"?{urlencode(pairs)}" if pairs else ""


def tag_pairs(tags: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return tags as the pairs of a query."""
    return [(facet, name) for facet, names in tags.items() for name in names]
