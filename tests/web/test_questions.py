"""How often a page of the queue and a verdict ask the database: each question is a way there and back."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

from tests.factories import queue_ids
from tests.web.conftest import QUEUE
from tests.web.test_verdicts import give

PAGE, VERDICT, PART = 13, 9, 20  # a part is a verdict and the next paper in one
AHEAD = 3  # once a page was sent, the next entry is made ready


@contextmanager
def asked(engine: Engine) -> Iterator[list[str]]:
    """Collect all statements that are sent."""
    found: list[str] = []

    def see(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", see)
    yield found
    event.remove(engine, "before_cursor_execute", see)


def test_a_page_and_a_verdict_ask_few_questions(bo, world):
    first, second, third = queue_ids(world)[:3]
    token = bo.token()
    for each in (third, second, first):  # whoever looks first claims
        bo.get(f"{QUEUE}/{each}")
    with asked(world.engine) as page:
        assert "Lantern" in bo.get(f"{QUEUE}/{first}").text
    with asked(world.engine) as verdict:
        assert give(bo, first, token=token).status_code == 303
    with asked(world.engine) as part:
        assert give(bo, second, token=token, part=True).status_code == 200
    assert len(page) <= PAGE + AHEAD
    assert len(verdict) <= VERDICT
    assert len(part) <= PART + AHEAD
