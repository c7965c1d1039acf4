"""Answers when something is wrong: a page for people, problem JSON for programs, a fragment for htmx."""

from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from service.boundary import COOKIE, SignInNeeded
from service.errors import ListkeeperError
from service.templating import render
from service.web.frame import Frame, path_of, static, theme_of
from service.web.headers import SECURITY, SecureHeaders
from service.web.words import add_filters

_TITLES = {
    400: "This cannot be used",
    401: "Sign in first",
    403: "Not for this account",
    404: "There is no such page",
    405: "Not in this way",
    409: "Changed in the meantime",
    412: "Changed in the meantime",
    413: "Too large",
    422: "This cannot be used",
    429: "Too many tries",
    502: "Another service did not answer",
    503: "Not ready",
}
_SENTENCES = {
    404: "The address may be mistyped, or the thing was removed; start again from the first page.",
    405: "This address takes another kind of request; go back and use the form.",
}
_NO_JSON = "The content is no JSON; look for a missing quote, comma or bracket, and send it in UTF-8."
_NOT_SAID = "Send the fields as one JSON object, with the header Content-Type: application/json."
_FAILED = "Something failed here, not with you. It was logged; try again in a minute."

log = structlog.get_logger()


def install(app: FastAPI) -> None:
    """Let the application answer errors in our words and send the security headers."""
    app.state.templates.globals["static"] = static
    add_filters(app.state.templates)
    app.add_exception_handler(ListkeeperError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
    app.add_middleware(SecureHeaders, refuse=problem)


def problem(request: Request, status: int, sentence: str) -> Response:
    """Return one sentence about what is wrong, in the form that the asker reads."""
    title = _TITLES.get(status, "Something failed")
    if request.url.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
        return JSONResponse(body, status_code=status, media_type="application/problem+json")
    templates = request.app.state.templates
    if "HX-Request" in request.headers:
        text = render(templates, "fragments/problem.html", title=title, sentence=sentence)
        headers = {"HX-Retarget": "#message", "HX-Reswap": "innerHTML"}
        return HTMLResponse(text, status_code=status, headers=headers)
    is_known = COOKIE in request.cookies
    frame = Frame(path=path_of(request), theme=theme_of(request), token="", is_known=is_known)
    text = render(templates, "pages/error.html", frame=frame, status=status, title=title, sentence=sentence)
    return HTMLResponse(text, status_code=status)


async def _ours(request: Request, exc: Exception) -> Response:
    if isinstance(exc, SignInNeeded) and not request.url.path.startswith("/api/"):
        return _to_sign_in(request)
    status = getattr(exc, "status", 500)
    answer = problem(request, status, str(exc))
    wait = getattr(exc, "retry_after", None)
    if wait:
        answer.headers["Retry-After"] = str(int(wait))
    return answer


async def _invalid(request: Request, exc: Exception) -> Response:
    errors: list[Any] = list(exc.errors()) if isinstance(exc, RequestValidationError) else []
    if errors and request.url.path.startswith("/api/"):
        if errors[0]["type"] == "json_invalid":
            return problem(request, 422, _NO_JSON)
        if tuple(errors[0]["loc"]) == ("body",):  # all of it: another kind of content, or none
            return problem(request, 422, _NOT_SAID)
    return problem(request, 422, _first_complaint(errors))


async def _http(request: Request, exc: Exception) -> Response:
    status = exc.status_code if isinstance(exc, HTTPException) else 500
    detail = str(exc.detail) if isinstance(exc, HTTPException) else _FAILED
    if isinstance(exc.__cause__, (UnicodeDecodeError, RecursionError)) and request.url.path.startswith(
        "/api/"
    ):
        detail = _NO_JSON
    answer = problem(request, status, _SENTENCES.get(status, detail))
    answer.headers.update(getattr(exc, "headers", None) or {})  # such as Allow
    return answer


async def _unexpected(request: Request, exc: Exception) -> Response:
    log.error("page_failed", path=request.url.path, exc_info=exc)
    answer = problem(request, 500, _FAILED)
    answer.headers.update(SECURITY)  # this handler stands outside of every middleware
    return answer


def _to_sign_in(request: Request) -> Response:
    target = f"/sign-in?next={quote(path_of(request), safe='')}"
    if "HX-Request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": target})
    return RedirectResponse(target, status_code=303)


def _first_complaint(errors: list[Any]) -> str:
    if not errors:
        return "Something in this request cannot be read; go back and try again."
    first = errors[0]
    field = str(first["loc"][-1])
    limit = first.get("ctx", {}).get("max_length")
    if limit is not None:
        return f"The field “{field}” is too long: at most {limit} characters; shorten it and send it again."
    return f"The field “{field}” cannot be used ({str(first['msg']).lower()}); correct it and send it again."
