"""The lines around a paper: the queue's own order, in any order, with no more than is shown."""

import pytest
from sqlalchemy import Engine

from service.db import queue_lines, queues
from service.db.engine import reading
from service.db.queues import QueueFilter, QueueOrder
from tests.db.test_queue_orders import TODAY, fill
from tests.makers import NOW


@pytest.mark.parametrize("order", [order for order in QueueOrder if order is not QueueOrder.SAMPLE])
def test_the_lines_around_each_paper_are_those_of_the_walk(engine: Engine, order):
    found, wanted = fill(engine), QueueFilter(order=order)
    with reading(engine) as session:
        walked = queues.following(session, found.id, wanted, today=TODAY, limit=10)
        walk = [c.id for c in walked]
        assert len(walk) == 5
        for place, start in enumerate(walked):
            above, middle, below = queue_lines.around(session, start, wanted, now=NOW, above=2, below=2)
            assert [line.id for line in above] == walk[max(0, place - 2) : place]
            assert [line.id for line in middle] == [start.id]
            assert [line.id for line in below] == walk[place + 1 : place + 3]


def test_a_filter_that_asks_of_the_paper_holds_for_the_lines(engine: Engine):
    found, wanted = fill(engine), QueueFilter(text="2510.00003")
    with reading(engine) as session:
        (start,) = queues.following(session, found.id, wanted, today=TODAY, limit=10)
        above, middle, below = queue_lines.around(session, start, wanted, now=NOW, above=2, below=2)
        assert queues.size(session, found.id, wanted, today=TODAY).waiting == 1
        assert queues.size(session, found.id, QueueFilter(), today=TODAY).waiting == 5
    assert (above, below) == ([], [])
    assert middle[0].title
    assert middle[0].tags == (), "nothing was proposed"
