"""One request that is over in time, however slowly the other side speaks.

A client's own time-outs are between two bytes; a receiver that sends one now and then holds it for hours.
"""

import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Said:
    """The beginning of an answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def post_in_time(
    url: str,
    address: str,
    *,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    seconds: float,
    most: int,
    clock: Clock = time.monotonic,
) -> Said:
    """Post to an address that was looked at; name and certificate are those of the link's host.

    Raises:
        httpcore.TimeoutException: it was not over in time.
        httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError: it came to nothing.
    """
    named = httpx.URL(url)
    target = httpcore.URL(
        scheme=named.raw_scheme, host=address.encode(), port=named.port, target=named.raw_path
    )
    backend = _HurriedBackend(clock() + seconds, clock)
    sent = [(b"Host", named.netloc), *((name.encode(), value.encode()) for name, value in headers)]
    extensions = {"sni_hostname": named.host, "timeout": dict.fromkeys(("connect", "read", "write"), seconds)}
    with (
        httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=backend) as pool,
        pool.stream("POST", target, headers=sent, content=body, extensions=extensions) as answer,
    ):
        got = b""
        for piece in answer.iter_stream():
            got += piece
            if len(got) >= most:
                break
        found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return Said(answer.status, found, got[:most])


class _HurriedBackend(httpcore.NetworkBackend):
    """Opens connections all of whose reads and writes end at one moment."""

    def __init__(self, end: float, clock: Clock) -> None:
        self._end, self._clock = end, clock
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect in the time that is left."""
        opened = self._inner.connect_tcp(
            host, port, _left(self._end, self._clock, timeout), local_address, socket_options
        )
        return _HurriedStream(opened, self._end, self._clock)


class _HurriedStream(httpcore.NetworkStream):
    """A connection that ends at one moment."""

    def __init__(self, inner: httpcore.NetworkStream, end: float, clock: Clock) -> None:
        self._inner, self._end, self._clock = inner, end, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read in the time that is left."""
        return self._inner.read(max_bytes, _left(self._end, self._clock, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write in the time that is left."""
        self._inner.write(buffer, _left(self._end, self._clock, timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Begin TLS in the time that is left."""
        left = _left(self._end, self._clock, timeout)
        return _HurriedStream(
            self._inner.start_tls(ssl_context, server_hostname, left), self._end, self._clock
        )

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection says of itself."""
        return self._inner.get_extra_info(info)


def _left(end: float, clock: Clock, timeout: float | None) -> float:
    left = end - clock()
    if left <= 0:
        raise httpcore.ReadTimeout("not over in time")
    return left if timeout is None else min(left, timeout)
