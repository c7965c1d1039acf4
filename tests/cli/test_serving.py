"""The port that the web server listens on."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from service.cli.serving import open_port
from service.settings import Settings


def test_answers_are_sent_at_once(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path, port=0)  # type: ignore[call-arg]  # pydantic takes it
    with open_port(settings) as listening, ThreadPoolExecutor(1) as pool:  # Playwright's loop has this thread
        assert pool.submit(lambda: asyncio.run(_delay_is_off(listening))).result()


async def _delay_is_off(listening: socket.socket) -> bool:
    """Tell whether asyncio switched Nagle's algorithm off for a connection that came in."""
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def look(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted = writer.get_extra_info("socket")
        told.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(look, sock=listening):
        _, ours = await asyncio.open_connection(*listening.getsockname())
        answer = await told
        ours.close()
        await ours.wait_closed()
    return bool(answer)
