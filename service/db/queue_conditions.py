"""Which papers of a queue are wanted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Text, cast, exists, func, or_, select

from service.db import audits
from service.db.models import AuditPaperRow, CandidateRow, PaperRow, ProposalRow
from service.db.proposals import newest_id
from service.db.tagged import Wanted, has_tags, was_called
from service.db.waiting import is_waiting
from service.domain.queue_mix import QueueOrder
from service.domain.review import CandidateSource, CandidateState

SUBMITTED = func.coalesce(PaperRow.submitted_at, PaperRow.learned_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which papers of a queue are wanted; the defaults want all that wait. Dates are those of submission.

    `once_called` are the older words for the wanted tags, see `Taxonomy.once_called`.
    """

    text: str = ""
    tags: Wanted = field(default_factory=dict)
    at_least: float = 0.0
    days: int | None = None
    order: QueueOrder = QueueOrder.LIKELIEST
    at_most: float = 1.0
    since: date | None = None
    until: date | None = None
    category: str = ""
    author: str = ""
    state: CandidateState | None = None
    source: CandidateSource | None = None
    once_called: Wanted = field(default_factory=dict)

    def __hash__(self) -> int:
        """Hash all but the tags, whose mapping has no hash: statements are remembered by filter."""
        return hash((self.text, self.at_least, self.days, self.order, self.at_most, self.since, self.until,
                     self.category, self.author, self.state, self.source))  # fmt: skip

    @property
    def wants_all(self) -> bool:
        """Whether it wants all that waits, in whatever order."""
        return self == QueueFilter(order=self.order) and self.order is not QueueOrder.SAMPLE

    @property
    def asks_of_paper(self) -> bool:
        """Whether a candidate's own row is not enough to tell."""
        asked = (self.text, self.days, self.since, self.until, self.category, self.author)
        return any(each not in (None, "") for each in asked)


def conditions(dialect: str, list_id: int, wanted: QueueFilter, today: date) -> list[ColumnElement[bool]]:
    """Return the conditions that a candidate is wanted; for the other queries of this package."""
    is_wanted = is_waiting(today) if wanted.state is None else CandidateRow.state == wanted.state
    found = [CandidateRow.list_id == list_id, is_wanted, *_of_paper(wanted, today)]
    if wanted.at_least > 0:
        found.append(CandidateRow.relevance >= wanted.at_least)
    if wanted.at_most < 1:
        found.append(CandidateRow.relevance <= wanted.at_most)
    if wanted.order is QueueOrder.SAMPLE:
        found.append(_drawn(list_id))
    if wanted.source is not None:
        found.append(CandidateRow.source == wanted.source)
    if wanted.tags:
        # What the page shows: after training or a roll-back, not what another bundle had said before.
        speaks = ProposalRow.id == newest_id()
        found.append(exists().where(speaks, *_proposed(dialect, wanted)))
    return found


def _proposed(dialect: str, wanted: QueueFilter) -> Iterator[ColumnElement[bool]]:
    """Accept proposals with a wanted tag of each facet, under today's name or a word from before a merge."""
    said = ProposalRow.proposed
    for facet, tags in wanted.tags.items():
        has_it = has_tags(dialect, said, {facet: tags})
        older = wanted.once_called.get(facet, ())
        yield or_(has_it, was_called(dialect, said, facet, older)) if older else has_it


def _drawn(list_id: int) -> ColumnElement[bool]:
    newest = audits.newest_id(list_id).scalar_subquery()
    return CandidateRow.id.in_(select(AuditPaperRow.candidate_id).where(AuditPaperRow.sample_id == newest))


def _of_paper(wanted: QueueFilter, today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.days is not None:
        yield _midnight(today - timedelta(days=wanted.days)) <= SUBMITTED
    if wanted.since is not None:
        yield _midnight(wanted.since) <= SUBMITTED
    if wanted.until is not None:
        yield _midnight(wanted.until + timedelta(days=1)) > SUBMITTED
    if wanted.text:
        fields = (PaperRow.title, PaperRow.abstract, PaperRow.arxiv_id, cast(PaperRow.authors, Text))
        yield or_(*(field.icontains(wanted.text, autoescape=True) for field in fields))
    if wanted.author:
        written = {wanted.author, json.dumps(wanted.author)[1:-1]}  # SQLite keeps letters as \\u00d8
        authors = cast(PaperRow.authors, Text)
        yield or_(*(authors.icontains(each, autoescape=True) for each in sorted(written)))
    if wanted.category:
        yield cast(PaperRow.categories, Text).icontains(f'"{wanted.category}"', autoescape=True)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)
