"""All pages, as the list of routers that the application takes in."""

from fastapi import APIRouter

from service.web import home, sign_in

ROUTERS: tuple[APIRouter, ...] = (home.router, sign_in.router)
