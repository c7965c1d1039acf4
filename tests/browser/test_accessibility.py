"""axe-core finds nothing on any page, in light and in dark, on a desktop and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.live import DESKTOP, PHONE, Live, looking_at
from tests.browser.pages_seen import PAGES
from tests.factories import accept, queue_ids

OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_page(chromium: Browser, live: Live, size, colours):
    for candidate_id in queue_ids(live.world)[1:4]:
        accept(live.world, candidate_id)
    found = []
    for seen in PAGES:
        with looking_at(chromium, live, seen, size=size, colours=colours) as page:
            violations = Axe().run(page, options=OPTIONS).response["violations"]
            found += [
                f"{seen.name}: {v['id']} at {node['target']}" for v in violations for node in v["nodes"][:3]
            ]
    assert found == []


def test_twice_as_large_nothing_is_cut_off(chromium: Browser, live: Live):
    for seen in PAGES:
        with looking_at(chromium, live, seen, size=(640, 410), colours="light") as page:
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, f"{seen.name} sticks out by {wide} pixels at 200 % of a 1280-pixel window"
