"""New candidates of a list as a feed for reviewers: readers cannot sign in, so the address has a token."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service import security
from service.boundary import AppSettings, Now, ReadDb
from service.db import candidate_pages, lists, tokens
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.domain.people import Role
from service.domain.queries import Condition, Kind, Sort
from service.domain.tex import readable
from service.domain.tokens import Scope
from service.errors import Forbidden
from service.feeds.content import Story, render_html, render_text
from service.feeds.items import Feed, FeedItem, candidate_id, list_id
from service.web.feed_answers import READ, Format, respond
from service.web.feeds import EMPTY_SINCE

router = APIRouter(include_in_schema=False)

FEWEST = 100  # candidates in the feed, where there are as many
DAYS = 14  # that it holds at least, however many came
MOST = 1_000
_WAITING = Condition("state", Kind.TEXT, values=("pending", "unsure", "later"))


@router.api_route("/lists/{slug}/candidates.{form}", methods=READ)
def candidate_feed(
    request: Request,
    session: ReadDb,
    settings: AppSettings,
    now: Now,
    slug: str,
    form: Format,
    token: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Answer with the newest papers that wait for a verdict."""
    found = lists.by_slug(session, slug)
    _check(session, token, found.id, now)
    newest = _newest(session, found.id, now)
    base = f"{settings.address}/lists/{found.slug}"
    feed = Feed(
        id=list_id(found.slug, "candidates"),
        title=f"{found.spec.name}: waiting for a verdict",
        subtitle=f"Papers that {found.spec.name} might want.",
        home_url=f"{base}/queue",
        self_url=f"{base}/candidates.{form}",
        updated_at=max((each.created_at for each in newest), default=EMPTY_SINCE),
        items=tuple(_item(found, each, settings.address) for each in newest),
    )
    answer = respond(request, feed, form)
    answer.headers["Cache-Control"] = "private, no-cache"
    del answer.headers["Access-Control-Allow-Origin"]
    return answer


def _newest(session: AnySession, list_id: int, now: datetime) -> list[Candidate]:
    """Two weeks of candidates, and no fewer than a hundred."""
    for limit in (FEWEST, MOST):
        newest = candidate_pages.page(
            session,
            list_id,
            conditions=(_WAITING,),
            sort=Sort("created", is_descending=True),
            limit=limit,
            after=None,
        )
        if len(newest) < limit or newest[-1].created_at <= now - timedelta(days=DAYS):
            break
    kept = now - timedelta(days=DAYS)
    return [each for number, each in enumerate(newest) if number < FEWEST or each.created_at > kept]


def _check(session: AnySession, token: str, list_id: int, now: datetime) -> None:
    known = tokens.by_digest(session, security.digest(token), now=now)
    allowed = (
        known is not None and Scope.READ_REVIEW in known.scopes and known.user.may(Role.REVIEWER, list_id)
    )
    if not allowed:
        raise Forbidden(
            "This feed needs ?token=… with the scope review:read; `listkeeper token make` makes one."
        )


def _item(found: StoredList, candidate: Candidate, site: str) -> FeedItem:
    record = candidate.paper.record
    authors = tuple(readable(name) for name in record.authors)
    story = Story(
        authors=authors,
        abstract=readable(record.abstract),
        tags=(),
        submitted_at=record.submitted_at,
        listed_at=None,
        confirmed_at=None,
        comment=readable(record.comment or ""),
    )
    return FeedItem(
        id=candidate_id(found.slug, str(record.arxiv_id)),
        title=readable(record.title),
        url=record.arxiv_id.abs_url,
        related_url=f"{site}/lists/{found.slug}/queue/{candidate.id}",
        html=render_html(story),
        text=render_text(story),
        published_at=candidate.created_at,
        updated_at=candidate.created_at,
        authors=authors,
    )
