"""The sample papers behind the face of a source, for where arXiv cannot be reached."""

from collections.abc import Iterable
from datetime import date, datetime

from service.domain.papers import ArxivId
from service.samples import sample_papers
from service.sources.base import Found, Window

NAME = "samples"


class SamplePapers:
    """Answers every query with the sample papers of the days asked for."""

    def __init__(self) -> None:
        self._papers = sample_papers()

    def days(self) -> list[date]:
        """Return the days that have papers, oldest first."""
        return sorted({p.submitted_at.date() for p in self._papers if p.submitted_at})

    def read_window(
        self, query: str, start: datetime, end: datetime, *, known_total: int | None = None
    ) -> Window:
        """Return the sample papers submitted from `start` until before `end`."""
        del known_total
        records = tuple(p for p in self._papers if p.submitted_at and start <= p.submitted_at < end)
        return Window(query=query, start=start, end=end, expected=len(records), records=records, requests=0)

    def fetch_ids(self, ids: Iterable[ArxivId]) -> Found:
        """Return the sample papers of these ids."""
        known = {p.arxiv_id: p for p in self._papers}
        wanted = list(ids)
        return Found(
            records=tuple(known[i] for i in wanted if i in known),
            unknown=tuple(i for i in wanted if i not in known),
        )
