"""What happens on a bad evening: the server killed, answers lost, double clicks, two tabs, a new sign-in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from service.boundary import COOKIE
from service.db import verdicts
from service.db.engine import reading
from tests.browser.live import sign_in_by_cookie, sign_in_by_form
from tests.browser.pages_seen import QUEUE
from tests.browser.process import ServerProcess
from tests.browser.test_keyboard import press, states, title_of
from tests.factories import queue_ids, session_cookie
from tests.ports import held_port


def kinds(live, candidate_id: int) -> list[str]:
    with reading(live.world.engine) as session:
        return [str(v.kind) for v in verdicts.of_candidate(session, candidate_id)]


@pytest.fixture
def server(live) -> Iterator[ServerProcess]:
    with held_port() as port:
        started = ServerProcess(live.world, port)
        yield started
        started.kill()


@pytest.fixture
def ada(chromium, live, server) -> Iterator[Page]:
    """The page of somebody who is signed in at that server."""
    context = chromium.new_context(base_url=server.address)
    cookie = session_cookie(live.world, "ada")
    context.add_cookies([{"name": COOKIE, "value": cookie, "url": server.address}])
    yield context.new_page()
    context.close()


def test_between_verdicts_the_server_is_killed_and_each_arrives_once(ada, live, server):
    ids = queue_ids(live.world)[:3]
    ada.goto(QUEUE)
    press(ada, "a")
    expect(title_of(ada)).to_contain_text("Slow Frames")
    expect(ada.locator("#workbench a[rel=next]")).to_be_visible()
    server.kill()
    ada.keyboard.press("r")
    ada.keyboard.press("4")
    expect(ada.locator("#unsent")).to_contain_text("kept on this device")
    assert kinds(live, ids[1]) == []
    server.start()
    expect(ada.locator("#unsent")).to_be_empty()
    expect(title_of(ada)).to_contain_text("A Ruler")
    press(ada, "s")
    assert [kinds(live, each) for each in ids] == [["accept"], ["reject"], ["unsure"]]


def test_a_verdict_that_was_stored_but_not_answered_is_sent_again_and_stays_one(ada, live, server):
    first = queue_ids(live.world)[0]
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            server.kill()
            route.abort("connectionreset")
        else:
            route.continue_()

    ada.route(f"**{QUEUE}/{first}*", lose)
    ada.goto(QUEUE)
    expect(title_of(ada)).to_contain_text("Lantern")
    ada.keyboard.press("a")
    expect(ada.locator("#unsent")).to_contain_text("kept on this device")
    assert lost == [200]
    assert kinds(live, first) == ["accept"], "it was stored before the answer was lost"
    server.start()
    expect(ada.locator("#unsent")).to_be_empty()
    assert kinds(live, first) == ["accept"]


def test_a_double_click_is_one_verdict_on_one_paper(page, context, live):
    sign_in_by_cookie(context, live)
    ids = queue_ids(live.world)[:2]
    page.goto(QUEUE)
    page.get_by_role("button", name="Accept").dblclick()
    expect(title_of(page)).to_contain_text("Slow Frames")
    page.wait_for_load_state("networkidle")
    assert [kinds(live, each) for each in ids] == [["accept"], []]


def test_of_two_tabs_on_one_paper_the_second_says_what_to_do(page, context, live):
    sign_in_by_cookie(context, live)
    first = queue_ids(live.world)[0]
    other = context.new_page()
    page.goto(f"{QUEUE}/{first}")
    other.goto(f"{QUEUE}/{first}")
    press(page, "a")
    other.keyboard.press("s")
    expect(other.locator("#message")).to_contain_text("look at it again")
    other.reload()
    expect(other.locator(".said")).to_contain_text("ada: accept")
    assert kinds(live, first) == ["accept"]


def test_undo_reaches_over_a_new_sign_in(page, live):
    ids = queue_ids(live.world)[:2]
    sign_in_by_form(page)
    press(page, "a")
    press(page, "s")
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    sign_in_by_form(page)
    expect(page.locator("#status")).to_contain_text("Marked as unsure")
    press(page, "u")
    press(page, "u")
    expect(title_of(page)).to_contain_text("Lantern")
    assert states(live, ids) == ["pending", "pending"]
