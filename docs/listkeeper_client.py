"""A small typed client of a Listkeeper site: copy this file; all that it needs is httpx and Python 3.11.

    with Listkeeper("https://lists.example.org") as site:
        for entry in site.entries("mllm-token-compression", filter="stage:in-llm,date:2025-10-01.."):
            print(entry["id"], entry["title"])

It follows pages to their end, sends back ETags so that what has not changed is not sent again, waits when it
is asked to, and gives each write an Idempotency-Key, so that a repeated one is done once.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal, NotRequired, Self, TypedDict, cast

import httpx

MOST_TRIES = 5
LONGEST_WAIT = 60.0  # seconds
_BUSY = (429, 503)
_NOT_MODIFIED = 304
_FIRST_ERROR = 400

Tags = dict[str, list[str]]


class Paper(TypedDict):
    """An arXiv work."""

    id: str
    title: str
    abstract: str
    authors: list[str]
    categories: list[str]
    primary_category: str | None
    submitted_at: str | None
    updated_at: str | None
    version: int
    comment: str | None
    journal_ref: str | None
    doi: str | None
    abs_url: str
    pdf_url: str
    learned_at: str | None
    changed_at: str | None


class Entry(TypedDict):
    """A paper on a list, or a confirmed one that is on its way there."""

    id: str | None
    state: Literal["listed", "confirmed"]
    title: str
    authors: str
    tags: Tags
    at: str | None
    section: list[str]
    venue: str
    date: str
    links: Tags


class Candidate(TypedDict):
    """A paper that waits for a list's verdict, or is past it."""

    id: int
    list: str
    paper: str
    title: str
    state: str
    source: str
    relevance: float
    tags: Tags
    revision: int
    due_on: str | None
    created_at: str | None
    decided_at: str | None
    landed_at: str | None


class Verdict(TypedDict):
    """What a person said about a candidate."""

    id: int
    candidate: int
    proposal: int | None
    user: str
    kind: str
    tags: Tags
    reason: str | None
    note: str
    due_on: str | None
    given_at: str | None
    is_undone: bool


class Problem(TypedDict):
    """What is wrong, and what to do (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: NotRequired[str]


class Refused(Exception):
    """The site said no; the text says what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.get("detail") or problem["title"])
        self.status = problem["status"]


class Listkeeper:
    """One site; with a token also what the token's owner may do."""

    def __init__(
        self,
        address: str,
        *,
        token: str = "",
        http: httpx.Client | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base = f"{address.rstrip('/')}/api/v1"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http, self._wait = http or httpx.Client(timeout=30), wait
        self._known: dict[str, tuple[str, Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def entries(self, slug: str, *, filter: str = "", sort: str = "") -> Iterator[Entry]:  # noqa: A002  # as in the API
        """Yield a list's entries, the last listed first."""
        return cast("Iterator[Entry]", self._items(f"lists/{slug}/entries", filter=filter, sort=sort))

    def papers(self, *, filter: str = "", sort: str = "") -> Iterator[Paper]:  # noqa: A002  # as in the API
        """Yield papers, the last learned first."""
        return cast("Iterator[Paper]", self._items("papers", filter=filter, sort=sort))

    def search(self, words: str) -> list[Paper]:
        """Return the papers that fit best, best first."""
        return cast("list[Paper]", self._get(f"{self._base}/search", {"q": words})["items"])

    def candidates(self, slug: str, *, filter: str = "state:pending") -> Iterator[Candidate]:  # noqa: A002  # as in the API
        """Yield what waits for a verdict, the likeliest first (scope `review:read`)."""
        return cast("Iterator[Candidate]", self._items(f"lists/{slug}/candidates", filter=filter))

    def suggest(self, slug: str, paper: str, *, note: str = "") -> Candidate:
        """Suggest a paper for a list's queue (scope `suggestions:write`)."""
        return cast("Candidate", self._post(f"lists/{slug}/suggestions", {"paper": paper, "note": note}))

    def judge(
        self, candidate: Candidate, kind: Literal["accept", "reject", "unsure"], tags: Tags | None = None
    ) -> Verdict:
        """Give a verdict about a candidate as it was seen (scope `verdicts:write`)."""
        said = {"kind": kind, "revision": candidate["revision"], "tags": tags or {}}
        return cast("Verdict", self._post(f"candidates/{candidate['id']}/verdicts", said))

    def _items(self, path: str, **query: str) -> Iterator[Any]:
        page = self._get(f"{self._base}/{path}", {name: value for name, value in query.items() if value})
        while True:
            yield from page["items"]
            if not page.get("next"):
                return
            page = self._get(page["next"], {})

    def _get(self, url: str, query: dict[str, str]) -> Any:
        full = str(httpx.URL(url, params=query) if query else url)
        etag, body = self._known.get(full, ("", None))
        answer = self._send("GET", full, headers={"If-None-Match": etag} if etag else {})
        if answer.status_code == _NOT_MODIFIED:
            return body
        self._known[full] = (answer.headers.get("etag", ""), answer.json())
        return self._known[full][1]

    def _post(self, path: str, said: dict[str, Any]) -> Any:
        key = {"Idempotency-Key": secrets.token_hex(16)}
        return self._send("POST", f"{self._base}/{path}", headers=key, json=said).json()

    def _send(self, method: str, url: str, *, headers: dict[str, str], json: Any = None) -> httpx.Response:
        for left in reversed(range(MOST_TRIES)):
            answer = self._http.request(method, url, headers={**self._headers, **headers}, json=json)
            if answer.status_code not in _BUSY or not left:
                break
            self._wait(min(float(answer.headers.get("retry-after", "1")), LONGEST_WAIT))
        if answer.status_code >= _FIRST_ERROR:
            raise Refused(answer.json())
        return answer
