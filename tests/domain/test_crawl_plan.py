"""Days joined to spans and shared out again."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.domain.crawl_plan import (
    Span,
    estimate_cost,
    known_total,
    plan_spans,
    share_by_day,
    usual_count,
)
from service.domain.papers import ArxivId, PaperRecord

FIRST = date(2025, 10, 1)
WEEK = [FIRST + timedelta(days=n) for n in range(7)]


def paper(number: int, submitted_at: datetime | None) -> PaperRecord:
    return PaperRecord(
        arxiv_id=ArxivId(f"2510.{number:05d}"), title="A paper", abstract="", submitted_at=submitted_at
    )


def test_a_week_that_fits_a_page_is_one_span() -> None:
    [span] = plan_spans(["q"], WEEK, usual=12, page_size=1000)
    assert (span.first, span.last) == (WEEK[0], WEEK[-1])
    assert (span.start, span.end) == (datetime(2025, 10, 1, tzinfo=UTC), datetime(2025, 10, 8, tzinfo=UTC))
    assert span.days == WEEK


def test_days_that_do_not_fit_a_page_are_read_alone() -> None:
    assert len(plan_spans(["q"], WEEK, usual=900, page_size=1000)) == 7


def test_a_gap_divides_spans_and_every_query_has_its_own() -> None:
    spans = plan_spans(["a", "b"], [WEEK[0], WEEK[1], WEEK[4]], usual=1, page_size=1000)
    assert [(s.query, s.first.day, s.last.day) for s in spans] == [
        ("a", 1, 2),
        ("a", 5, 5),
        ("b", 1, 2),
        ("b", 5, 5),
    ]


@given(st.sets(st.integers(0, 400), max_size=60), st.floats(0, 5000), st.integers(1, 2000), st.integers(1, 3))
def test_every_day_is_in_exactly_one_span(offsets: set[int], usual: float, size: int, queries: int) -> None:
    days = [FIRST + timedelta(days=n) for n in offsets]
    names = [f"q{n}" for n in range(queries)]
    spans = plan_spans(names, days, usual=usual, page_size=size)
    for name in names:
        assert sorted(d for s in spans if s.query == name for d in s.days) == sorted(days)
    assert all(len(s.days) <= 31 for s in spans)


def test_a_complete_span_proves_each_of_its_days() -> None:
    span = Span(query="q", first=WEEK[0], last=WEEK[2])
    records = [paper(1, datetime(2025, 10, 1, 5, tzinfo=UTC)), paper(2, datetime(2025, 10, 3, tzinfo=UTC))]
    shares = share_by_day(span, records, is_complete=True)
    assert [(s.day.day, s.expected, len(s.records)) for s in shares] == [(1, 1, 1), (2, 0, 0), (3, 1, 1)]


def test_an_incomplete_span_proves_nothing_but_keeps_what_came() -> None:
    span = Span(query="q", first=WEEK[0], last=WEEK[1])
    shares = share_by_day(
        span, [paper(1, datetime(2025, 10, 1, tzinfo=UTC)), paper(2, None)], is_complete=False
    )
    assert [(s.expected, len(s.records)) for s in shares] == [(None, 1), (None, 0)]


def test_a_span_total_is_known_when_every_day_is() -> None:
    span = Span(query="q", first=WEEK[0], last=WEEK[1])
    assert known_total(span, {WEEK[0]: 3, WEEK[1]: 0}) == 3
    assert known_total(span, {WEEK[0]: 3, WEEK[1]: None}) is None
    assert known_total(span, {WEEK[0]: 3}) is None


def test_the_cost_counts_the_second_read_of_single_pages() -> None:
    single = plan_spans(["q"], WEEK, usual=12, page_size=1000)
    assert estimate_cost(single, usual=12, page_size=1000, delay=3).requests == 2
    large = estimate_cost([Span(query="q", first=WEEK[0], last=WEEK[0])], usual=2500, page_size=1000, delay=3)
    assert (large.requests, large.minutes) == (3, 0.15)


def test_usual_is_the_average_of_the_same_weekday() -> None:
    counts = {FIRST - timedelta(weeks=1): 10, FIRST - timedelta(weeks=2): 20, FIRST - timedelta(days=1): 99}
    assert usual_count(FIRST, counts) == 15
    assert usual_count(FIRST, {FIRST - timedelta(weeks=1): 10}) is None
