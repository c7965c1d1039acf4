"""Turns what happened on a list into feed items."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from service.db.activity import News
from service.db.lists import StoredList
from service.db.news_rows import NO_ID
from service.domain.digest import ChangeKind, DigestChange
from service.domain.papers import ArxivId
from service.domain.taxonomy import Taxonomy
from service.domain.tex import readable
from service.feeds.content import Story, render_html, render_text
from service.feeds.items import FeedItem, change_id, paper_id

_WORDS = {
    ChangeKind.UPDATED: "New version",
    ChangeKind.WITHDRAWN: "Withdrawn",
    ChangeKind.REMOVED: "Taken off the list",
}


def paper_item(found: StoredList, news: News, *, base_url: str, is_full: bool) -> FeedItem:
    """Return a paper of a list as a feed item; in the short form the abstract is cut."""
    story = tell(found.spec.taxonomy, news)
    listed_at = news.entry.record.listed_at if news.entry else None
    record = news.paper.record if news.paper else None
    return FeedItem(
        id=paper_id(found.slug, news.key),
        title=readable(news.title),
        url=_address(news),
        related_url=f"{base_url}/papers/{quote(str(record.arxiv_id))}" if record else "",
        html=render_html(story) if is_full else "",
        text=render_text(story),
        published_at=min(news.confirmed_at or listed_at or news.at, news.learned_at),
        updated_at=news.learned_at,
        authors=story.authors,
        categories=tuple(
            (facet, name, label_of(found.spec.taxonomy, facet, name))
            for facet, names in news.tags.items()
            for name in names
        ),
    )


def change_item(found: StoredList, change: DigestChange) -> FeedItem:
    """Return something that happened to a listed paper as a feed item."""
    words = _WORDS[change.kind] + (f" {change.version}" if change.version else "")
    mark = (
        f"{change.kind}-v{change.version}" if change.version else f"{change.kind}-{change.at:%Y%m%dT%H%M%S}"
    )
    title = readable(change.title)
    return FeedItem(
        id=change_id(found.slug, change.key, mark),
        title=f"{words}: {title}",
        url=change.url,
        html="",
        text=f"{words} of “{title}”, on the list {found.spec.name}.",
        published_at=change.at,
        updated_at=change.at,
    )


def added_item(found: StoredList, news: News) -> FeedItem:
    """Return a paper that a list took in as a change of the list; it never changes again."""
    record = news.paper.record if news.paper else None
    title = readable(news.title)
    return FeedItem(
        id=change_id(found.slug, news.key, "added"),
        title=f"Added: {title}",
        url=_address(news),
        html="",
        text=f"Added “{title}” to the list {found.spec.name}.",
        published_at=news.at,
        updated_at=news.at,
        authors=_names(record.authors) if record else (),
    )


def tell(taxonomy: Taxonomy, news: News) -> Story:
    """Return what there is to say about a paper of a list."""
    record = news.paper.record if news.paper else None
    entry = news.entry.record if news.entry else None
    return Story(
        authors=_names(record.authors if record else _split(entry.authors_text if entry else "")),
        abstract=readable(record.abstract) if record else "",
        tags=labelled(taxonomy, news.tags),
        submitted_at=record.submitted_at if record else None,
        listed_at=entry.listed_at if entry else None,
        confirmed_at=news.confirmed_at,
        comment=readable(record.comment or "") if record else "",
        venue=entry.venue if entry else "",
        links=tuple((role, url) for role, urls in (entry.links if entry else {}).items() for url in urls),
    )


def labelled(
    taxonomy: Taxonomy, tags: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (facet's title, labels) pairs in the taxonomy's order."""
    return tuple(
        (facet.title, tuple(label_of(taxonomy, facet.name, name) for name in tags[facet.name]))
        for facet in taxonomy.facets
        if tags.get(facet.name)
    )


def label_of(taxonomy: Taxonomy, facet: str, name: str) -> str:
    """Return the list's own word for a tag."""
    known = taxonomy.facet(facet)
    tag = known.tag(name) if known else None
    return tag.label if tag else name


def _names(authors: Iterable[str]) -> tuple[str, ...]:
    return tuple(readable(name) for name in authors)


def _split(authors: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in authors.split(",") if name.strip())


def _address(news: News) -> str:
    """The paper at arXiv, whether we have crawled it or not; else the first link that the list gives."""
    if not news.key.startswith(NO_ID):
        return ArxivId(news.key).abs_url
    links = news.entry.record.links if news.entry else {}
    return next((url for urls in links.values() for url in urls), "")
