"""All pages, as the list of routers that the application takes in."""

from fastapi import APIRouter

from service.web import (
    api_page,
    candidate_feed,
    coverage,
    digests,
    feeds,
    home,
    lists,
    more_feeds,
    outlook,
    papers,
    publications,
    queue,
    records,
    search,
    sign_in,
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
)
