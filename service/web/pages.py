"""All pages, as the list of routers that the application takes in."""

from fastapi import APIRouter

from service.web import digests, feeds, home, more_feeds, queue, sign_in

ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    sign_in.router,
    queue.router,
    feeds.router,
    more_feeds.router,
    digests.router,
)
