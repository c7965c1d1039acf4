"""The change that would be published, side by side: what stays is one line high, what comes is whole."""

import pytest

from tests.browser.live import DESKTOP, PHONE, sign_in_by_cookie
from tests.factories import SLUG, accept, queue_ids


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_lines_that_stay_end_at_the_edge_and_new_ones_wrap(page, context, live, size):
    accept(live.world, queue_ids(live.world)[1])
    sign_in_by_cookie(context, live)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"/lists/{SLUG}/publish?view=split")
    heights = """(kind) => [...document.querySelectorAll(`.split td.${kind}`)]
        .filter((cell) => cell.offsetParent && cell.textContent.length > 100)
        .map((cell) => cell.offsetHeight / parseFloat(getComputedStyle(cell).lineHeight))"""
    same, added = page.evaluate(heights, "same"), page.evaluate(heights, "added")
    assert same
    assert max(same) < 1.5
    assert added
    assert min(added) > 1.5
