"""All pages, as the list of routers that the application takes in."""

from fastapi import APIRouter

from service.web import (
    api_page,
    authors,
    candidate_feed,
    coverage,
    digests,
    disagreements,
    feeds,
    home,
    lists,
    more_feeds,
<<<<<<< HEAD
    outlook,
=======
    news,
>>>>>>> 3b807d0 (Pages for tags, authors, trends, news and disagreements, and what search engines read of each page)
    papers,
    publications,
    queue,
    records,
    search,
    sign_in,
    sitemap,
    tags,
    trends,
)

ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    sign_in.router,
    queue.router,
    outlook.router,
    publications.router,
    lists.router,
    papers.router,
    search.router,
    coverage.router,
    records.router,
    feeds.router,
    more_feeds.router,
    api_page.router,
    candidate_feed.router,
    digests.router,
    authors.router,
    disagreements.router,
    news.router,
    sitemap.router,
    tags.router,
    trends.router,
)
