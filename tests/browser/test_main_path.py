"""The path that must work: verdicts by keyboard, then the papers in diff, feed, digest and API."""

from playwright.sync_api import expect

from tests.browser.live import sign_in_by_form
from tests.browser.pages_seen import LIST
from tests.browser.test_keyboard import press
from tests.factories import SLUG

ACCEPTED, TAKEN_BACK = "2511.90001", "2511.90002"


def test_what_is_confirmed_by_keyboard_is_published_and_told_everywhere(page):
    sign_in_by_form(page)
    for key in "aasla":
        press(page, key)
    for _ in range(4):  # back to the second paper, which is taken back as well
        press(page, "u")
    press(page, "s")
    page.get_by_role("link", name="Publish 1").click()
    expect(page.locator(".diff .added")).to_have_count(1)
    expect(page.locator(".diff .removed")).to_have_count(0)
    expect(page.locator(".diff .added")).to_contain_text(ACCEPTED)
    page.get_by_role("button", name="Make a patch file with 1 entry").click()
    with page.expect_download() as caught:
        page.get_by_role("link", name="Patch file").first.click()
    patch = caught.value.path().read_text(encoding="utf-8")
    assert ACCEPTED in patch
    assert TAKEN_BACK not in patch

    api = page.context.request
    for path in (f"{LIST}/feed.atom", f"{LIST}/digest/2025-W45", f"/api/v1/lists/{SLUG}/entries"):
        text = api.get(path).text()
        assert ACCEPTED in text, path
        assert TAKEN_BACK not in text, path
