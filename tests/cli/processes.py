"""A command as people start it: in a process of its own."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds; a deadline against hanging, nothing is measured


def start(
    folder: Path, environment: Mapping[str, str], *words: str, terminal: int = subprocess.PIPE
) -> subprocess.Popen[str]:
    """Start a command in a folder; what it says can be read, or goes to a terminal."""
    return subprocess.Popen(
        [sys.executable, "-c", "from service.cli import main; main()", *words],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=terminal,
        text=True,
    )
