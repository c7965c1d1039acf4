"""The digest's letter as a mail program shows it: readable in light and dark, on a desktop and a phone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from service.templating import make_environment
from service.workflows.letters import issue_html
from tests.browser.live import DESKTOP, PHONE
from tests.browser.test_accessibility import OPTIONS
from tests.feeds.test_digest_pages import ADDRESS, ISSUE


@pytest.fixture
def letter(tmp_path: Path) -> str:
    """The address of a file with the letter."""
    leave = "https://lists.example.org/letters/leave/1-2-abc"
    file = tmp_path / "letter.html"
    file.write_text(issue_html(make_environment(), ISSUE, address=ADDRESS, leave_url=leave), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_a_letter_and_nothing_sticks_out(
    chromium: Browser, letter: str, tmp_path: Path, size: tuple[int, int], colours
):
    width, height = size
    page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
    page.goto(letter)
    page.screenshot(path=tmp_path / "letter.png")
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    assert [f"{v['id']} at {node['target']}" for v in violations for node in v["nodes"]] == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.close()
    assert wide <= 0
