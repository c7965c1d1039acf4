"""The feed of a list, whole or by tag, and its archive pages by month (RFC 5005)."""

import re
from collections.abc import Sequence
from datetime import MAXYEAR, UTC, datetime, timedelta

from fastapi import APIRouter, Request, Response

from service.boundary import AppSettings, Now, ReadDb
from service.db import activity, lists
from service.db.activity import News
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.domain.selections import Selection
from service.errors import BadInput, NotFound
from service.feeds.items import Feed, list_id
from service.web.feed_answers import READ, Format, View, feed_query, respond
from service.web.feed_items import label_of, paper_item
from service.web.filters import selection_of

router = APIRouter(include_in_schema=False)

FEWEST = 50  # papers in a feed, where there are as many
DAYS = 14  # that a feed holds at least, however much happened
EMPTY_SINCE = datetime(1991, 8, 14, tzinfo=UTC)  # arXiv's first day: the date of a feed without items


@router.api_route("/lists/{slug}/feed.{form}", methods=READ)
def list_feed(
    request: Request,
    session: ReadDb,
    settings: AppSettings,
    now: Now,
    slug: str,
    form: Format,
    view: View = "full",
) -> Response:
    """Answer with what a list took in lately; `?stage=in-llm` keeps the papers with a tag."""
    found = lists.by_slug(session, slug)
    wanted = selection_of(request, found.spec.taxonomy)
    addresses = _Addresses(found, settings.address, form, wanted, view)
    last = activity.last_before(session, found.id, month_start(now), wanted)
    news = _recent(session, found, wanted, now)
    feed = addresses.feed(news, self_url=addresses.current, older_url=addresses.month(last))
    return respond(request, feed, form, has_hub=wanted.is_empty() and view == "full")


@router.api_route("/lists/{slug}/feed/{month}.{form}", methods=READ)
def archive_page(
    request: Request,
    session: ReadDb,
    settings: AppSettings,
    now: Now,
    slug: str,
    month: str,
    form: Format,
    view: View = "full",
) -> Response:
    """Answer with all that a list took in during a month that is over, for readers that were away."""
    found = lists.by_slug(session, slug)
    wanted = selection_of(request, found.spec.taxonomy)
    start = parse_month(month)
    end = month_start(start + timedelta(days=31))
    news = activity.news(session, found.id, since=start, until=end, wanted=wanted)
    if not news or end > now:
        raise NotFound(f"There is no archive of {found.spec.name} for {month}; start from its feed.")
    addresses = _Addresses(found, settings.address, form, wanted, view)
    newer = activity.first_from(session, found.id, end, wanted)
    feed = addresses.feed(
        news,
        self_url=addresses.month(start),
        current_url=addresses.current,
        older_url=addresses.month(activity.last_before(session, found.id, start, wanted)),
        newer_url=addresses.month(newer if newer and newer < month_start(now) else None),
        is_archive=True,
    )
    return respond(request, feed, form)


def parse_month(text: str) -> datetime:
    """Read `2025-10` as its first moment.

    Raises:
        BadInput: the text names no month.
    """
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if match is None or not EMPTY_SINCE.year <= int(match[1]) < MAXYEAR:
        raise BadInput(f"{text[:40]!r} is no month; give one like 2025-10.")
    return datetime(int(match[1]), int(match[2]), 1, tzinfo=UTC)


def month_start(moment: datetime) -> datetime:
    """Return the first moment of a moment's month."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


class _Addresses:
    """Makes the feeds of one list in one format, with the addresses that belong together."""

    def __init__(self, found: StoredList, site: str, form: Format, wanted: Selection, view: View) -> None:
        self._found, self._site, self._form, self._wanted, self._view = found, site, form, wanted, view
        self._base = f"{site}/lists/{found.slug}"
        self.current = f"{self._base}/feed.{form}{feed_query(wanted, view)}"

    def month(self, moment: datetime | None) -> str:
        """Return the address of the archive page of a moment's month, if there is a moment."""
        if moment is None:
            return ""
        return f"{self._base}/feed/{moment:%Y-%m}.{self._form}{feed_query(self._wanted, self._view)}"

    def feed(
        self,
        news: Sequence[News],
        *,
        self_url: str,
        current_url: str = "",
        older_url: str = "",
        newer_url: str = "",
        is_archive: bool = False,
    ) -> Feed:
        """Return the feed document of these papers."""
        is_full = self._view == "full"
        return Feed(
            id=list_id(self._found.slug, self._wanted.query.removeprefix("?")),
            title=feed_title(self._found, self._wanted),
            subtitle=f"Papers that {self._found.spec.name} took in, with its own tags.",
            home_url=self._base + self._wanted.query,
            updated_at=max((each.learned_at for each in news), default=EMPTY_SINCE),
            items=tuple(paper_item(self._found, n, base_url=self._site, is_full=is_full) for n in news),
            self_url=self_url,
            current_url=current_url,
            older_url=older_url,
            newer_url=newer_url,
            is_archive=is_archive,
        )


def feed_title(found: StoredList, wanted: Selection) -> str:
    """Return the list's name with the chosen tags."""
    taxonomy = found.spec.taxonomy
    labels = [label_of(taxonomy, facet, name) for facet, names in wanted.tags for name in names]
    labels += [f"“{wanted.text}”"] if wanted.words else []
    return f"{found.spec.name}: {', '.join(labels)}" if labels else found.spec.name


def _recent(session: AnySession, found: StoredList, wanted: Selection, now: datetime) -> list[News]:
    """This month's papers, two weeks of them at least, and no fewer than fifty."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = min(midnight - timedelta(days=DAYS), midnight.replace(day=1))
    news = activity.news(session, found.id, since=since, wanted=wanted)
    return news if len(news) >= FEWEST else activity.news(session, found.id, limit=FEWEST, wanted=wanted)
