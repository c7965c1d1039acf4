"""What `/api/query` does with its parameters: from a request to a page of papers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tests.emulators.arxiv_conditions import Condition
from tests.emulators.arxiv_corpus import Corpus, Look, Paper
from tests.emulators.arxiv_query import BadQuery, parse_query

CEILING = 10_000  # the new backend answers 500 past it
SLICE = 2_000
_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
_SORTS = ("relevance", "lastUpdatedDate", "submittedDate")
_ORDERS = ("ascending", "descending")
_REMEMBERED = 32


class Refused(ValueError):
    """arXiv's own words for what is wrong with a request (status 400)."""


class Broken(RuntimeError):
    """The request makes arXiv fail (status 500)."""


@dataclass(frozen=True)
class Request:
    """The parameters, checked."""

    search_query: str
    id_list: tuple[str, ...]
    start: int
    max_results: int
    sort_by: str
    sort_order: str

    @classmethod
    def parse(cls, params: Mapping[str, str]) -> "Request":
        """Check the parameters.

        Raises:
            Refused: one of them is malformed.
        """
        ids = tuple(i.strip() for i in params.get("id_list", "").split(",") if i.strip())
        for paper_id in ids:
            if not _ID.fullmatch(paper_id):
                raise Refused(f"incorrect id format for {paper_id}")
        sort_by = params.get("sortBy") or "relevance"
        sort_order = params.get("sortOrder") or "descending"
        if sort_by not in _SORTS:
            raise Refused(f"sortBy must be in: {', '.join(_SORTS)}")
        if sort_order not in _ORDERS:
            raise Refused(f"sortOrder must be in: {', '.join(_ORDERS)}")
        query = params.get("search_query", "").strip()
        if not query and not ids:
            raise Refused("Either a search_query or id_list must be specified for the classic API.")
        start, size = _count(params, "start", 0), _count(params, "max_results", 10)
        return cls(query, ids, start, size, sort_by, sort_order)

    @property
    def previous(self) -> "Request":
        """The page before this one (the first one has none and stays)."""
        return replace(self, start=max(0, self.start - self.max_results))


@dataclass(frozen=True)
class Page:
    """What an answer says; faults change it before it is written."""

    request: Request
    query: str
    total: int
    papers: tuple[tuple[Paper, int | None], ...]  # with the version that was asked for, if one was


class Searcher:
    """Answers requests from a corpus; remembers the latest results for the pages that follow."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._results: dict[Request, tuple[tuple[Paper, int | None], ...]] = {}

    def forget(self) -> None:
        """Drop remembered results, because the corpus changed."""
        self._results.clear()

    def page(self, request: Request) -> Page:
        """Find the page that a request asks for.

        Raises:
            Refused: the query cannot be read.
            Broken: the page lies past the ceiling.
        """
        if request.start + request.max_results > CEILING:
            raise Broken(f"results past {CEILING} cannot be had")
        condition = _parsed(request.search_query) if request.search_query else None
        key = replace(request, start=0, max_results=0)
        found = self._results.get(key)
        if found is None:
            found = tuple(_sorted(self._found(request, condition), request, condition))
            while len(self._results) >= _REMEMBERED:
                self._results.pop(next(iter(self._results)), None)
            self._results[key] = found
        size = min(request.max_results, SLICE)
        shown = found[request.start : request.start + size]
        return Page(request, str(condition) if condition else "", len(found), shown)

    def _found(self, request: Request, condition: Condition | None) -> Iterator[tuple[Paper, int | None]]:
        if not request.id_list:
            assert condition is not None
            low, high = condition.bounds()
            yield from ((p, None) for p in self.corpus.between(low, high) if condition.meets(Look(p)))
            return
        for paper_id in request.id_list:
            bare, _, version = paper_id.partition("v")
            paper = self.corpus.by_id.get(bare)
            if paper is None or (version and (condition is not None or int(version) > paper.version)):
                continue
            if condition is None or condition.meets(Look(paper)):
                yield paper, int(version) if version else None


def _count(params: Mapping[str, str], name: str, default: int) -> int:
    try:
        value = int(params.get(name) or default)
    except ValueError:
        raise Refused(f"{name} must be an integer") from None
    if value < 0:
        raise Refused(f"{name} must be non-negative")
    return value


def _parsed(text: str) -> Condition:
    try:
        return parse_query(text)
    except BadQuery as exc:
        raise Refused(str(exc)) from exc


def _sorted(
    found: Iterator[tuple[Paper, int | None]], request: Request, condition: Condition | None
) -> list[tuple[Paper, int | None]]:
    papers = list(found)
    if request.sort_by == "relevance":
        if condition is None:
            return papers
        wanted = list(condition.phrases())
        papers.sort(key=lambda p: (p[0].published, p[0].id), reverse=True)
        if wanted:
            titles = {p.id: p.text("ti") for p, _ in papers}
            papers.sort(key=lambda p: -sum(w.pattern.search(titles[p[0].id]) is not None for w in wanted))
        return papers if request.sort_order == "descending" else papers[::-1]
    is_updated = request.sort_by == "lastUpdatedDate"
    papers.sort(
        key=lambda p: (p[0].updated if is_updated else p[0].published, p[0].id),
        reverse=request.sort_order == "descending",
    )
    return papers
