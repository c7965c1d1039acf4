"""Ask one address over and over on a number of connections, and note how long each answer took."""

import asyncio
import time
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit


@dataclass
class Load:
    """What came back: seconds for each answer, bytes, and the statuses seen."""

    seconds: float
    waits: list[float] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which that share of the answers came."""
        ordered = sorted(self.waits) or [0.0]
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def put_load(
    url: str, *, seconds: float, connections: int = 16, headers: dict[str, str] | None = None
) -> Load:
    """Ask `url` for so many seconds on so many connections; `{n}` in it is another number each time."""
    return asyncio.run(_ask(url, seconds, connections, headers or {}))


async def _ask(url: str, seconds: float, connections: int, headers: dict[str, str]) -> Load:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", *(f"{k}: {v}" for k, v in headers.items())]
    request = "\r\n".join(lines) + "\r\n\r\n"
    numbers = count()
    load = Load(seconds)
    end = time.perf_counter() + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while (began := time.perf_counter()) < end:
            writer.write(request.replace("{n}", str(next(numbers))).encode())
            load.statuses.add(await _read_answer(reader))
            load.waits.append(time.perf_counter() - began)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(one() for _ in range(connections)))
    return load


async def _read_answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    if "transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    elif "content-length: " in head:
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        await reader.readexactly(length)
    return status
