"""Pictures of every page, in light and dark: `python -m tests.browser.screenshots --out DIR`."""

import argparse
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from service.db import bundles, lists, windows
from service.db.engine import make_engine, upgrade, writing
from tests.browser.live import DESKTOP, PHONE, Live, launch, looking_at, serve
from tests.browser.pages_seen import PAGES
from tests.factories import accept, make_world, queue_ids
from tests.telling_made import make_telling
from tests.updates_made import make_updates

_COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_LATELY = date(2025, 10, 25)


def main() -> None:
    """Seed a world, visit every page and write the pictures."""
    parser = argparse.ArgumentParser(description="Take a picture of every page.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        engine = make_engine(f"sqlite:///{folder / 'pictures.db'}")
        upgrade(engine)
        world = make_world(engine, folder, datetime(2025, 11, 5, 9, 30, tzinfo=UTC))
        for candidate_id, ago in zip(queue_ids(world)[1:4], (31, 18, 11), strict=True):
            accept(world, candidate_id, ago=ago)
        make_updates(world)
        with writing(engine) as session:  # an empty queue of a list that was learned
            empty = lists.by_slug(session, "vision-token-pruning")
            made = bundles.add(session, list_id=empty.id, folder="bundles/empty", manifest={}, now=world.now)
            bundles.use(session, empty.id, made)
            for seen in windows.between(session, _LATELY, world.now.date()):  # no page begins with a fault
                whole = replace(seen, state="green", stored=seen.expected or 0, problem=None)
                windows.save(session, whole)
        make_telling(world)
        browser = launch(playwright)
        with serve(world) as live:
            take_all(browser, live, asked.out, only=asked.only)
        browser.close()
        engine.dispose()


def take_all(browser: Browser, live: Live, out: Path, *, only: str = "") -> None:
    """Take every picture, four of each page."""
    for seen in PAGES:
        if only not in seen.name or not seen.is_pictured:
            continue
        for size_name, size in (("desktop", DESKTOP), ("phone", PHONE)):
            for colours in _COLOURS:
                with looking_at(browser, live, seen, size=size, colours=colours) as page:
                    page.screenshot(path=out / f"{seen.name}-{size_name}-{colours}.png")


if __name__ == "__main__":
    main()
