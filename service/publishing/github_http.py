"""GitHub's REST interface as HTTP: limits respected, errors told apart, the token in one header only.

https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from service.errors import Conflict, NotFound, PublishError
from service.publishing.bounded import ENCODINGS, LARGEST, AnswerTooLarge, send_bounded

BETWEEN_WRITES = 1.0  # seconds; GitHub asks for it, to stay clear of its secondary limits
_TRIES = 4
_LONGEST_WAIT = 60.0  # seconds; a longer one is left to the next run
_FIRST_WAIT = 1.0
_FIRST_WAIT_LIMITED = (
    60.0  # where GitHub does not say for how long it limits us, it asks for a minute at least
)
_TIMEOUT = 30.0
_VERSION = "2022-11-28"
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _CONFLICT, _INVALID, _BUSY = 401, 403, 404, 409, 422, 429
_GONE = 410
_SERVER_ERROR = 500
_READS = ("GET", "HEAD")


class RequestRefused(PublishError):
    """GitHub says that a request is not valid; `reasons` are its words."""

    def __init__(self, message: str, reasons: str) -> None:
        super().__init__(message, is_permanent=True)
        self.reasons = reasons


class WriteGate:
    """Keeps writes apart, whoever makes them; `wait` and `clock` are injected so that tests need no time."""

    def __init__(
        self, wait: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.wait = wait
        self._clock = clock
        self._lock = threading.Lock()
        self._next = 0.0

    def enter(self) -> None:
        """Wait until it is our turn to write."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + BETWEEN_WRITES
        if turn > now:
            self.wait(turn - now)


class GitHubHttp:
    """Sends requests one after the other; a `token` that is a function is asked anew for each of them."""

    def __init__(self, token: str | Callable[[], str], *, base_url: str, gate: WriteGate) -> None:
        self._base_url = base_url.rstrip("/")
        self._headers = {
            "Accept": "application/vnd.github+json, application/json;q=0.9",
            "User-Agent": "listkeeper",
            "X-GitHub-Api-Version": _VERSION,
            **ENCODINGS,
        }
        self._token = token
        self._gate = gate

    def ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Any:
        """Send a request and return the JSON of its answer.

        Raises:
            NotFound: there is no such thing, or the token may not see it.
            Conflict: the thing is changing at this moment.
            RequestRefused: the request is not valid; the reasons are GitHub's.
            PublishError: GitHub refuses or cannot answer; `is_permanent` says whether to try again.
        """
        for attempt in range(1, _TRIES + 1):
            answer = self._send(method, path, params, body)
            if answer is not None and not _is_passing(answer):
                return _read(answer, method, path)
            pause = _pause(answer, attempt)
            if attempt == _TRIES or pause > _LONGEST_WAIT:
                raise _busy(answer, pause)
            self._gate.wait(pause)
        raise AssertionError("unreachable")  # pragma: no cover  # the loop returns or raises

    def pages(self, path: str, *, params: Mapping[str, str | int] | None = None) -> list[Any]:
        """Return all items of a list, 100 a page."""
        found: list[Any] = []
        for page in range(1, 11):
            items = self.ask("GET", path, params={**(params or {}), "per_page": 100, "page": page})
            if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
                raise not_github("no list")
            found += items
            if len(items) < 100:  # noqa: PLR2004 - the page size above
                break
        return found

    def _send(
        self, method: str, path: str, params: Mapping[str, str | int] | None, body: Mapping[str, Any] | None
    ) -> httpx.Response | None:
        if method not in _READS:
            self._gate.enter()
        token = self._token if isinstance(self._token, str) else self._token()
        headers = {**self._headers, **({"Authorization": f"Bearer {token}"} if token else {})}
        try:
            with httpx.Client(headers=headers, timeout=_TIMEOUT) as client:
                url, query = f"{self._base_url}{path}", dict(params) if params else None
                return send_bounded(client, client.build_request(method, url, params=query, json=body))
        except AnswerTooLarge as exc:
            raise not_github(f"more than {LARGEST // 2**20} MiB") from exc
        except httpx.RequestError:  # the connection, redirects without end, or bytes that cannot be unpacked
            return None


