"""arXiv's query interface, through the `arxiv` package: the only file that knows that package.

The package has no deadline and no growing waits, parses leniently and stops at an empty first page. So its
requests go through our transport (gate, deadlines, examined answers), one page at a time.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

import arxiv  # type: ignore[import-untyped]  # the package publishes no types
import requests

from service.domain.papers import ArxivId
from service.errors import SourceBusy, SourceError, SourceLied
from service.sources.arxiv_feed import examine_feed
from service.sources.arxiv_results import record_from
from service.sources.arxiv_windows import Check, decide_page, read_window, window_query
from service.sources.base import Circuit, Found, Gate, Page, Window
from service.sources.retry import LocalCircuit, Patience, persist
from service.sources.transport import Deadlines, make_session

ENDPOINT = "https://export.arxiv.org/api/query"
LARGEST_PAGE = 2_000
LARGEST_WINDOW = 8_000  # results past 10,000 cannot be had; the rest is for papers that come while we read
_IDS_A_REQUEST = 200  # the address stays under 4 kB


class ArxivApi:
    """arXiv as we use it: every request waits for its turn at the gate and has a bounded number of tries.

    All methods raise `SourceError` (or `SourceBusy`, `SourceLied`) when the tries are used up.
    """

    def __init__(
        self,
        gate: Gate,
        *,
        base_url: str = ENDPOINT,
        contact: str = "",
        page_size: int = 1_000,
        patience: Patience | None = None,
        deadlines: Deadlines | None = None,
        jitter: Callable[[], float] = random.random,
        circuit: Circuit | None = None,
    ) -> None:
        self._gate = gate
        self._base_url = base_url
        self._contact = contact
        self._page_size = min(page_size, LARGEST_PAGE)
        self._patience = patience or Patience()
        self._jitter = jitter
        self._circuit = circuit or LocalCircuit()
        self._requests = 0
        self._session = self._make_session(deadlines or Deadlines())

    def count(self, query: str, start: datetime | None = None, end: datetime | None = None) -> int:
        """Return how many papers arXiv says match the query, in a window if one is given."""
        asked = window_query(query, start, end) if start and end else query
        return self._read_page(asked, 0, 1, lambda page: decide_page(page, start=0, size=1)).total

    def fetch_window(
        self, query: str, start: datetime, end: datetime, *, known_total: int | None = None
    ) -> Window:
        """Return all papers of a query submitted from `start` until before `end`.

        Raises:
            SourceLied: what came is not what arXiv says there is, even after reading again.
        """
        window = self.read_window(query, start, end, known_total=known_total)
        if window.problem:
            raise SourceLied(
                f"arXiv contradicts itself about {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC: "
                f"{window.problem}. The window counts as incomplete and will be read again."
            )
        return window

    def read_window(
        self, query: str, start: datetime, end: datetime, *, known_total: int | None = None
    ) -> Window:
        """Return what came of a window; its `problem` says whether something is missing."""
        before = self._requests
        window = read_window(
            self._read_page,
            query,
            start,
            end,
            page_size=self._page_size,
            known_total=known_total,
            largest=LARGEST_WINDOW,
        )
        return replace(window, requests=self._requests - before)

    def fetch_ids(self, ids: Iterable[ArxivId]) -> Found:
        """Return the papers of these ids; an id counts as unknown when arXiv left it out twice."""
        wanted, before = list(dict.fromkeys(ids)), self._requests
        first = [page for chunk in _chunks(wanted) for page in self._read_ids(chunk).records]
        known = {r.arxiv_id: r for r in first}
        missing = [i for i in wanted if i not in known]
        known |= {r.arxiv_id: r for chunk in _chunks(missing) for r in self._read_ids(chunk).records}
        return Found(
            records=tuple(known[i] for i in wanted if i in known),
            unknown=tuple(i for i in wanted if i not in known),
            requests=self._requests - before,
        )

    def is_reachable(self, timeout: float = 5.0) -> bool:
        """Say whether arXiv answers at all within so many seconds; being told to wait is an answer."""
        try:
            self._circuit.check()
        except SourceBusy:
            return True
        session = self._make_session(Deadlines(connect=timeout, read=timeout, whole=timeout))
        client = _PageClient(session, self._base_url, page_size=1)
        try:
            client.page(arxiv.Search(id_list=["1706.03762"], max_results=1), 0)
        except SourceBusy:
            return True
        except SourceError:
            return False
        return True

    def _read_page(self, query: str, start: int, size: int, check: Check) -> Page:
        search = arxiv.Search(
            query=query,
            max_results=None,
            sort_by=arxiv.SortCriterion.SubmittedDate,
            sort_order=arxiv.SortOrder.Ascending,
        )
        return self._persist(search, start, size, check)

    def _read_ids(self, ids: list[ArxivId]) -> Page:
        asked = frozenset(ids)

        def check(page: Page) -> str | None:
            strangers = [r.arxiv_id.value for r in page.records if r.arxiv_id not in asked]
            if strangers:
                return f"asked for {len(ids)} ids, it gave {strangers[0]}, which is none of them"
            return decide_page(page, start=0, size=len(ids))

        search = arxiv.Search(id_list=[i.value for i in ids], max_results=len(ids))
        return self._persist(search, 0, len(ids), check)

    def _persist(self, search: arxiv.Search, start: int, size: int, check: Check) -> Page:
        client = _PageClient(self._session, self._base_url, page_size=size)

        def once() -> Page:
            self._requests += 1
            page = client.page(search, start)
            if problem := check(page):
                raise SourceLied(problem)
            return page

        return persist(
            once, gate=self._gate, circuit=self._circuit, patience=self._patience, jitter=self._jitter
        )

    def _make_session(self, deadlines: Deadlines) -> requests.Session:
        return make_session(
            self._gate,
            service="arXiv",
            contact=self._contact,
            accept="application/atom+xml",
            examine=examine_feed,
            deadlines=deadlines,
        )


class _PageClient(arxiv.Client):  # type: ignore[misc]  # untyped, see above
    """The package's client over our session, giving one page a call; its own waits and tries are off."""

    def __init__(self, session: requests.Session, base_url: str, *, page_size: int) -> None:
        super().__init__(page_size=page_size, delay_seconds=0, num_retries=0)
        self.query_url_format = base_url + "?{}"
        self._session = session

    def page(self, search: arxiv.Search, start: int) -> Page:
        """Return the page of results from `start` on."""
        feed = self._parse_feed(self._format_url(search, start, self.page_size), first_page=True)
        if feed.malformed:
            raise SourceLied("arXiv's answer could not be parsed; try again later.")
        return Page(
            start=feed.header.start_index,
            total=feed.header.total_results,
            records=tuple(record_from(r) for r in feed.results),
        )


def _chunks(ids: list[ArxivId]) -> list[list[ArxivId]]:
    return [ids[n : n + _IDS_A_REQUEST] for n in range(0, len(ids), _IDS_A_REQUEST)]
