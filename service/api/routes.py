"""Version 1 of the REST API: all its routers under one prefix."""

from fastapi import APIRouter

from service.api import exports, issues, lists, papers, records, review, search, writing

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
for part in (papers, search, lists, exports, issues, review, records, writing):
    router.include_router(part.router)
