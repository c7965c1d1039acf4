"""A whole session with the keyboard alone."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from service.db import candidates
from service.db.engine import reading
from tests.browser.live import sign_in_by_cookie
from tests.browser.pages_seen import LIST, QUEUE
from tests.factories import PASSWORD, queue_ids
from tests.updates_made import make_updates


def states(live, ids) -> list[str]:
    with reading(live.world.engine) as session:
        return [str(candidates.by_id(session, each).state) for each in ids]


def title_of(page: Page):
    return page.locator("#paper-title")


def press(page: Page, key: str) -> None:
    """Press a key and wait until the next paper is there."""
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)


def test_five_verdicts_and_an_undo_by_keyboard_only(page, live):
    ids = queue_ids(live.world)
    page.goto(f"/sign-in?next={QUEUE}")
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == QUEUE)
    page.wait_for_load_state("load")
    expect(title_of(page)).to_contain_text("Lantern")

    page.keyboard.press("2")  # one tag more: video
    expect(page.locator("input[value=video]")).to_be_checked()
    press(page, "a")
    expect(page.locator("#status")).to_contain_text("Accepted Lantern")
    expect(title_of(page)).to_contain_text("Slow Frames")
    press(page, "a")
    expect(title_of(page)).to_contain_text("A Ruler")
    page.keyboard.press("r")
    press(page, "4")
    expect(page.locator("#status")).to_contain_text("low quality")
    press(page, "s")
    press(page, "l")
    expect(page.locator("#sitting")).to_contain_text("5 papers")
    assert states(live, ids[:5]) == ["accepted", "accepted", "rejected", "unsure", "later"]

    press(page, "u")
    expect(page.locator("#status")).to_contain_text("waits again")
    expect(title_of(page)).to_contain_text("Quantised")
    assert states(live, ids[:5]) == ["accepted", "accepted", "rejected", "unsure", "pending"]


def test_undo_reaches_as_far_back_as_there_are_verdicts(page, context, live):
    sign_in_by_cookie(context, live)
    ids = queue_ids(live.world)
    page.goto(QUEUE)
    for _ in range(3):
        press(page, "a")
    for _ in range(3):
        press(page, "u")
    expect(title_of(page)).to_contain_text("Lantern")
    assert states(live, ids[:3]) == ["pending"] * 3


def test_stepping_opening_and_searching(page, context, live):
    sign_in_by_cookie(context, live)
    page.goto(QUEUE)
    press(page, "j")
    expect(title_of(page)).to_contain_text("Slow Frames")
    press(page, "j")
    press(page, "k")
    expect(title_of(page)).to_contain_text("Slow Frames")
    page.keyboard.press("/")
    page.keyboard.type("omni")
    expect(page.get_by_placeholder("Search the queue")).to_have_value("omni")
    press(page, "Enter")
    expect(title_of(page)).to_contain_text("Hearing Less")
    assert "q=omni" in page.url


def test_keys_rest_while_somebody_types_a_note(page, context, live):
    sign_in_by_cookie(context, live)
    page.goto(QUEUE)
    page.keyboard.press("r")
    page.get_by_label("Another reason").focus()
    page.keyboard.type("a rule s usual")
    expect(page.get_by_label("Another reason")).to_have_value("a rule s usual")
    press(page, "Enter")
    expect(page.locator("#status")).to_contain_text("Rejected Lantern")


def test_an_exclusive_tag_goes_off_when_it_is_pressed_again(page, context, live):
    sign_in_by_cookie(context, live)
    page.goto(QUEUE)
    yes = page.locator("input[name='tag.text-query'][value=yes]")
    no = page.locator("input[name='tag.text-query'][value=no]")
    page.keyboard.press("8")
    expect(yes).to_be_checked()
    page.keyboard.press("9")
    expect(no).to_be_checked()
    expect(yes).not_to_be_checked()
    page.keyboard.press("9")
    expect(no).not_to_be_checked()


def test_help_opens_and_closes_and_keys_can_be_switched_off(page, context, live):
    sign_in_by_cookie(context, live)
    page.goto(QUEUE)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.get_by_label("Use these keys on this device").uncheck()
    page.keyboard.press("?")
    expect(page.locator("#keys")).not_to_be_visible()
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    expect(title_of(page)).to_contain_text("Lantern")


def test_focus_goes_to_the_next_title_for_screen_readers(page, context, live):
    sign_in_by_cookie(context, live)
    page.goto(QUEUE)
    press(page, "a")
    expect(title_of(page)).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("Accepted")


def test_the_preview_follows_the_tags(page, context, live):
    sign_in_by_cookie(context, live)
    page.goto(QUEUE)
    expect(page.locator(".preview ins")).to_contain_text("Lantern")
    with page.expect_response(lambda answer: answer.url.endswith("/preview")) as caught:
        page.locator("label.toggle", has_text="Cross_Attention").click()
    assert caught.value.ok
    assert "cross-attention" in (caught.value.request.post_data or "")
    expect(page.locator(".preview ins")).to_contain_text("Lantern")


def test_what_was_undone_is_redone_by_key(page, context, live):
    sign_in_by_cookie(context, live)
    three = queue_ids(live.world)[:3]
    page.goto(QUEUE)
    press(page, "a")
    press(page, "s")
    press(page, "u")
    press(page, "u")
    assert states(live, three) == ["pending"] * 3
    page.keyboard.press("U")
    expect(page.locator("#status")).to_contain_text("Accepted Lantern")
    expect(title_of(page)).not_to_contain_text(
        "Lantern"
    )  # what is judged again is not judged by the next key
    page.keyboard.press("U")
    expect(page.locator("#status")).to_contain_text("Marked as unsure")
    press(page, "a")
    assert states(live, three) == ["accepted", "unsure", "accepted"]


def test_keys_of_ones_own(page, context, live):
    sign_in_by_cookie(context, live)
    page.goto("/account/keys")
    page.get_by_label("Accept with the tags").fill("y")
    page.get_by_role("button", name="Keep these keys").click()
    expect(page.get_by_role("status")).to_contain_text("Kept")
    page.goto(QUEUE)
    page.keyboard.press("a")
    expect(title_of(page)).to_contain_text("Lantern")
    press(page, "y")
    expect(page.locator("#status")).to_contain_text("Accepted Lantern")


def test_the_meaning_of_the_tags_comes_when_it_is_asked_for(page, context, live):
    sign_in_by_cookie(context, live)
    page.goto(QUEUE)
    page.locator("summary", has_text="What the tags mean").click()
    expect(page.locator("#meanings .tag-meanings")).to_contain_text("Such as")


def test_updates_are_decided_with_the_same_keys(page, context, live):
    make_updates(live.world)
    sign_in_by_cookie(context, live)
    page.goto(f"{LIST}/updates")
    items = page.locator(".updates > li")
    expect(items).to_have_count(3)
    second = items.nth(1).get_attribute("id")
    page.keyboard.press("j")
    expect(page.locator(".updates > .current")).to_have_id(second)
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("a")
    expect(items).to_have_count(2)
    expect(page.locator(".updates > .current")).to_have_id(second)
    with page.expect_navigation():
        page.keyboard.press("r")
    expect(page.locator("table")).to_contain_text("dismissed by ada")
    with page.expect_navigation():
        page.keyboard.press("u")
    expect(items).to_have_count(2)
