"""Ask one address over and over on a number of connections with wrk, and note how long the answers took."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_EACH_ANOTHER = """
local number = 0
request = function()
  number = number + 1
  local path = wrk.path:gsub("NUMBER", "%d" .. number)
  return wrk.format("GET", path)
end
"""


@dataclass(frozen=True)
class Load:
    """What came back: answers per second, milliseconds for half and for 99 % of them, and how many failed."""

    rate: float
    median: float
    p99: float
    failed: int


def put_load(
    url: str,
    *,
    seconds: float,
    connections: int = 16,
    headers: dict[str, str] | None = None,
    run: int = 0,
) -> Load:
    """Ask `url` for so many seconds on so many connections; `{n}` in it is another number each time.

    Equal `run`s ask for the same numbers.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("wrk is missing; install it (apt-get install wrk).")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "each-another.lua"
        script.write_text(_EACH_ANOTHER % (run + 1))
        command = [
            wrk,
            "-t1",
            f"-c{connections}",
            f"-d{max(1, round(seconds))}s",
            "--latency",
            "--timeout",
            "30s",
        ]
        command += ["-s", str(script)] if "{n}" in url else []
        for name, value in (headers or {}).items():
            command += ["-H", f"{name}: {value}"]
        done = subprocess.run(
            [*command, url.replace("{n}", "NUMBER")], capture_output=True, text=True, check=True
        )
    return read_report(done.stdout)


def read_report(text: str) -> Load:
    """Return what wrk's report says."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if rate is None:
        raise SystemExit(f"wrk said nothing that can be read:\n{text}")
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    errors = re.search(r"Socket errors: (.+)", text)
    lost = sum(int(n) for n in re.findall(r"\d+", errors[1])) if errors else 0
    return Load(
        rate=float(rate[1]),
        median=_milliseconds(text, "50%"),
        p99=_milliseconds(text, "99%"),
        failed=lost + (int(failed[1]) if failed else 0),
    )


def _milliseconds(text: str, share: str) -> float:
    found = re.search(rf"{re.escape(share)}\s+([\d.]+)(us|ms|s|m)\b", text)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0
