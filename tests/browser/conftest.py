"""A real browser against a live server with a seeded world."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from service.db.engine import make_engine, upgrade
from tests.browser.live import Live, launch, serve
from tests.factories import make_world
from tests.telling_made import make_telling

PATIENCE = 30_000  # milliseconds; a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A server on a port of its own, with its own database."""
    engine = make_engine(f"sqlite:///{tmp_path / 'browser.db'}")
    upgrade(engine)
    world = make_world(engine, tmp_path, datetime(2025, 11, 5, 9, 30, tzinfo=UTC))
    make_telling(world)
    with serve(world) as started:
        yield started
    engine.dispose()


@pytest.fixture
def context(chromium: Browser, live: Live) -> Iterator[BrowserContext]:
    made = chromium.new_context(base_url=live.address, viewport={"width": 1280, "height": 820})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose script errors and console errors fail the test."""
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    yield opened
    expected = (
        "status of 4",
        "ERR_CONNECTION",
        "ERR_INTERNET",
        "htmx:sendAbort",
        "htmx:sendError",
        "htmx:afterRequest",
    )
    assert [p for p in problems if not any(e in p for e in expected)] == []
