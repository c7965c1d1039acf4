"""Version 1 of the REST API: all its routers under one prefix."""

from fastapi import APIRouter

from service.api import issues, lists, papers, records, review

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
for part in (papers, lists, issues, review, records):
    router.include_router(part.router)
