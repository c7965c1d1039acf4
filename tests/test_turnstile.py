"""Only so many requests are worked on at once; whoever waits holds nothing."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from starlette.types import Message, Receive, Scope, Send

from service.db.engine import MOST_CONNECTIONS
from service.turnstile import AT_ONCE, Turnstile

SCOPE = {"type": "http", "path": "/lists/x"}


class Office:
    """An application that counts who is inside, and lets nobody out before the bell."""

    def __init__(self) -> None:
        self.inside = self.most = self.served = 0
        self.bell = asyncio.Event()

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        if scope["path"] == "/fails":
            self.inside -= 1
            raise ValueError("as it should")
        await self.bell.wait()
        self.inside -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        self.served += 1


async def _nothing() -> Message:
    return {"type": "http.request"}


async def _drop(_message: Message) -> None:
    await asyncio.sleep(0)


def run(work) -> None:
    with ThreadPoolExecutor(1) as pool:  # a browser test before this one may have left a loop in this thread
        pool.submit(lambda: asyncio.run(work())).result()


def test_no_more_than_so_many_are_inside_and_all_are_served():
    async def work() -> None:
        office = Office()
        door = Turnstile(office, at_once=3)
        visits = [asyncio.create_task(door(dict(SCOPE), _nothing, _drop)) for _ in range(10)]
        await asyncio.sleep(0.01)
        assert (office.inside, office.most) == (3, 3)
        office.bell.set()
        await asyncio.gather(*visits)
        assert (office.served, office.most) == (10, 3)

    run(work)


def test_failures_and_slow_readers_leave_their_place_to_others():
    async def work() -> None:
        office = Office()
        office.bell.set()
        door = Turnstile(office, at_once=1)
        for _ in range(3):
            try:
                await door({**SCOPE, "path": "/fails"}, _nothing, _drop)
            except ValueError:
                continue
        never = asyncio.Event()

        async def slow(message: Message) -> None:
            if message["type"] == "http.response.body":
                await never.wait()

        reading = asyncio.create_task(door(dict(SCOPE), _nothing, slow))
        await asyncio.sleep(0.01)
        await asyncio.wait_for(door(dict(SCOPE), _nothing, _drop), 5)
        reading.cancel()

    run(work)


def test_connections_are_enough_for_all_who_are_inside():
    assert 3 * AT_ONCE <= MOST_CONNECTIONS
