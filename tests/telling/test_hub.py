"""A hub that never stops speaking."""

from collections.abc import Iterator

import httpx

from service.telling.hub import tell

_ENOUGH = 100  # pieces; whoever reads on would read for ever


class Endless(httpx.SyncByteStream):
    """The body of an answer; it fails where it should end."""

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(_ENOUGH):
            yield b"." * 1000
        raise AssertionError("somebody reads it to the end")


def test_a_hub_that_never_stops_speaking_is_not_listened_to() -> None:
    hub = httpx.MockTransport(lambda _: httpx.Response(202, stream=Endless()))
    tell("http://hub.example.org/", "http://lists.example.org/feed.atom", transport=hub)
