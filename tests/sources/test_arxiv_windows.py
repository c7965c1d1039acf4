"""Whatever pages arXiv makes up, a window that claims to be complete holds exactly what there is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.papers import ArxivId, PaperRecord
from service.errors import SourceError, SourceLied
from service.sources.arxiv_windows import Check, decide_page, read_window, window_query
from service.sources.base import Page

START = datetime(2025, 10, 1, tzinfo=UTC)
TRIES = 3


class Whim(Enum):
    """What is wrong with one answer."""

    HONEST = auto()
    EMPTY = auto()
    NOTHING = auto()
    SHORT = auto()
    DOUBLED = auto()
    SHIFTED = auto()
    MORE = auto()
    FEWER = auto()
    BROKEN = auto()


class MoodyArxiv:
    """Holds papers at given minutes and answers with one whim after the other, then honestly."""

    def __init__(self, minutes: list[int], whims: Iterator[Whim]) -> None:
        self.papers = [
            PaperRecord(
                arxiv_id=ArxivId(f"2510.{n:05d}"),
                title=f"Paper {n}",
                abstract="",
                submitted_at=START + timedelta(minutes=minute),
            )
            for n, minute in enumerate(sorted(minutes))
        ]
        self.whims = whims

    def read_page(self, query: str, start: int, size: int, check: Check) -> Page:
        problem = "nothing came"
        for _ in range(TRIES):
            whim = next(self.whims, Whim.HONEST)
            if whim is Whim.BROKEN:
                continue
            page = self.answer(query, start, size, whim)
            problem = check(page) or ""
            if not problem:
                return page
        raise SourceLied(problem)

    def answer(self, query: str, start: int, size: int, whim: Whim) -> Page:
        there = [p for p in self.papers if self.is_in(p, query)]
        shown = tuple(there[start : start + size])
        honest = Page(start=start, total=len(there), records=shown)
        return {
            Whim.EMPTY: replace(honest, records=()),
            Whim.NOTHING: replace(honest, records=(), total=0),
            Whim.SHORT: replace(honest, records=shown[:-1]),
            Whim.DOUBLED: replace(honest, records=shown[:-1] + shown[:1]),
            Whim.SHIFTED: replace(honest, records=tuple(there[max(0, start - 1) : start - 1 + size])),
            Whim.MORE: replace(honest, total=len(there) + 1),
            Whim.FEWER: replace(honest, total=max(0, len(there) - 1)),
        }.get(whim, honest)

    @staticmethod
    def is_in(paper: PaperRecord, query: str) -> bool:
        assert paper.submitted_at is not None
        low, high = query.split("submittedDate:[")[1].rstrip("]").split(" TO ")
        return low <= f"{paper.submitted_at:%Y%m%d%H%M}" <= high


def alone(whims: list[Whim]) -> Iterator[Whim]:
    """No two answers in a row claim the same falsehood; nobody could tell that from the truth."""
    last = Whim.HONEST
    for whim in whims:
        yield Whim.HONEST if whim in (Whim.NOTHING, Whim.FEWER) and last is whim else whim
        last = last if whim is Whim.BROKEN else whim  # what did not come has claimed nothing


@settings(max_examples=300, deadline=None)
@given(
    minutes=st.lists(st.integers(0, 1439), max_size=30),
    whims=st.lists(st.sampled_from(Whim), max_size=40),
    page_size=st.integers(1, 10),
    largest=st.integers(1, 40),
)
def test_complete_is_never_claimed_in_error(
    minutes: list[int], whims: list[Whim], page_size: int, largest: int
) -> None:
    arxiv = MoodyArxiv(minutes, alone(whims))
    end = START + timedelta(days=1)
    try:
        window = read_window(arxiv.read_page, "q", START, end, page_size=page_size, largest=largest)
    except SourceError:  # more in one minute than a window may hold
        return
    if window.is_complete:
        assert sorted(r.arxiv_id for r in window.records) == [p.arxiv_id for p in arxiv.papers]
        assert window.expected == len(arxiv.papers)
    else:
        assert window.problem
        assert {r.arxiv_id for r in window.records} <= {p.arxiv_id for p in arxiv.papers}


@given(minutes=st.lists(st.integers(0, 1439), max_size=60), page_size=st.integers(1, 20))
def test_an_honest_arxiv_is_always_read_whole(minutes: list[int], page_size: int) -> None:
    arxiv = MoodyArxiv(minutes, iter(()))
    end = START + timedelta(days=1)
    window = read_window(arxiv.read_page, "q", START, end, page_size=page_size, largest=60)
    assert window.is_complete


def page(*ids: str, start: int = 0, total: int) -> Page:
    records = tuple(PaperRecord(arxiv_id=ArxivId(i), title="A paper", abstract="") for i in ids)
    return Page(start=start, total=total, records=records)


@pytest.mark.parametrize(
    ("given_page", "start", "problem"),
    [
        (page("2510.00001", "2510.00002", total=2), 0, None),
        (page(total=0), 0, None),
        (page("2510.00003", start=2, total=3), 2, None),
        (page(start=4, total=3), 4, None),
        (page("2510.00001", total=2), 0, "it says 2 papers, but its page from 0 held 1 of 2"),
        (page("2510.00001", "2510.00001", total=2), 0, "its page from 0 repeated 1 papers"),
        (page("2510.00009", start=2, total=3), 2, "its page from 2 repeated 1 papers"),
        (page("2510.00001", total=3), 2, "it gave the page from result 0 when asked for the one from 2"),
        (page("2510.00001", total=0), 0, "it says 0 papers, but its page from 0 held 1 of 0"),
    ],
)
def test_what_is_wrong_with_a_page(given_page: Page, start: int, problem: str | None) -> None:
    seen = frozenset({ArxivId("2510.00009")})
    assert decide_page(given_page, start=start, size=2, seen=seen) == problem


def test_windows_are_asked_for_in_utc() -> None:
    eastern = datetime.fromisoformat("2025-10-01T20:00:00-04:00")
    asked = window_query("q", eastern, eastern + timedelta(hours=1))
    assert asked == "(q) AND submittedDate:[202510020000 TO 202510020059]"
