"""Hostile metadata in a real browser, on every page: nothing runs, nothing is fetched, nothing sticks out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

from tests.browser.live import DESKTOP, PHONE, Live, sign_in_by_cookie
from tests.browser.pages_seen import LIST, QUEUE
from tests.rights import ROUTES
from tests.web.test_hostile import CORPUS, plant, plant_webhook
from tests.web.test_routes import filled

LONG = "Unbreakable" + "x" * 300
_OUT = """() => {
    const bad = [...document.querySelectorAll(
        "iframe, object, embed, base, [style], script:not([src^='/static/']), img, a[href^='javascript:']"
    )].map((each) => each.outerHTML.slice(0, 120));
    const root = document.documentElement;
    const wide = root.scrollWidth - root.clientWidth;
    if (wide > 0) bad.push(`sticks out by ${wide} pixels`);
    return bad;
}"""


@dataclass
class Watch:
    """What a page did that no page of ours does."""

    host: str
    found: list[str] = field(default_factory=list)
    where: str = ""

    def on(self, page: Page) -> None:
        """Listen to a page."""
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self._note(f"error: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)

    def _note(self, words: str) -> None:
        self.found.append(f"{self.where}: {words}")

    def _dialog(self, dialog: Dialog) -> None:
        self._note(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, line: ConsoleMessage) -> None:
        if line.type == "error" and "status of 4" not in line.text:
            self._note(f"console: {line.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self.host:
            self._note(f"asked {request.url}")


@contextmanager
def watched(
    browser: Browser, live: Live, size: tuple[int, int], who: str | None
) -> Iterator[tuple[BrowserContext, Page, Watch]]:
    width, height = size
    context = browser.new_context(base_url=live.address, viewport={"width": width, "height": height})
    if who:
        sign_in_by_cookie(context, live, who)
    page, watch = context.new_page(), Watch(urlsplit(live.address).netloc)
    watch.on(page)
    yield context, page, watch
    context.close()


def look(browser: Browser, live: Live, paths: Sequence[str], size: tuple[int, int], who: str | None) -> None:
    """Open every page, those that are files left out; none may do or show what it must not."""
    with watched(browser, live, size, who) as (context, page, watch):
        for path in paths:
            kind = context.request.get(path, max_redirects=0).headers.get("content-type", "")
            if not kind.startswith("text/html"):
                continue
            watch.where = path
            page.goto(path)
            watch.found += [f"{path}: {each}" for each in page.evaluate(_OUT)]
        assert watch.found == []


def test_papers_that_want_out_stay_in_on_their_own_pages(chromium: Browser, live: Live):
    texts = (*CORPUS, LONG)
    ids = plant(live.world, texts)
    papers = [f"/papers/2511.8{n:04d}" for n in range(1, len(texts) + 1)]
    queue = [f"{QUEUE}/{each}" for each in ids]
    authors = [f"/authors/{quote(text, safe='')}" for text in texts]
    asked = [f"{path}?q={quote(text)}" for text in texts for path in ("/search", LIST)]
    look(chromium, live, queue, DESKTOP, "ada")
    look(chromium, live, [*queue, *papers], PHONE, "ada")
    look(chromium, live, [*papers, *authors, *asked, "/new", f"{LIST}/new"], PHONE, None)


def test_no_route_lets_anything_out(chromium: Browser, live: Live):
    plant(live.world, (*CORPUS, LONG))
    plant_webhook(live.world)
    names = sorted(name for name in ROUTES if name.startswith("GET "))
    paths = [filled(name.removeprefix("GET ")) for name in names]
    paths = [f"{p}?facet=stage&word={quote(LONG[:60])}" if p.endswith("/taxonomy/word") else p for p in paths]
    assert len(paths) > 60
    look(chromium, live, paths, PHONE, "ada")
