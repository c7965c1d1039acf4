"""Harvest: every night, what has changed about known papers: versions, withdrawals, comments, references."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from service.db import harvests, lists, paper_history, papers
from service.db.engine import AnySession, WriteSession, reading, take_turn, writing
from service.db.harvests import Harvest
from service.db.paper_history import VersionTold
from service.db.papers import StoredPaper
from service.domain.harvest_sets import sets_of
from service.domain.papers import ArxivId, PaperRecord
from service.errors import BadInput, SourceError
from service.sources.oai_pmh import OaiPmh
from service.sources.oai_records import Harvested, HarvestPage, last_day, merge_harvest
from service.workflows.crawl_report import PaperSource
from service.workflows.runs import (
    Clock,
    Progress,
    RunReport,
    TimeLimit,
    never,
    no_progress,
    recorded,
    utc_now,
)

SOURCE = "arxiv"
FIRST_DAYS = 7  # how far back the first harvest goes
UNASKED = timedelta(days=30)  # a listed paper that no harvest tells of is asked for by its id this often
MOST_ASKED = 200  # ids in one request
_CATEGORY = re.compile(r"cat:([a-z-]+(?:\.[A-Za-z-]+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestReport:
    """What a harvest came to: `told` changes, `known` of them about papers that are here."""

    told: int = 0
    known: int = 0
    changed: int = 0
    asked: int = 0
    requests: int = 0


def harvest(
    engine: Engine,
    oai: OaiPmh,
    source: PaperSource,
    *,
    since: date | None = None,
    is_over: TimeLimit = never,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> HarvestReport:
    """Read what changed since the last harvest, then fetch the papers that have a newer version.

    Each page is committed with the place where the harvest goes on, so that a stopped one loses nothing.
    `since` begins anew from a day. A set that cannot be read does not stop the others. When the time
    `is_over`, no further page is asked for.

    Raises:
        BadInput: no list has a query yet.
        Conflict: another harvest is running.
        SourceError: a set could not be read to its end; the next harvest goes on there.
    """
    with reading(engine) as session:
        names = sets_of(_categories(session))
    if not names:
        raise BadInput("No list has an arXiv query yet; run `listkeeper lists sync` first.")
    report, problem = HarvestReport(), None
    with recorded(engine, "harvest", clock=clock) as run:
        for number, name in enumerate(names):
            progress("Harvesting changes", number, len(names))
            work = _Work(engine, oai, name, since, clock, run, is_over)
            try:
                report = work.read_on(report)
            except SourceError as exc:
                problem = exc
                work.note(str(exc))
        report = _ask_again(engine, source, report, clock)
        progress("Harvesting changes", len(names), len(names))
        run.say(told=report.told, known=report.known, changed=report.changed, requests=report.requests)
        if problem is not None:
            raise problem
    return report


@dataclass(frozen=True, slots=True)
class _Work:
    """The harvest of one set."""

    engine: Engine
    oai: OaiPmh
    name: str
    since: date | None
    clock: Clock
    run: RunReport
    is_over: TimeLimit

    def read_on(self, report: HarvestReport) -> HarvestReport:
        """Read and store page after page; return the report with them."""
        self._check_time()
        at = self._start()
        for page in self.oai.harvest(at.since, of_set=at.of_set, token=at.token):
            now = self.clock()
            at = after_page(at, page, now=now)
            with writing(self.engine) as session:
                known, changed = store_page(session, page, now=now)
                harvests.save(session, at)
            report = replace(
                report,
                told=report.told + len(page.papers),
                known=report.known + known,
                changed=report.changed + changed,
                requests=report.requests + 1,
            )
            self.run.say(told=report.told, known=report.known, of_set=self.name)
            if at.token is not None:
                self._check_time()
        return report

    def _check_time(self) -> None:
        if self.is_over():
            raise SourceError(
                f"The harvest's time was over before {self.name} was; the next one goes on there."
            )

    def note(self, problem: str) -> None:
        """Remember why the set could not be read."""
        with writing(self.engine) as session:
            before = harvests.of_set(session, SOURCE, self.name) or self._first()
            harvests.save(session, replace(before, problem=problem))

    def _start(self) -> Harvest:
        with reading(self.engine) as session:
            before = harvests.of_set(session, SOURCE, self.name)
        if self.since is not None:
            return replace(before or self._first(), since=self.since, token=None, begun_at=None)
        return before or self._first()

    def _first(self) -> Harvest:
        first = self.clock().date() - timedelta(days=FIRST_DAYS)
        return Harvest(source=SOURCE, of_set=self.name, since=self.since or first)


def after_page(at: Harvest, page: HarvestPage, *, now: datetime) -> Harvest:
    """Return where the harvest goes on after a page: with its token, or another night from where it began."""
    begun_at = at.begun_at or page.responded_at
    if page.token is None:
        return replace(
            at,
            since=max(at.since, begun_at.date()) if page.papers else at.since,
            token=None,
            begun_at=None,
            read_at=now,
            done_at=now,
            problem=None,
        )
    day = last_day(page)
    since = max(at.since, day) if day else at.since
    return replace(at, since=since, token=page.token, begun_at=begun_at, read_at=now, problem=None)


def store_page(session: WriteSession, page: HarvestPage, *, now: datetime) -> tuple[int, int]:
    """Store what a page tells of known papers; return how many it tells of, and how many changed."""
    take_turn(session, papers.TURN)  # what is known stays so until it is merged
    told = {str(h.arxiv_id): h for h in page.papers}
    known = papers.by_ids(session, told)
    done = papers.store(session, [_merged(p, told[i]) for i, p in known.items()], now=now)
    for arxiv_id, paper in known.items():
        versions = [VersionTold(v.number, v.submitted_at, v.is_withdrawal) for v in told[arxiv_id].versions]
        if versions:
            paper_history.record_versions(session, paper.id, versions, now=now)
    paper_history.record_deletions(session, _deletions(known, told))
    return len(known), done.changed


def _merged(paper: StoredPaper, told: Harvested) -> PaperRecord:
    """A newer version's facts come with its text, when it is asked for by its id."""
    return paper.record if told.version > paper.record.version else merge_harvest(paper.record, told)


def _deletions(known: Mapping[str, StoredPaper], told: Mapping[str, Harvested]) -> dict[int, date | None]:
    return {
        paper.id: told[arxiv_id].changed_on if told[arxiv_id].is_deleted else None
        for arxiv_id, paper in known.items()
    }


def _ask_again(engine: Engine, source: PaperSource, report: HarvestReport, clock: Clock) -> HarvestReport:
    """Fetch the papers with newer versions, and listed ones that were not asked for lately; one request."""
    with reading(engine) as session:
        ids = paper_history.behind(session, limit=MOST_ASKED)
        rest = MOST_ASKED - len(ids)
        unasked = paper_history.longest_unasked(session, before=clock() - UNASKED, limit=MOST_ASKED)
        ids += [i for i in unasked if i not in ids][:rest]
    if not ids:
        return report
    found = source.fetch_ids([ArxivId(i) for i in ids])
    with writing(engine) as session:
        stored = papers.store(session, found.records, now=clock())
        paper_history.mark_asked(session, ids, now=clock())
    return replace(
        report,
        changed=report.changed + stored.changed,
        asked=len(ids),
        requests=report.requests + found.requests,
    )


def _categories(session: AnySession) -> list[str]:
    return _CATEGORY.findall(" ".join(found.spec.query for found in lists.every(session)))
