"""Reading a stretch of time whole, or saying what is missing.

A window is believed when every page holds exactly the papers that the total promises, none of them twice,
and two reads name the same total. Pages that do not are read again; a total that moves starts the window
afresh; a window too large for arXiv's ceiling is split by time.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from service.domain.papers import ArxivId, PaperRecord
from service.errors import SourceError, SourceLied
from service.sources.base import Page, Window

_FILL = 0.75  # how full the parts of a split window are meant to be: days are not even
_READS = 3
_MINUTE = timedelta(minutes=1)

Check = Callable[[Page], str | None]
ReadPage = Callable[[str, int, int, Check], Page]  # query, start, size, check: raises SourceLied in the end


def decide_page(page: Page, *, start: int, size: int, seen: frozenset[ArxivId] = frozenset()) -> str | None:
    """Return what is wrong with a page, None if it holds exactly what its total promises."""
    due = max(0, min(size, page.total - start))
    ids = {r.arxiv_id for r in page.records}
    if page.start != start:
        return f"it gave the page from result {page.start} when asked for the one from {start}"
    if len(page.records) != due:
        return f"it says {page.total} papers, but its page from {start} held {len(page.records)} of {due}"
    if repeated := len(page.records) - len(ids - seen):
        return f"its page from {start} repeated {repeated} papers"
    return None


def window_query(query: str, start: datetime, end: datetime) -> str:
    """Return the query for papers submitted from `start` until before `end`; arXiv counts whole minutes."""
    first, last = start.astimezone(UTC), end.astimezone(UTC) - _MINUTE
    return f"({query}) AND submittedDate:[{first:%Y%m%d%H%M} TO {last:%Y%m%d%H%M}]"


def read_window(
    read_page: ReadPage,
    query: str,
    start: datetime,
    end: datetime,
    *,
    page_size: int,
    known_total: int | None = None,
    largest: int,
) -> Window:
    """Read a window; what it holds is in the answer even where something is missing.

    `known_total` is what an earlier read said: if this one agrees, no second one is needed.

    Raises:
        SourceError: arXiv cannot be reached or refuses; nothing can be said of the window.
    """
    reading = _Reading(read_page, query, start, end, page_size, largest)
    try:
        for attempt in range(_READS):
            try:
                return reading.once(known_total)
            except _Moved:
                if attempt == _READS - 1:
                    raise
    except SourceLied as exc:
        return reading.unfinished(str(exc))
    raise AssertionError("unreachable: the last attempt returns or raises")


class _Moved(SourceLied):
    """Two reads of one window named different totals."""

    def __init__(self, old: int, new: int) -> None:
        super().__init__(f"its total moved from {old} to {new} while we read")


class _Reading:
    """The state of reading one window: what came so far, over all attempts."""

    def __init__(
        self, read_page: ReadPage, query: str, start: datetime, end: datetime, page_size: int, largest: int
    ) -> None:
        self.query, self.start, self.end = query, start, end
        self.read_page, self.page_size, self.largest = read_page, page_size, largest
        self.came: dict[ArxivId, PaperRecord] = {}
        self.total: int | None = None
        self.named: set[int] = set()  # every total of this attempt, also of pages that were read again

    def once(self, known_total: int | None) -> Window:
        """Read every page once.

        Raises:
            SourceLied: a page stayed wrong, or the total moved.
        """
        self.named.clear()
        first = self.page(0, frozenset())
        if first.total > self.largest:
            return self.split(first.total)
        records = list(first.records)
        for offset in range(self.page_size, first.total, self.page_size):
            page = self.page(offset, frozenset(r.arxiv_id for r in records))
            records.extend(page.records)
        if first.total <= self.page_size and known_total != first.total:
            self.confirm()
        if strangers := self.came.keys() - {r.arxiv_id for r in records}:
            raise SourceLied(f"it counts {first.total} papers, but has also shown {min(strangers)}")
        return self.finished(first.total, records)

    def page(self, offset: int, seen: frozenset[ArxivId]) -> Page:
        """Read one page that is what its total promises, and keep what came."""

        def check(page: Page) -> str | None:
            self.total = page.total
            self.named.add(page.total)
            self.came |= {r.arxiv_id: r for r in page.records}
            return decide_page(page, start=offset, size=self.page_size, seen=seen)

        query = window_query(self.query, self.start, self.end)
        found = self.read_page(query, offset, self.page_size, check)
        self.agree()
        return found

    def confirm(self) -> None:
        """Ask for the total once more, in a way that no cache of the page answers."""

        def check(page: Page) -> str | None:
            self.named.add(page.total)
            self.came |= {r.arxiv_id: r for r in page.records}
            return decide_page(page, start=0, size=1)

        self.read_page(window_query(self.query, self.start, self.end), 0, 1, check)
        self.agree()

    def agree(self) -> None:
        """Make sure that every answer of this attempt, good or bad, named the same total."""
        if len(self.named) > 1:
            raise _Moved(min(self.named), max(self.named))

    def split(self, total: int) -> Window:
        """Read the window in parts of equal length."""
        minutes = int((self.end - self.start) / _MINUTE)
        if minutes <= 1:
            raise SourceError(
                f"More than {self.largest} papers match within one minute; narrow the query.",
                is_permanent=True,
            )
        parts = min(minutes, max(2, -int(-total // (self.largest * _FILL))))
        edges = [self.start + _MINUTE * (minutes * n // parts) for n in range(parts)] + [self.end]
        windows = [
            read_window(self.read_page, self.query, a, b, page_size=self.page_size, largest=self.largest)
            for a, b in pairwise(edges)
        ]
        for part in windows:
            self.came |= {r.arxiv_id: r for r in part.records}
            if part.problem:
                raise SourceLied(part.problem)
        expected = sum(part.expected or 0 for part in windows)
        if expected != total:
            raise _Moved(total, expected)
        return self.finished(total, [r for part in windows for r in part.records])

    def finished(self, total: int, records: list[PaperRecord]) -> Window:
        """Return the window as complete."""
        return replace(self.unfinished(""), expected=total, records=tuple(records), problem=None)

    def unfinished(self, problem: str) -> Window:
        """Return what came, with what is wrong about it."""
        return Window(
            query=self.query,
            start=self.start,
            end=self.end,
            expected=self.total,
            records=tuple(self.came.values()),
            problem=problem,
        )
