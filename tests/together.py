"""Two who do something at the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine

from service.db.engine import WriteSession, writing

First = TypeVar("First")
Second = TypeVar("Second")

_BEGUN = 0.3  # seconds; a slower machine lets the second one come later, which no test fails for
_PATIENCE = 60  # seconds; a deadline against hanging, nothing is measured


def meanwhile(
    engine: Engine,
    first: Callable[[WriteSession], First],
    second: Callable[[WriteSession], Second],
    *,
    then: Callable[[WriteSession], object] = lambda _: None,
) -> tuple[First, Second]:
    """Let `second` begin in a session of its own before what `first` did, and does `then`, is committed."""

    def other() -> Second:
        with writing(engine) as own:
            return second(own)

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as session:
            done = first(session)
            waiting = pool.submit(other)
            time.sleep(_BEGUN)
            then(session)
        return done, waiting.result(timeout=_PATIENCE)
