"""A port for a server that does not yet run: free when it comes, and nobody else's until then."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_port() -> Iterator[int]:
    """Hold a free port of this machine.

    It is bound and not listened on: whoever connects is refused, no other process is given it, and a server
    that reuses addresses (as uvicorn, asyncio and Node do) may listen on it, end and listen again.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield int(holder.getsockname()[1])
