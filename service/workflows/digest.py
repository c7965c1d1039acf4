"""Weekly digests: gather what happened on a list in a week; once the week is over, keep it for good."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from service.db import activity, changes, digests, lists, news_rows, weekly
from service.db.activity import News
from service.db.engine import AnySession, WriteSession, reading, writing
from service.db.lists import StoredList
from service.db.news_rows import NO_ID
from service.domain.digest import DigestItem, IsoWeek, ItemKind
from service.domain.issues import Issue, Numbers, issue_from_mapping, issue_to_mapping
from service.domain.papers import ArxivId
from service.domain.taxonomy import Taxonomy
from service.errors import BadInput
from service.workflows.runs import recorded

CHART_WEEKS = 8
MOST_WEEKS = 53  # that are made up for after the scheduler was away


def make_digest(session: WriteSession, found: StoredList, week: IsoWeek, *, now: datetime) -> Issue:
    """Return the issue of a week: the one that was kept, or a new one that is kept from now on.

    Raises:
        BadInput: the week is not over; `preview` shows it.
    """
    if not week.is_over(now):
        raise BadInput(f"{week} is over on {week.end:%-d %b %Y}; add --preview to see it as it stands.")
    issue = preview(session, found, week)
    kept = digests.ensure(session, found.id, week.year, week.week, issue_to_mapping(issue), now=now)
    return issue_from_mapping(kept.content)


def preview(session: AnySession, found: StoredList, week: IsoWeek) -> Issue:
    """Return the issue of a week as it was kept, or as it would be made now; nothing is stored.

    A paper that stands in another issue stays out, and what reached us after the issue before this one
    was made comes in: nothing is told twice, nothing gets lost.
    """
    kept = digests.of_list(session, found.id)
    own = next((issue for issue in kept if (issue.year, issue.week) == (week.year, week.week)), None)
    if own is not None:
        return issue_from_mapping(own.content)
    told = {item["key"] for issue in kept for item in issue.content["items"]}
    before = week.shift(-1)
    is_next = any((issue.year, issue.week) == (before.year, before.week) for issue in kept)
    since = before.start if is_next else week.start
    news = activity.news(session, found.id, since=since, until=week.end)
    moments = news_rows.moments(session, found.id, until=week.end)
    return Issue(
        slug=found.slug,
        name=found.spec.name,
        week=week,
        taxonomy=_labels_only(found.spec.taxonomy),
        items=tuple(_item(each) for each in reversed(news) if each.key not in told),
        changes=tuple(changes.between(session, found.id, since=week.start, until=week.end)),
        numbers=Numbers(
            found=weekly.found(session, found.id, since=week.start, until=week.end),
            judged=weekly.judged(session, found.id, since=week.start, until=week.end),
            total=len(moments),
        ),
        weeks=_per_week(moments, week),
    )


def make_due_digests(engine: Engine, *, now: datetime) -> list[Issue]:
    """Make the issues of all weeks that are over and have none yet, for every list that has begun.

    Raises:
        Conflict: digests are being made already.
    """
    made: list[Issue] = []
    with recorded(engine, "digest") as report:
        with reading(engine) as session:
            chosen = [found.id for found in lists.every(session)]
        for list_id in chosen:
            while (issue := _make_next(engine, list_id, now)) is not None:
                made.append(issue)
        report.say(issues=len(made), papers=sum(len(issue.items) for issue in made))
    return made


def _make_next(engine: Engine, list_id: int, now: datetime) -> Issue | None:
    """Make a list's next issue in a session of its own, so that others wait for one of them at most."""
    with writing(engine) as session:
        found = next((each for each in lists.every(session) if each.id == list_id), None)
        weeks = due_weeks(session, found, now) if found is not None else []
        return make_digest(session, found, weeks[0], now=now) if found is not None and weeks else None


def due_weeks(session: AnySession, found: StoredList, now: datetime) -> list[IsoWeek]:
    """Return the weeks since a list's last issue that are over; at first, only the last one."""
    last_over = IsoWeek.of(now).shift(-1)
    if found.synced_at is None:
        return []
    kept = [IsoWeek(issue.year, issue.week) for issue in digests.of_list(session, found.id)]
    newest = max(kept, default=last_over.shift(-1))
    weeks = [last_over.shift(-back) for back in reversed(range(MOST_WEEKS))]
    return [week for week in weeks if week > newest]


def _item(news: News) -> DigestItem:
    record = news.paper.record if news.paper else None
    entry = news.entry.record if news.entry else None
    links = [url for urls in (entry.links if entry else {}).values() for url in urls]
    written = tuple(name.strip() for name in (entry.authors_text if entry else "").split(",") if name.strip())
    return DigestItem(
        key=news.key,
        title=news.title,
        kind=ItemKind.CONFIRMED if news.confirmed_at else ItemKind.LISTED,
        authors=record.authors if record else written,
        tags=news.tags,
        url=next(iter(links), "") if news.key.startswith(NO_ID) else ArxivId(news.key).abs_url,
        at=news.at,
    )


def _labels_only(taxonomy: Taxonomy) -> Taxonomy:
    """Keep of a taxonomy what an issue shows: later definitions and cues are not its business."""
    return Taxonomy(
        facets=tuple(
            replace(facet, tags=tuple(replace(t, definition="", drifted=(), cues=()) for t in facet.tags))
            for facet in taxonomy.facets
        )
    )


def _per_week(moments: list[datetime], week: IsoWeek) -> tuple[tuple[str, int], ...]:
    counts = Counter(IsoWeek.of(moment) for moment in moments)
    shown = [week.shift(-back) for back in reversed(range(CHART_WEEKS))]
    return tuple((str(each), counts[each]) for each in shown)
