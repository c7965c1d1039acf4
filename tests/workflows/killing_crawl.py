"""A crawl in a process of its own that dies at its n-th step, as if the power went."""

import os
import signal
from collections.abc import Sequence
from datetime import date

import requests
from sqlalchemy import event

from service.db.engine import make_engine
from service.sources.arxiv_api import ArxivApi
from service.sources.base import LocalGate
from service.workflows.crawl import crawl


def crawl_until(last: int, database: str, url: str, days: Sequence[date]) -> None:
    """Crawl, and be killed at step `last`: a statement, a commit or a request, before it or after."""
    count = 0

    def step(*_: object) -> None:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = make_engine(database)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "begin"):
        event.listen(engine, name, step)
    send = requests.Session.send

    def stepping(*arguments: object, **options: object) -> requests.Response:
        step()
        answer: requests.Response = send(*arguments, **options)  # type: ignore[arg-type]  # passed on
        step()
        return answer

    requests.Session.send = stepping  # type: ignore[method-assign]  # the process is ours alone
    crawl(engine, ArxivApi(LocalGate(), base_url=url, page_size=3), days=days)
    engine.dispose()
