"""What a crawl needs of a source, and what it says of itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from service.domain.papers import ArxivId
from service.sources.base import Found, Window


class PaperSource(Protocol):
    """What a crawl needs of a source: arXiv itself, or the samples."""

    def read_window(
        self, query: str, start: datetime, end: datetime, *, known_total: int | None = None
    ) -> Window:
        """Return what there is for a query between two moments, with what is wrong about it."""

    def fetch_ids(self, ids: Iterable[ArxivId]) -> Found:
        """Return the papers of these ids, and the ids that the source does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did: papers, requests and days, and in words what is missing."""

    new: int = 0
    changed: int = 0
    fetched: int = 0
    requests: int = 0
    days: int = 0
    incomplete_days: int = 0
    unknown_ids: int = 0
    problems: tuple[str, ...] = ()


def add(so_far: CrawlReport, more: CrawlReport) -> CrawlReport:
    """Return what two parts of a crawl did together."""
    numbers = ("new", "changed", "fetched", "requests", "days", "incomplete_days", "unknown_ids")
    return replace(
        so_far,
        problems=so_far.problems + more.problems,
        **{name: getattr(so_far, name) + getattr(more, name) for name in numbers},
    )
