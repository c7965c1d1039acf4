"""Version 1 of the REST API: all its routers under one prefix."""

from fastapi import APIRouter

from service.api import lists

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
for part in (lists,):
    router.include_router(part.router)
