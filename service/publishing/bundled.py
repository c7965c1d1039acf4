"""A git bundle taken for the repository that it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from service.publishing.git import run_git
from service.publishing.sources import is_bundle


@contextmanager
def unbundled(place: Path) -> Iterator[Path]:
    """Yield the folder of a repository: `place` itself, or a bundle's contents as long as they are needed.

    Raises:
        PublishError: the bundle is damaged, or git failed.
    """
    if not is_bundle(place):
        yield place
        return
    with TemporaryDirectory(prefix="listkeeper-") as folder:
        whole = Path(folder) / place.stem
        run_git(None, "clone", "--quiet", str(place.resolve()), str(whole))
        yield whole
