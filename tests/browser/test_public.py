"""The public pages as readers use them: typing to search, with a keyboard, and without any script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live import Live, sign_in_by_cookie
from tests.browser.pages_seen import LIST, PAGES

PUBLIC = [seen for seen in PAGES if seen.who is None and seen.name not in ("sign-in", "not-found")]


def test_a_list_is_searched_while_one_types_and_the_address_follows(page: Page):
    page.goto(LIST)
    expect(page.get_by_role("status")).to_contain_text("16 papers")
    box = page.get_by_label("Search this list")
    box.press_sequentially("visionz", delay=20)
    expect(page.get_by_role("status")).to_contain_text("1 paper of 16")
    expect(page).to_have_url(re.compile(r"[?&]q=visionz"))
    expect(box).to_be_focused()
    assert box.input_value() == "visionz"
    expect(page.locator("#facets")).to_contain_text("1")
    box.fill("")
    expect(page.get_by_role("status")).to_contain_text("16 papers")


def test_typing_keeps_the_tags_that_are_chosen(page: Page):
    page.goto(f"{LIST}?method=merging")
    page.get_by_label("Search this list").press_sequentially("token", delay=20)
    expect(page).to_have_url(re.compile(r"method=merging"))
    expect(page).to_have_url(re.compile(r"q=token"))
    expect(page.locator('#facets a[aria-current="true"]')).to_have_count(1)


def test_a_tag_leads_to_its_page_and_from_there_to_the_filtered_list(page: Page):
    page.goto(LIST)
    page.locator(".papers .chip", has_text="Pruning").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pruning")
    page.get_by_role("link", name=re.compile("All 11 papers")).click()
    expect(page.get_by_role("status")).to_contain_text("11 papers of 16")


@pytest.mark.parametrize("seen", PUBLIC, ids=[seen.name for seen in PUBLIC])
def test_every_public_page_is_whole_without_scripts(chromium: Browser, live: Live, seen):
    context = chromium.new_context(base_url=live.address, java_script_enabled=False)
    page = context.new_page()
    answer = page.goto(seen.path)
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert len(page.locator("main").inner_text()) > 80
    context.close()


def test_the_menu_offers_the_other_light_and_ends_on_escape(page: Page):
    page.goto(LIST)
    menu = page.locator("details.account")
    menu.locator("summary").click()
    expect(page.get_by_role("button", name="Dark pages")).to_be_visible()
    expect(page.get_by_role("button", name="Light pages")).to_be_hidden()
    page.get_by_role("button", name="Dark pages").click()
    menu.locator("summary").click()
    expect(page.get_by_role("button", name="Light pages")).to_be_visible()
    expect(page.get_by_role("button", name="Dark pages")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()


def test_on_a_phone_the_open_page_is_in_sight_among_its_neighbours(chromium: Browser, live: Live):
    context = chromium.new_context(base_url=live.address, viewport={"width": 375, "height": 812})
    sign_in_by_cookie(context, live)
    page = context.new_page()
    page.goto(f"{LIST}/digest")
    box = page.locator("#places [aria-current]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    context.close()


def test_searching_a_list_works_without_scripts(chromium: Browser, live: Live):
    context = chromium.new_context(base_url=live.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{LIST}?method=pruning")
    page.get_by_label("Search this list").fill("visionzip")
    page.locator(".search-list").get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("1 paper of 16")
    assert "method=pruning" in page.url
    context.close()
