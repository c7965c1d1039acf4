"""The same work without JavaScript, on a phone, by mouse, with the server gone for a while, by two people."""

import re

from playwright.sync_api import expect

from service.db import candidates, verdicts
from service.db.engine import reading
from tests.browser.live import serve, sign_in_by_cookie, sign_in_by_form
from tests.browser.pages_seen import QUEUE
from tests.factories import accept, queue_ids


def state(live, candidate_id: int) -> str:
    with reading(live.world.engine) as session:
        return str(candidates.by_id(session, candidate_id).state)


def test_everything_works_without_javascript(chromium, live):
    ids = queue_ids(live.world)
    context = chromium.new_context(base_url=live.address, java_script_enabled=False)
    page = context.new_page()
    sign_in_by_form(page)
    expect(page.locator("#paper-title")).to_contain_text("Lantern")
    page.locator("label.toggle", has_text="Merge").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("#status")).to_contain_text("Accepted Lantern")
    page.locator("summary", has_text="Reject").click()
    page.get_by_role("button", name="Out of scope").click()
    expect(page.locator("#status")).to_contain_text("Rejected Slow Frames")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#status")).to_contain_text("waits again")
    assert [state(live, each) for each in ids[:2]] == ["accepted", "pending"]
    page.get_by_role("link", name="Publish").click()
    expect(page.locator(".diff .added")).to_have_count(1)
    page.get_by_role("button", name="Make a patch file with 1 entry").click()
    expect(page.get_by_role("link", name="Patch file")).to_be_visible()
    context.close()


