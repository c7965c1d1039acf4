"""Digests: the weekly issues of a list, as data."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from service.api.schemas import Out
from service.api.wire import make_router
from service.boundary import AppSettings, ReadDb
from service.db import digests, lists
from service.domain.digest import IsoWeek
from service.errors import NotFound

router = make_router("digests")


class IssueOut(Out):
    """An issue in short."""

    week: str = Field(examples=["2025-W44"])
    url: str = Field(examples=["https://lists.example.org/lists/mllm-token-compression/digest/2025-W44"])
    papers: int = Field(examples=[7])
    changes: int = Field(examples=[2])
    made_at: datetime


class IssuesOut(BaseModel):
    """All issues of a list, newest first."""

    items: list[IssueOut]


class IssueDetailOut(IssueOut):
    """A whole issue; it never changes."""

    content: dict[str, Any] = Field(description="Items, changes, numbers and papers per week.")


@router.get("/lists/{slug}/digests")
def issues_of_list(session: ReadDb, settings: AppSettings, slug: str) -> IssuesOut:
    """Return a list's weekly issues."""
    found = lists.by_slug(session, slug)
    kept = digests.of_list(session, found.id)
    return IssuesOut(items=[IssueOut(**_fields(each, settings.address, found.slug)) for each in kept])


@router.get("/lists/{slug}/digests/{week}")
def one_issue(session: ReadDb, settings: AppSettings, slug: str, week: str) -> IssueDetailOut:
    """Return the issue of a week that is over."""
    found, asked = lists.by_slug(session, slug), IsoWeek.parse(week)
    kept = digests.by_week(session, found.id, asked.year, asked.week)
    if kept is None:
        raise NotFound(
            f"There is no issue of {asked}; /api/v1/lists/{found.slug}/digests names those there are."
        )
    return IssueDetailOut(**_fields(kept, settings.address, found.slug), content=dict(kept.content))


def _fields(kept: digests.DigestIssue, site: str, slug: str) -> dict[str, Any]:
    week = IsoWeek(kept.year, kept.week)
    return {
        "week": str(week),
        "url": f"{site}/lists/{slug}/digest/{week}",
        "papers": len(kept.content["items"]),
        "changes": len(kept.content["changes"]),
        "made_at": kept.made_at,
    }
