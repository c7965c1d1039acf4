"""Puts the web application together: one database, one set of settings, pages and API."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine

from service import __version__, health
from service.api import routes as api
from service.api.edge import ApiEdge
from service.db.stamps import Stamps
from service.heads import Heads
from service.remembered import Remembered
from service.settings import Settings, ensure_secret_key
from service.templating import make_environment
from service.turnstile import Turnstile
from service.web import github_hook, pages, respond
from service.workflows.classify import Classifier
from service.workflows.runs import utc_now

STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings, engine: Engine, *, clock: Callable[[], datetime] | None = None) -> FastAPI:
    """Return the application; nothing but the secret key is read or made here.

    Raises:
        SetupError: the data folder cannot be written to.
    """
    app = FastAPI(
        title="Listkeeper",
        version=__version__,
        summary="Curated paper lists, kept up to date.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.settings = settings
    app.state.engine = engine
    app.state.secret_key = ensure_secret_key(settings)
    app.state.templates = make_environment()
    app.state.clock = clock
    app.state.classifier = Classifier(engine, settings)  # loads nothing before it is asked
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    api.install(app)
    for router in (*pages.ROUTERS, github_hook.router, health.router):
        app.include_router(router)
    app.add_middleware(Turnstile)
    app.add_middleware(Remembered, stamps=Stamps(engine), clock=clock or utc_now)
    app.add_middleware(ApiEdge)
    app.add_middleware(Heads)  # outermost: what lies inside sees a GET
    respond.install(app)
    return app
