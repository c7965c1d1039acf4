"""Pages of the API: an opaque cursor, a `next` link, and the fields that were asked for."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, BeforeValidator, Field

from service.api import told
from service.boundary import settings_of
from service.domain.queries import Condition, Fields, Sort, parse_filter, parse_select, parse_sort
from service.errors import BadInput

LARGEST_PAGE = 200
_LONGEST_CURSOR = 400  # characters
_BAD = "This cursor was not made by this request; start again without it."

T = TypeVar("T")


def _iso_day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_iso_day), Field(strict=True, examples=["2025-10-31"])]
"""A day as ISO 8601 writes it; pydantic alone would take a number of seconds for one, too."""


class Page(BaseModel):
    """What every page says beside its things."""

    next: str | None = Field(
        default=None,
        description="Address of the next page; null on the last one.",
        examples=["https://lists.example.org/api/v1/papers?cursor=eyJrIjpbXX0"],
    )


class Asked:
    """Which page of what was asked for; the same for every collection."""

    def __init__(
        self,
        request: Request,
        response: Response,
        address: str,
        *,
        where: str,
        sort: str,
        select: str,
        limit: int,
        cursor: str,
    ) -> None:
        self._request, self._response, self._address = request, response, address
        self._where, self._sort, self._select, self._cursor = where, sort, select, cursor
        self.limit = limit

    @property
    def is_filtered(self) -> bool:
        """Whether only some of the rows are wanted."""
        return bool(self._where.strip())

    def conditions(self, fields: Fields) -> tuple[Condition, ...]:
        """Return what the rows must be like."""
        return parse_filter(self._where, fields)

    def sort(self, names: Iterable[str], default: str) -> Sort:
        """Return the order of the rows."""
        return parse_sort(self._sort or default, names)

    def after(self, *kinds: type) -> tuple[Any, ...] | None:
        """Return the place that the cursor names, or None for the first page.

        Raises:
            BadInput: it was made for another filter or order, or by somebody else.
        """
        if not self._cursor:
            return None
        try:
            data = json.loads(base64.urlsafe_b64decode(self._cursor + "=" * (-len(self._cursor) % 4)))
            if data["q"] != self._rows_asked() or len(data["k"]) != len(kinds):
                raise BadInput(_BAD)
            return tuple(_checked(value, kind) for value, kind in zip(data["k"], kinds, strict=True))
        except (ValueError, KeyError, TypeError, RecursionError) as exc:
            raise BadInput(_BAD) from exc

    def cut(self, rows: Sequence[T], key: Callable[[T], Sequence[Any]]) -> tuple[Sequence[T], str | None]:
        """Cut off the row that was read ahead; return the page and the address of the next one."""
        if len(rows) <= self.limit:
            return rows, None
        values = key(rows[self.limit - 1])
        place = [value.isoformat() if isinstance(value, datetime) else value for value in values]
        body = json.dumps({"q": self._rows_asked(), "k": place}, separators=(",", ":")).encode()
        cursor = base64.urlsafe_b64encode(body).decode().rstrip("=")
        others = [pair for pair in self._request.query_params.multi_items() if pair[0] != "cursor"]
        query = urlencode([*others, ("cursor", cursor)])
        target = f"{self._address}{self._request.url.path}?{query}"
        self._response.headers["Link"] = f'<{target}>; rel="next"'
        return rows[: self.limit], target

    def tell(self, rows: Sequence[Any], fields: told.Fields, following: str | None) -> Response:
        """Return the page of these rows with only the fields that were asked for; `id` always stays."""
        chosen = parse_select(self._select, fields)
        items = told.things(rows, fields, {*chosen, "id"} if chosen else ())
        body = f'{{"next":{told.text(following)},"items":{items}}}'
        return Response(body, media_type="application/json", headers=dict(self._response.headers))

    def answer(self, page: BaseModel, model: type[BaseModel]) -> Response:
        """Return the page with only the fields that were asked for; `id` always stays."""
        chosen = parse_select(self._select, model.model_fields)
        wanted: set[str] = {*chosen, *({"id"} & set(model.model_fields))}
        parts: Any = {"items": {"__all__": wanted}, "next": True} if chosen else None
        body = page.model_dump_json(include=parts)
        return Response(body, media_type="application/json", headers=dict(self._response.headers))

    def _rows_asked(self) -> str:
        """Name the rows that are asked for: a cursor goes on in these, and in no others."""
        asked = (self._request.url.path, self._where, self._sort)
        return hashlib.sha256(repr(asked).encode()).hexdigest()[:12]


async def _asked(
    request: Request,
    response: Response,
    where: Annotated[
        str, Query(alias="filter", description="Conditions, such as `submitted:2025-10-01..`.")
    ] = "",
    sort: Annotated[str, Query(max_length=80, description="A field; `-` before it: last first.")] = "",
    select: Annotated[str, Query(max_length=400, description="Fields to send: `id,title`.")] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Things on a page.")] = 50,
    cursor: Annotated[
        str, Query(max_length=_LONGEST_CURSOR, description="Where to go on; taken from `next`.")
    ] = "",
) -> Asked:
    address = settings_of(request).address  # a dependency of its own takes longer than the rest of this
    return Asked(
        request, response, address, where=where, sort=sort, select=select, limit=limit, cursor=cursor
    )


Paging = Annotated[Asked, Depends(_asked)]


def _checked(value: Any, kind: type) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise BadInput(_BAD)
        return moment
    if type(value) is not kind and not (kind is float and type(value) is int):
        raise BadInput(_BAD)
    if isinstance(value, int) and abs(value) >= 2**63:
        raise BadInput(_BAD)
    return value