def test_a_phone_shows_one_card_with_its_actions_at_the_thumb(chromium, live):
    context = chromium.new_context(
        base_url=live.address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    sign_in_by_cookie(context, live)
    page = context.new_page()
    page.goto(QUEUE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "nothing sticks out"
    expect(page.locator("#lines")).not_to_be_visible()
    accept = page.get_by_role("button", name="Accept")
    box = accept.bounding_box()
    assert box is not None
    assert box["y"] > 700
    assert box["height"] >= 44
    accept.tap()
    expect(page.locator("#paper-title")).to_contain_text("Slow Frames")
    page.get_by_role("link", name="22 waiting").tap()
    expect(page.locator("#lines")).to_be_visible()
    relevance = page.locator("select[name=at_least]")
    expect(relevance).to_be_hidden()
    page.get_by_role("link", name="Filter").tap()
    relevance.select_option("0.85")
    expect(page).to_have_url(re.compile("at_least=0.85"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_swipe_to_the_right_accepts_and_to_the_left_rejects(chromium, live):
    ids = queue_ids(live.world)
    context = chromium.new_context(
        base_url=live.address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    sign_in_by_cookie(context, live)
    page = context.new_page()
    page.goto(QUEUE)
    swipe(page, 60, 320)
    expect(page.locator("#paper-title")).to_contain_text("Slow Frames")
    swipe(page, 320, 60)
    expect(page.locator("#paper-title")).to_contain_text("A Ruler")
    assert [state(live, each) for each in ids[:2]] == ["accepted", "rejected"]
    context.close()


def swipe(page, start: int, end: int) -> None:
    """Draw a finger over the abstract."""
    page.evaluate(
        """([from, to]) => {
            const element = document.querySelector('.abstract');
            const touch = (x) => new Touch({identifier: 1, target: element, clientX: x, clientY: 300});
            const send = (name, x) => element.dispatchEvent(new TouchEvent(name, {
                bubbles: true, cancelable: true,
                touches: name === 'touchend' ? [] : [touch(x)], changedTouches: [touch(x)],
            }));
            send('touchstart', from); send('touchmove', (from + to) / 2); send('touchend', to);
        }""",
        [start, end],
    )


def test_by_mouse_only(page, context, live):
    sign_in_by_cookie(context, live)
    page.goto("/")
    page.get_by_role("link", name="Review 23 papers").click()
    page.get_by_role("link", name="Quantised Resamplers").click()
    expect(page.locator("#paper-title")).to_contain_text("Quantised")
    page.locator("label.toggle", has_text="Audio").click()
    page.locator("summary", has_text="Reject").click()
    page.get_by_role("button", name="Not a paper of this kind").click()
    expect(page.locator("#status")).to_contain_text("not a paper of this kind")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#paper-title")).to_contain_text("Quantised")


def test_a_verdict_given_while_the_server_is_away_arrives_once(chromium, live):
    first = queue_ids(live.world)[0]
    with serve(live.world) as second:
        context = chromium.new_context(base_url=second.address)
        sign_in_by_cookie(context, second)
        page = context.new_page()
        page.goto(QUEUE)
        expect(page.locator("#paper-title")).to_contain_text("Lantern")
        port = int(second.address.rsplit(":", 1)[1])
        context.set_offline(True)
        page.keyboard.press("a")
        expect(page.locator("#unsent")).to_contain_text("is kept on this device")
    assert state(live, first) == "pending"
    context.set_offline(False)
    with serve(live.world, port):
        expect(page.locator("#status")).to_contain_text("Accepted Lantern")
        expect(page.locator("#unsent")).to_be_empty()
        context.close()
    with reading(live.world.engine) as session:
        assert len(verdicts.of_candidate(session, first)) == 1


def test_a_verdict_outlives_the_page_and_the_server_and_arrives_once(chromium, live):
    first = queue_ids(live.world)[0]
    with serve(live.world) as second:
        context = chromium.new_context(base_url=second.address)
        sign_in_by_cookie(context, second)
        page = context.new_page()
        page.goto(QUEUE)
        expect(page.locator("#paper-title")).to_contain_text("Lantern")
        port = int(second.address.rsplit(":", 1)[1])
        context.set_offline(True)
        page.keyboard.press("a")
        expect(page.locator("#unsent")).to_contain_text("One verdict of yours is kept on this device")
        page.close()
    assert state(live, first) == "pending"
    context.set_offline(False)
    with serve(live.world, port):
        page = context.new_page()
        page.goto("/account")
        expect(page.locator("#unsent")).to_be_empty()
        page.goto(QUEUE)
        expect(page.locator("#status")).to_contain_text("Accepted Lantern")
        context.close()
    with reading(live.world.engine) as session:
        assert len(verdicts.of_candidate(session, first)) == 1


def test_a_kept_verdict_that_comes_too_late_says_so(page, context, live):
    first = queue_ids(live.world)[0]
    sign_in_by_cookie(context, live, "ada")
    page.goto(QUEUE)
    expect(page.locator("#paper-title")).to_contain_text("Lantern")
    context.set_offline(True)
    page.keyboard.press("a")
    expect(page.locator("#unsent")).to_contain_text("kept on this device")
    accept(live.world, first, "bo")
    context.set_offline(False)
    expect(page.locator("#unsent")).to_contain_text("was not taken")
    with reading(live.world.engine) as session:
        assert [v.user for v in verdicts.of_candidate(session, first)] == ["bo"]


def test_two_people_work_through_the_queue_without_meeting(page, context, chromium, live):
    sign_in_by_cookie(context, live, "ada")
    other = chromium.new_context(base_url=live.address)
    sign_in_by_cookie(other, live, "bo")
    bo = other.new_page()
    page.goto(QUEUE)
    bo.goto(QUEUE)
    expect(page.locator("#paper-title")).to_contain_text("Lantern")
    expect(bo.locator("#paper-title")).to_contain_text("Slow Frames")
    for each in (page, bo, page, bo):
        before = each.url
        each.keyboard.press("a")
        each.wait_for_url(lambda url, before=before: url != before)
    ids = queue_ids(live.world)
    with reading(live.world.engine) as session:
        given = [v for i in range(1, 24) for v in verdicts.of_candidate(session, i)]
    assert sorted(v.user for v in given) == ["ada", "ada", "bo", "bo"]
    assert len({v.candidate_id for v in given}) == 4
    assert len(ids) == 19
    other.close()


def test_who_comes_to_a_paper_that_somebody_is_on_is_told_and_may_take_it_over(page, context, chromium, live):
    sign_in_by_cookie(context, live, "ada")
    other = chromium.new_context(base_url=live.address)
    sign_in_by_cookie(other, live, "bo")
    bo = other.new_page()
    page.goto(QUEUE)
    expect(page.locator("#paper-title")).to_contain_text("Lantern")
    bo.goto(f"{QUEUE}/{queue_ids(live.world)[0]}")
    expect(bo.locator(".claim")).to_contain_text("ada is on this paper")
    bo.keyboard.press("s")
    expect(bo.locator("#message")).to_contain_text("take it over first")
    with bo.expect_navigation():
        bo.get_by_role("button", name="Take it over").click()
    expect(bo.locator(".claim")).to_have_count(0)
    bo.keyboard.press("a")
    expect(bo.locator("#status")).to_contain_text("Accepted Lantern")
    page.keyboard.press("s")
    expect(page.locator("#message")).to_contain_text("look at it again")
    assert state(live, 1) == "accepted"
    other.close()
