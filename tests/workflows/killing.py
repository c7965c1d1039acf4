"""A publication in a process of its own that dies at its n-th step, as if the power went."""

import os
import signal
import subprocess
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx
from sqlalchemy import event

from service.db.engine import make_engine
from service.publishing.github import GitHub
from service.publishing.github_http import GitHubHttp, WriteGate
from service.settings import load_settings
from service.workflows.publish import publish


class Steps:
    """Counts what a publication does to the world, and ends the process at one of them."""

    def __init__(self, last: int) -> None:
        self.count = 0
        self._last = last

    def step(self, *_: object) -> None:
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Step before and after a call."""

        def stepping(*arguments: Any, **options: Any) -> Any:
            self.step()
            done = call(*arguments, **options)
            self.step()
            return done

        return stepping


def publish_until(last: int, database: str, options: dict[str, Any], slug: str, now: datetime) -> None:
    """Publish, and be killed at step `last`; the exit code is 0 only if it came to its end before."""
    steps = Steps(last)
    subprocess.run = steps.around(subprocess.run)  # the process is ours alone
    httpx.Client.send = steps.around(httpx.Client.send)  # type: ignore[method-assign]  # likewise
    engine = make_engine(database)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "begin"):
        event.listen(engine, name, steps.step)
    settings = load_settings(**options)
    http = GitHubHttp(
        options["github_token"], base_url=options["github_api_url"], gate=WriteGate(lambda _: None)
    )
    publish(engine, settings, slug, now=now, github=GitHub(http, wait=lambda _: None))
    engine.dispose()
