"""What a reader is told who would otherwise believe that nothing was published."""

from datetime import UTC, date, datetime, timedelta

import pytest

from service.domain.calendar import Calendar
from service.domain.tidings import Reached, TidingKind, decide_tiding, median_lag

CALENDAR = Calendar(known_until=date(2030, 1, 1))
ANNOUNCED = datetime(2025, 11, 5, 1, tzinfo=UTC)  # Tuesday, 20:00 in New York
FRESH = ANNOUNCED + timedelta(minutes=20)


@pytest.mark.parametrize(
    ("newest_at", "now", "kind", "words"),
    [
        (FRESH, ANNOUNCED + timedelta(hours=8), None, ""),
        (
            ANNOUNCED - timedelta(hours=20),
            ANNOUNCED + timedelta(hours=2),
            TidingKind.LATE,
            "has not reached us yet",
        ),
        (
            ANNOUNCED - timedelta(hours=20),
            ANNOUNCED + timedelta(hours=14),
            TidingKind.BAD,
            "arXiv announced papers on Wed 05 Nov at 01:00 UTC, and none has reached this site yet.",
        ),
        (
            datetime(2025, 11, 7, 1, 20, tzinfo=UTC),
            datetime(2025, 11, 8, 12, tzinfo=UTC),
            TidingKind.QUIET,
            "the next papers are due Mon 2025-11-10 01:00 UTC",
        ),
    ],
)
def test_silence_is_told_by_its_kind(
    newest_at: datetime, now: datetime, kind: TidingKind | None, words: str
) -> None:
    told = decide_tiding(Reached(newest_at=newest_at), now, CALENDAR)
    assert (told.kind if told else None) == kind
    assert words in (told.words if told else "")


def test_days_with_gaps_are_told_while_they_are_fresh() -> None:
    now = ANNOUNCED + timedelta(hours=8)
    gaps = [date(2025, 10, 20), date(2025, 11, 3), date(2025, 10, 30)]
    told = decide_tiding(Reached(newest_at=FRESH, gaps=gaps), now, CALENDAR)
    assert told is not None
    assert "for 30 Oct, 3 Nov; papers of then may be missing" in told.words
    assert decide_tiding(Reached(newest_at=FRESH, gaps=gaps[:1]), now, CALENDAR) is None


def test_an_arxiv_that_refuses_comes_first_and_passes() -> None:
    reached = Reached(newest_at=None, open_until=FRESH)
    told = decide_tiding(reached, ANNOUNCED, CALENDAR)
    assert told is not None
    assert "left alone until 01:20 UTC" in told.words
    later = decide_tiding(reached, FRESH, CALENDAR)
    assert later is not None
    assert "left alone" not in later.words


def test_the_lag_is_that_of_the_middle_paper_and_never_negative() -> None:
    submitted = ANNOUNCED - timedelta(hours=12)
    assert median_lag([], CALENDAR) is None
    pairs = [(submitted, ANNOUNCED + timedelta(minutes=m)) for m in (10, 20, 3000)]
    assert median_lag(pairs, CALENDAR) == timedelta(minutes=20)
    assert median_lag([(submitted, submitted)], CALENDAR) == timedelta(0)
