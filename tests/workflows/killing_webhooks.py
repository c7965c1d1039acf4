"""Telling webhooks in a process of its own that dies at its n-th step, as if the power went."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import event

from service.db.engine import make_engine
from service.networks import parse_networks
from service.settings import load_settings
from service.telling.hooks import HookPost
from service.workflows.tell_webhooks import tell_webhooks
from tests.workflows.killing import Steps


def tell_until(last: int, database: str, folder: str, now: datetime) -> None:
    """Tell, and be killed at step `last`; the exit code is 0 only if it came to its end before."""
    steps = Steps(last)
    HookPost.send = steps.around(HookPost.send)  # type: ignore[method-assign]  # the process is ours alone
    engine = make_engine(database)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "begin"):
        event.listen(engine, name, steps.step)
    settings = load_settings(data_dir=Path(folder), secret_key="k" * 32)
    tell_webhooks(engine, settings, clock=lambda: now, post=HookPost(networks=parse_networks("127.0.0.0/8")))
    engine.dispose()
