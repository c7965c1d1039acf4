"""List files and repositories as commands name them: read, or refused in a sentence."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.domain.lists import ListSpec
from service.domain.taxonomy import Taxonomy
from service.errors import BadInput, NotFound
from service.lists import ListDocument, NewEntry, PastAddition, past_additions, read_document
from service.publishing.bundled import unbundled
from service.publishing.history import read_revisions

if TYPE_CHECKING:
    from service.workflows.alike import TitleReader

_ENOUGH = 100  # past additions from which placing learns
ListFile = Annotated[Path, typer.Argument(help="A Markdown list file.")]


def read_bytes(file: Path, wanted: str = "Markdown file") -> bytes:
    """Return a file's bytes.

    Raises:
        BadInput: it is a folder.
        NotFound: it cannot be read.
    """
    try:
        return file.read_bytes()
    except IsADirectoryError as exc:
        raise BadInput(f"{file} is a folder; name the {wanted} in it.") from exc
    except OSError as exc:
        raise NotFound(f"{file} cannot be read ({exc.strerror}); give a {wanted}.") from exc


def read_list(file: Path, taxonomy: Taxonomy | None = None) -> ListDocument:
    """Read a list file.

    Raises:
        BadInput: it is a folder, or not UTF-8 text.
        NotFound: it cannot be read.
    """
    return read_document(read_bytes(file), path=str(file), taxonomy=taxonomy)


def read_new_entry(file: Path) -> NewEntry:
    """Read the facts of a paper from ENTRY.json.

    Raises:
        BadInput: it is no JSON, or holds no entry.
        NotFound: it cannot be read.
    """
    try:
        facts = json.loads(read_bytes(file, "JSON file with the paper's facts"))
    except ValueError as exc:
        raise BadInput(f"{file} is no JSON ({exc}); give one object with at least a title.") from exc
    if not isinstance(facts, dict):
        raise BadInput(f"{file} holds no JSON object; give one with at least a title.")
    return NewEntry.from_mapping(facts)


def read_past(repo: Path, path: str) -> tuple[PastAddition, ...]:
    """Return how entries came into a file of a repository or bundle, newest first.

    Raises:
        BadInput: the folder is no git repository.
    """
    with unbundled(repo) as place:
        return past_additions(read_revisions(place, path))


@contextmanager
def title_reader() -> Iterator["TitleReader"]:
    """Open what tells how alike titles are, by the configured encoder, and show how far it is.

    Raises:
        SetupError: the encoder cannot be loaded.
    """
    # A named section needs none of these, and starts in a third of the time without.
    from service.cli.context import progress_bar  # noqa: PLC0415
    from service.settings import load_settings  # noqa: PLC0415
    from service.workflows.alike import TitleReader  # noqa: PLC0415

    with progress_bar() as progress:
        yield TitleReader(load_settings(), progress)


def path_inside(repo: Path, file: Path) -> str:
    """Return the file's path in the repository; README.md if it lies elsewhere."""
    try:
        return file.resolve().relative_to(repo.resolve()).as_posix()
    except ValueError:
        return "README.md"


def find_spec(specs: Sequence[ListSpec], name: str) -> ListSpec:
    """Return the catalog entry of a slug or alias.

    Raises:
        NotFound: there is none.
    """
    spec = next((s for s in specs if name == s.slug or name in s.aliases), None)
    if spec is None:
        raise NotFound(f"There is no list or file {name!r}; `listkeeper lists show` names the lists.")
    return spec
