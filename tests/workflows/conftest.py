"""What several tests of publishing through GitHub start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulators.github import GitHubEmulator


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[GitHubEmulator]:
    """A GitHub of its own, with its repositories in a folder."""
    with GitHubEmulator(tmp_path / "hub") as server:
        yield server
