"""A live server in a thread, and the browser that visits it."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from service.boundary import COOKIE
from tests.browser.pages_seen import QUEUE, Seen
from tests.factories import PASSWORD, World, session_cookie

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = (1280, 820), (390, 844)
_PATIENCE = 15  # seconds until a server must answer


@dataclass(frozen=True)
class Live:
    """A running server."""

    world: World
    address: str


def launch(playwright: Playwright) -> Browser:
    """Start Debian's Chromium where it is installed, else Playwright's own."""
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"), headless=True, args=list(ARGS)
    )


@contextmanager
def serve(world: World, port: int = 0) -> Iterator[Live]:
    """Run the application on a free port; its clock goes on from the world's moment."""
    started = datetime.now(UTC)
    world.app.state.clock = lambda: world.now + (datetime.now(UTC) - started)
    listener = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(world.app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    _wait_for(server)
    try:
        yield Live(world, f"http://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        server.should_exit = True
        server.force_exit = True
        thread.join(_PATIENCE)
        listener.close()


def _wait_for(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError("the server did not start")
        time.sleep(0.02)


@contextmanager
def looking_at(
    browser: Browser, live: Live, seen: Seen, *, size: tuple[int, int], colours: Literal["light", "dark"]
) -> Iterator[Page]:
    """Open a page in a window of this size, in the state that is to be looked at."""
    width, height = size
    context = browser.new_context(
        base_url=live.address,
        viewport={"width": width, "height": height},
        color_scheme=colours,
        reduced_motion="reduce",
        has_touch=width < DESKTOP[0],
    )
    if seen.who:
        sign_in_by_cookie(context, live, seen.who)
    page = context.new_page()
    page.goto(seen.path)
    for key in seen.keys:
        page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
    if seen.opens:
        page.click(seen.opens)
    yield page
    context.close()


def sign_in_by_cookie(context: BrowserContext, live: Live, name: str = "ada") -> None:
    """Sign somebody in without the form."""
    context.add_cookies([{"name": COOKIE, "value": session_cookie(live.world, name), "url": live.address}])


def sign_in_by_form(page: Page, name: str = "ada") -> None:
    """Sign somebody in as a person would."""
    page.goto("/sign-in?next=" + QUEUE)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**" + QUEUE)
    page.wait_for_load_state("load")  # keys work once the script has come
