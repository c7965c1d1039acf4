"""The founding lists as they were when the project began."""

import subprocess
from pathlib import Path

import pytest

from tests.publishing.repositories import git

_BUNDLES = {
    "mllm-token-compression": "yaolinli__MLLM-Token-Compression",
    "awesome-token-compress": "daixiangzi__Awesome-Token-Compress",
    "token-pruning-and-merging": "qianweijiujiu__Awesome-Token-Pruning-and-Merging",
    "token-merge-for-mllms": "JinXins__Awesome-Token-Merge-for-MLLMs",
}


@pytest.fixture(scope="session")
def list_bundles(shared: Path) -> Path:
    return shared / "data" / "lists"


@pytest.fixture(scope="session")
def founding(list_bundles: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes of each founding list's README, by slug."""
    found = {"vision-token-pruning": (list_bundles / "vision-token-pruning.md").read_bytes()}
    for slug, name in _BUNDLES.items():
        repo = tmp_path_factory.mktemp("lists") / name
        subprocess.run(["git", "clone", "-q", "--bare", list_bundles / f"{name}.bundle", repo], check=True)
        shown = subprocess.run(["git", "-C", repo, "show", "HEAD:README.md"], check=True, capture_output=True)
        found[slug] = shown.stdout
    return found


@pytest.fixture(scope="session")
def fourteen(list_bundles: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes of each real list's newest README, by the name of its bundle."""
    folder = tmp_path_factory.mktemp("fourteen")
    found = {"vision": (list_bundles / "vision-token-pruning.md").read_bytes()}
    for bundle in sorted(list_bundles.glob("*.bundle")):
        git(folder, "clone", "--quiet", str(bundle), bundle.stem)
        found[bundle.stem] = (folder / bundle.stem / "README.md").read_bytes()
    return found
