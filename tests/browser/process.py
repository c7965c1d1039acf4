"""The server as a process of its own, which can be killed as the kernel kills."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.factories import World

_PATIENCE = 60  # seconds until it must answer; a busy machine is slow, not wrong
_ROOT = Path(__file__).resolve().parents[2]
_SERVER = """
import sys, uvicorn
from datetime import UTC, datetime
from pathlib import Path
from pydantic import SecretStr
from service.app import create_app
from service.db.engine import make_engine
from service.settings import Settings
folder, url, port, moment, key = sys.argv[1:]
settings = Settings(_env_file=None, data_dir=Path(folder), secret_key=SecretStr(key), base_url="http://testserver")
began, moment = datetime.now(UTC), datetime.fromisoformat(moment)
app = create_app(settings, make_engine(url), clock=lambda: moment + (datetime.now(UTC) - began))
uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="error")
"""


class ServerProcess:
    """A server on a database, at a held port; `kill` leaves no time to tidy up, `start` begins anew."""

    def __init__(self, world: World, port: int) -> None:
        url = world.engine.url.render_as_string(hide_password=False)
        key = world.settings.secret_key.get_secret_value() if world.settings.secret_key else ""
        said = (str(world.settings.data_dir), url, str(port), world.now.isoformat(), key)
        self._command = [sys.executable, "-c", _SERVER, *said]
        self.address = f"http://127.0.0.1:{port}"
        self.start()

    def start(self) -> None:
        """Begin, and wait until it answers."""
        self._process = subprocess.Popen(
            self._command, cwd=_ROOT, env={**os.environ, "PYTHONPATH": str(_ROOT)}
        )
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise TimeoutError("the server did not start")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(_PATIENCE)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health", timeout=5).is_success
        except httpx.TransportError:
            return False
