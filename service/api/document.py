"""The API's own description: problems, headers and headings that all routes share."""

from typing import Any

from fastapi.routing import APIRoute
from pydantic import BaseModel, Field

PROBLEM_TYPE = "application/problem+json"

ABOUT = """\
Papers, lists, tags and weekly digests as data. Reading needs no account.

Pages have a `next` address, and end where it is null. Every answer but an export has an ETag; send it back
as `If-None-Match`. Problems are RFC 9457 documents whose `detail` says what to do. Writing needs a token and
an `Idempotency-Key`. Within version 1 fields and parameters are added, never changed or taken away; whatever
goes one day is announced with `Deprecation` and `Sunset` headers a year before.
"""

TAGS = (
    ("papers", "What was crawled from arXiv."),
    ("search", "Words in titles, abstracts and names."),
    ("lists", "Curated lists, their tags and entries."),
    ("exports", "A whole list in one answer."),
    ("digests", "Weekly issues; they never change."),
    ("review", "Candidates, proposals and verdicts; for reviewers."),
    ("writing", "Verdicts and suggestions; with a token."),
    ("publications", "What would go to a list, and sending it; for maintainers."),
    ("webhooks", "Who is told of what happens, and how it went; for maintainers, with a token."),
    ("classify", "What a list's model says of any text; with a token."),
    ("records", "Runs of jobs, coverage of the crawl, publications."),
)


class ProblemOut(BaseModel):
    """What is wrong, and what to do (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["This cannot be used"])
    status: int = Field(examples=[400])
    detail: str = Field(examples=["unknown field `stagee`; did you mean `stage`?"])


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": ProblemOut.model_json_schema()}}}


RESPONSES: dict[int | str, dict[str, Any]] = {
    304: {"description": "You have this already (If-None-Match)."},
    400: _problem("Something cannot be used; `detail` says what to do."),
    401: _problem("A token is needed, or the one that was sent does not work."),
    403: _problem("The token or its owner may not do this."),
    404: _problem("There is no such thing."),
    405: _problem("The address takes another method."),
    409: _problem("It has changed in the meantime; look again."),
    412: _problem("It is not any more what `If-Match` names; look again."),
    413: _problem("What was sent is too large."),
    422: _problem("A parameter or field cannot be used."),
    503: _problem("Not now; `Retry-After` says when to ask again."),
    429: _problem("Too many requests; `Retry-After` says how long to wait."),
}


def operation_id(route: APIRoute) -> str:
    """Return the name of a route in generated clients: the function's own."""
    return route.name
