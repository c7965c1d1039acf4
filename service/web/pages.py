"""All pages, as the list of routers that the application takes in."""

from fastapi import APIRouter

from service.web import digests, feeds, home, more_feeds, sign_in

ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    sign_in.router,
    feeds.router,
    more_feeds.router,
    digests.router,
)