def not_github(why: str) -> PublishError:
    """Return the error that tells of an answer as GitHub gives none."""
    words = f"Something that is not GitHub answers in its place ({why}); publish again later."
    return PublishError(words, is_permanent=False)


@contextlib.contextmanager
def as_github_says() -> Iterator[None]:
    """Tell of an answer that lacks what GitHub always says, or says it as nobody can read it.

    Raises:
        PublishError: it does.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as exc:
        raise not_github("no such JSON") from exc


def _is_passing(answer: httpx.Response) -> bool:
    if answer.status_code >= _SERVER_ERROR or answer.status_code == _BUSY:
        return True
    return answer.status_code == _FORBIDDEN and _is_limit(answer)


def _is_limit(answer: httpx.Response) -> bool:
    return (
        "retry-after" in answer.headers
        or answer.headers.get("x-ratelimit-remaining") == "0"
        or "rate limit" in answer.text.lower()
    )


def _pause(answer: httpx.Response | None, attempt: int) -> float:
    """Return how many seconds to wait: what GitHub says, else longer each time."""
    asked = _asked_pause(answer) if answer is not None else None
    is_limited = answer is not None and answer.status_code < _SERVER_ERROR
    first = _FIRST_WAIT_LIMITED if is_limited else _FIRST_WAIT
    return asked if asked is not None else first * 2 ** (attempt - 1)


def _asked_pause(answer: httpx.Response) -> float | None:
    """Return how many seconds GitHub wants us to wait, if it says."""
    said = answer.headers.get("retry-after", "")
    if said.isdecimal():
        return float(said)
    reset = answer.headers.get("x-ratelimit-reset", "")
    if answer.headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
        return max(0.0, float(reset) - time.time())
    return None


def _busy(answer: httpx.Response | None, pause: float) -> PublishError:
    if answer is None:
        return PublishError("GitHub cannot be reached; publish again later.", is_permanent=False)
    if answer.status_code >= _SERVER_ERROR:
        return PublishError(
            f"GitHub cannot answer now ({answer.status_code}); publish again later.", is_permanent=False
        )
    return PublishError(f"GitHub asks us to slow down; publish again in {pause:.0f} s.", is_permanent=False)


def _read(answer: httpx.Response, method: str, path: str) -> Any:
    status = answer.status_code
    if status < 400:  # noqa: PLR2004 - HTTP's first error
        return _told(answer)
    said = _words(answer)
    if status == _UNAUTHORIZED:
        raise PublishError("GitHub does not accept the token; set LISTKEEPER_GITHUB_TOKEN to a valid one.")
    if status == _FORBIDDEN:
        raise PublishError(f"The GitHub token may not do this ({method} {path}: {said}); widen its rights.")
    if status in (_NOT_FOUND, _GONE):
        raise NotFound(f"GitHub has no {path}, or the token may not see it; check the list's repository.")
    if status == _CONFLICT:
        raise Conflict(f"GitHub is busy with this repository ({said}); publish again in a minute.")
    if status == _INVALID:
        raise RequestRefused(f"GitHub refuses {method} {path}: {said}.", said)
    raise PublishError(f"GitHub answered {status} to {method} {path}: {said}.")


def _told(answer: httpx.Response) -> Any:
    try:
        return answer.json() if answer.content else None
    except (ValueError, RecursionError) as exc:  # RecursionError: brackets in brackets without end
        raise not_github("no JSON") from exc


def _words(answer: httpx.Response) -> str:
    try:
        said = answer.json()
    except (ValueError, RecursionError):
        said = None
    told = said if isinstance(said, dict) else {}
    errors = told["errors"] if isinstance(told.get("errors"), list) else []
    details = [str(e.get("message") or e.get("code") or e) if isinstance(e, dict) else str(e) for e in errors]
    return ("; ".join(details) or str(told.get("message") or "no reason given"))[:300]
