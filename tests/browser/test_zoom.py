"""At 200 % the work can be done in a 1280-pixel window, nothing is hidden; nothing moves for who asks so."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import Live, sign_in_by_cookie
from tests.browser.pages_seen import LIST, QUEUE
from tests.browser.test_keyboard import press, title_of

TWICE = (640, 410)
_HIDDEN = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    if (at === document.body || box.width * box.height === 0) return "";
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height, 24) / 2];
    const top = document.elementFromPoint(x, y);
    const seen = top && (at.contains(top) || top.contains(at) || top.closest("label")?.contains(at));
    return seen ? "" : `${at.outerHTML.slice(0, 90)} behind ${top && top.outerHTML.slice(0, 60)}`;
}"""
_MOVES = """() => [...document.querySelectorAll('*')].filter((each) => {
    const style = getComputedStyle(each);
    const longest = (text) => Math.max(...text.split(',').map((part) => parseFloat(part)));
    return longest(style.transitionDuration) > 0 || longest(style.animationDuration) > 0
        || style.scrollBehavior === 'smooth';
}).length"""


@pytest.fixture
def twice(chromium: Browser, live: Live):
    """A page as somebody sees it who has zoomed in to 200 %."""
    width, height = TWICE
    context = chromium.new_context(
        base_url=live.address, viewport={"width": width, "height": height}, device_scale_factor=2
    )
    sign_in_by_cookie(context, live)
    yield context.new_page()
    context.close()


def test_a_verdict_at_twice_the_size_keeps_paper_and_actions_in_sight(twice: Page):
    twice.goto(QUEUE)
    accept = twice.get_by_role("button", name="Accept")
    expect(accept).to_be_in_viewport()
    bar = twice.locator(".actions").bounding_box()
    assert bar is not None
    assert bar["height"] < TWICE[1] / 2, "the actions leave room for the paper"
    press(twice, "a")
    expect(title_of(twice)).to_contain_text("Slow Frames")
    expect(title_of(twice)).to_be_in_viewport()


@pytest.mark.parametrize("path", [QUEUE, f"{LIST}/bulk", f"{LIST}/settings", f"{LIST}/taxonomy", "/audit"])
def test_what_has_the_focus_is_never_behind_something_else(twice: Page, path: str):
    twice.goto(path)
    hidden = []
    for _ in range(40):
        twice.keyboard.press("Tab")
        found = twice.evaluate(_HIDDEN)
        hidden += [found] if found else []
    assert hidden == []


@pytest.mark.parametrize("path", [QUEUE, LIST, f"{LIST}/taxonomy"])
def test_nothing_moves_for_those_who_ask_for_that(chromium: Browser, live: Live, path: str):
    moving = {}
    for wish in ("reduce", "no-preference"):
        context = chromium.new_context(base_url=live.address, reduced_motion=wish)
        sign_in_by_cookie(context, live)
        page = context.new_page()
        page.goto(path)
        moving[wish] = page.evaluate(_MOVES)
        context.close()
    assert moving["reduce"] == 0
    assert moving["no-preference"] > 0, "else this looks at nothing"


@pytest.mark.parametrize("size", [(1280, 800), (1920, 600)])
def test_the_queue_on_a_desktop_ends_where_its_window_ends(
    chromium: Browser, live: Live, size: tuple[int, int]
):
    context = chromium.new_context(base_url=live.address, viewport={"width": size[0], "height": size[1]})
    sign_in_by_cookie(context, live)
    page = context.new_page()
    page.goto(QUEUE)
    assert page.evaluate("document.documentElement.scrollHeight") == size[1], "there is nothing to scroll to"
    context.close()


def test_a_printed_paper_of_the_queue_is_whole(chromium: Browser, live: Live):
    context = chromium.new_context(base_url=live.address, viewport={"width": 900, "height": 300})
    sign_in_by_cookie(context, live)
    page = context.new_page()
    page.goto(QUEUE)
    page.emulate_media(media="print")
    focus = page.locator(".focus")
    height, needed = focus.evaluate("each => [each.clientHeight, each.scrollHeight]")
    assert height == needed
    assert page.evaluate("document.documentElement.scrollHeight") > 300, "it goes on over the next sheet"
    context.close()
