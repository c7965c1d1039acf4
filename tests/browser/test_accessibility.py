"""axe-core finds nothing on any page, in light and in dark, on a desktop and on a phone."""

from collections.abc import Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.live import DESKTOP, PHONE, Live, looking_at
from tests.browser.pages_seen import PAGES, Seen
from tests.factories import accept, queue_ids
from tests.updates_made import confirm_updates, make_updates

OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_page(chromium: Browser, live: Live, size, colours):
    for candidate_id in queue_ids(live.world)[1:4]:
        accept(live.world, candidate_id)
    assert found_on(PAGES, chromium, live, size, colours) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_where_the_words_of_a_change_are_marked(chromium: Browser, live: Live, colours):
    make_updates(live.world)
    confirm_updates(live.world, 2)
    changes = [seen for seen in PAGES if seen.name in ("publish", "publish-side-by-side", "updates")]
    for seen in changes:
        with looking_at(chromium, live, seen, size=DESKTOP, colours=colours) as page:
            assert page.locator("ins").count() > 0, seen.name
    assert found_on(changes, chromium, live, DESKTOP, colours) == []


def found_on(pages: Sequence[Seen], chromium: Browser, live: Live, size, colours) -> list[str]:
    """Return what axe finds on these pages."""
    found = []
    for seen in pages:
        with looking_at(chromium, live, seen, size=size, colours=colours) as page:
            violations = Axe().run(page, options=OPTIONS).response["violations"]
            found += [
                f"{seen.name}: {v['id']} at {node['target']}" for v in violations for node in v["nodes"][:3]
            ]
    return found


def test_twice_as_large_nothing_is_cut_off(chromium: Browser, live: Live):
    for seen in PAGES:
        with looking_at(chromium, live, seen, size=(640, 410), colours="light") as page:
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{seen.name} sticks out by {wide} pixels at 200 % of a 1280-pixel window"
