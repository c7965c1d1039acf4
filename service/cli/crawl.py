"""`listkeeper crawl`, `harvest` and `watch`: what arXiv has, what changed there, and what that means here."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from service.cli.context import Context, open_context, print_json, progress_bar, say
from service.cli.options import AsJson, ListName, parse_day
from service.errors import BadInput
from service.templating import plural
from service.workflows.arxiv import arxiv_changes, arxiv_source, open_gate
from service.workflows.crawl import crawl, days_between, recent_days
from service.workflows.crawl_plan import CrawlPlan, plan_crawl
from service.workflows.crawl_report import CrawlReport
from service.workflows.harvest import HarvestReport, harvest
from service.workflows.runs import hours_from_now
from service.workflows.watch import watch

_HOUR = 60  # minutes
_FIRST_DAY = date(1991, 8, 14)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("crawl")(crawl_command)
    app.command("harvest")(harvest_command)
    app.command("watch")(watch_command)


def crawl_command(
    first: Annotated[str | None, typer.Option("--from", help="First day, like 2025-10-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day; without it, today.")] = None,
    is_plan: Annotated[
        bool, typer.Option("--plan", help="Say how many requests and minutes it takes; ask nobody.")
    ] = False,
    is_anew: Annotated[
        bool, typer.Option("--anew", help="Read days again that are complete and will not change.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask arXiv for the papers of some days. Without days, for the latest ones. Stopped, it goes on there."""
    today = datetime.now(UTC).date()
    until = _day_of_arxiv(last, today) if last else today
    chosen = days_between(_day_of_arxiv(first, today), until) if first else None
    with open_context() as context:
        days = chosen or recent_days(until, context.settings.crawl_days)
        skip_settled = chosen is not None and not is_anew
        if is_plan:
            plan = plan_crawl(context.engine, days=days, skip_settled=skip_settled)
            _tell_plan(plan, context.settings.arxiv_delay, as_json=as_json)
            return
        report = _crawl(context, days, skip_settled=skip_settled)
    if as_json:
        print_json(asdict(report))
    else:
        say(crawl_words(report))


def _day_of_arxiv(text: str, today: date) -> date:
    """Read a day on which arXiv can have papers.

    Raises:
        BadInput: it is none, or lies before arXiv's first or after today.
    """
    day = parse_day(text)
    if day < _FIRST_DAY:
        raise BadInput(f"arXiv has no papers of {day}; its first are of {_FIRST_DAY}, give a later day.")
    if day > today:
        raise BadInput(f"{day} has not come yet; give a day up to today, {today}.")
    return day


def _crawl(context: Context, days: list[date], *, skip_settled: bool) -> CrawlReport:
    source = arxiv_source(context.engine, context.settings)
    with progress_bar() as progress:
        return crawl(
            context.engine,
            source,
            days=days,
            skip_settled=skip_settled,
            is_over=hours_from_now(context.settings.crawl_hours),
            progress=progress,
        )


def _tell_plan(plan: CrawlPlan, delay: float, *, as_json: bool) -> None:
    cost = plan.cost(delay)
    if as_json:
        print_json({**asdict(cost), "days": plan.days, "settled": plan.settled, "queries": len(plan.queries)})
        return
    queries = "one query" if len(plan.queries) == 1 else f"{len(plan.queries)} queries"
    time = f"{cost.minutes / _HOUR:.1f} hours" if cost.minutes >= _HOUR else "less than a minute"
    if 1 <= cost.minutes < _HOUR:
        time = plural(round(cost.minutes), "minute")
    days = plural(plan.days, "day")
    say(
        f"{days} of {queries} to read: about {plural(cost.requests, 'request')} in {time}, "
        f"one request at a time and {delay:g} s between two."
    )
    if plan.settled:
        say(f"{plan.settled} days are complete and will not change; they are left out (--anew reads them).")


def crawl_words(report: CrawlReport) -> str:
    """Return what a crawl came to, in words."""
    words = (
        f"{report.fetched} papers read in {report.requests} requests: "
        f"{report.new} new, {report.changed} changed."
    )
    if report.unknown_ids:
        words += f" arXiv does not know {report.unknown_ids} of the listed ids."
    if report.incomplete_days:
        words += f" Incomplete, to be read again: {'; '.join(report.problems)}"
    return words


def harvest_command(
    since: Annotated[
        str | None, typer.Option(help="Begin anew from this day; without it, go on where the last one was.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask arXiv what changed about known papers. Versions, withdrawals, comments, references."""
    first = parse_day(since) if since else None
    with open_context() as context, progress_bar() as progress:
        gate = open_gate(context.engine, context.settings)
        report = harvest(
            context.engine,
            arxiv_changes(context.engine, context.settings, gate=gate),
            arxiv_source(context.engine, context.settings, gate=gate),
            since=first,
            is_over=hours_from_now(context.settings.crawl_hours),
            progress=progress,
        )
    if as_json:
        print_json(asdict(report))
    else:
        say(harvest_words(report))


def harvest_words(report: HarvestReport) -> str:
    """Return what a harvest came to, in words."""
    return (
        f"{report.told} changes read in {report.requests} requests, {report.known} of papers that are known "
        f"here: {report.changed} changed; {report.asked} papers were asked for again."
    )


def watch_command(list_name: ListName = None, as_json: AsJson = False) -> None:
    """Look for what the lists do not say yet. Published, withdrawn, code released, title changed."""
    with open_context() as context, progress_bar() as progress:
        done = watch(context.engine, only=list_name, progress=progress)
    if as_json:
        print_json([asdict(item) for item in done])
    for item in () if as_json else done:
        say(
            f"{item.slug}: {item.found} new updates wait, {item.landed} have landed, {item.gone} hold no more"
            + (f", {item.undone} were taken back by the list's maintainers" if item.undone else "")
        )
