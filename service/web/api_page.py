"""The API's page: what there is to read, each with a form that tries it, made from the API's own document."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from service.errors import BadInput, NotFound
from service.web.frame import Page
from service.web.metadata import Metadata

router = APIRouter(include_in_schema=False)

LONGEST = 300  # characters of one field
_STANDS_FOR = {"slug": "mllm-token-compression", "week": "2025-W44", "form": "jsonl"}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of an operation."""

    name: str
    words: str
    example: str
    is_required: bool
    is_in_path: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be read without an account."""

    name: str
    heading: str
    path: str
    words: str
    fields: tuple[Field, ...]


@router.get("/api")
def show_api(request: Request, page: Page) -> HTMLResponse:
    """Show what can be read through the API."""
    return page.page(
        "pages/api.html",
        about=Metadata(
            path="/api",
            title="API",
            description="Papers, lists, tags and weekly digests as data; each address can be tried.",
        ),
        operations=_operations(request),
    )


@router.get("/api-try/{name}")
def try_operation(request: Request, name: str) -> RedirectResponse:
    """Lead to the address that the form's fields make."""
    found = next((each for each in _operations(request) if each.name == name), None)
    if found is None:
        raise NotFound("The API has no such address; choose one of its page.")
    path, query = found.path, {}
    for field in found.fields:
        given = request.query_params.get(field.name, "").strip()
        if len(given) > LONGEST:
            raise BadInput(f"The field {field.name} is longer than {LONGEST} characters; shorten it.")
        if field.is_required and not given:
            raise BadInput(f"The field {field.name} is needed; go back and fill it in.")
        if field.is_in_path:
            path = path.replace(f"{{{field.name}}}", quote(given, safe="."))
        elif given:
            query[field.name] = given
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, status_code=303)


def _operations(request: Request) -> list[Operation]:
    paths: dict[str, Any] = request.app.openapi()["paths"]
    return [
        Operation(
            name=methods["get"]["operationId"],
            heading=methods["get"]["tags"][0],
            path=path,
            words=methods["get"]["description"].split("\n\n")[0],
            fields=tuple(_field(each) for each in methods["get"].get("parameters", ())),
        )
        for path, methods in paths.items()
        if "get" in methods and not methods["get"].get("security")
    ]


def _field(parameter: dict[str, Any]) -> Field:
    schema = parameter.get("schema", {})
    examples = schema.get("examples") or [_STANDS_FOR.get(parameter["name"], "")]
    is_in_path = parameter["in"] == "path"
    return Field(
        name=parameter["name"],
        words=parameter.get("description", ""),
        example=str(examples[0]),
        is_required=bool(parameter.get("required")),
        is_in_path=is_in_path,
    )
