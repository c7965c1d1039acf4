"""Where a list lives: an address, a repository on disk, a git bundle, or a plain Markdown file."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from service.errors import BadInput

_BUNDLE = (b"# v2 git bundle\n", b"# v3 git bundle\n")
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SSH = re.compile(r"[\w.-]+@[\w.-]+:[^:]")
_SCHEMES = ("http", "https", "ssh", "file")


class SourceKind(StrEnum):
    """What a place holds."""

    ADDRESS = "address"
    REPOSITORY = "repository"
    BUNDLE = "bundle"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ListSource:
    """A place to take a list from, in the words that git understands."""

    kind: SourceKind
    where: str


def find_source(text: str) -> ListSource:
    """Say what `text` names.

    Raises:
        BadInput: it names nothing that a list can be taken from; the text says what would do.
    """
    if not text or text.startswith("-") or not text.isprintable():
        raise BadInput(f"{text[:80]!r} is no repository; give an address, a folder, a bundle or a .md file.")
    if _SCHEME.match(text):
        return ListSource(SourceKind.ADDRESS, _checked_address(text))
    path = Path(text).expanduser()
    if _SSH.match(text) and not path.exists():
        return ListSource(SourceKind.ADDRESS, text)
    return ListSource(_kind_of(path), str(path.resolve()))


def is_bare_name(text: str) -> bool:
    """Whether it is no more than the name of a Markdown file, which may lie anywhere."""
    return Path(text).name == text and Path(text).suffix.lower() in _MARKDOWN


def is_bundle(path: Path) -> bool:
    """Whether there is a git bundle, by how the file begins."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_BUNDLE[0])) in _BUNDLE


def find_in_folder(folder: Path, name: str) -> ListSource:
    """Return the bundle, repository or Markdown file of a list in a folder.

    Raises:
        BadInput: the folder has none of that name, or is not there.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}; give --from one that holds bundles or Markdown files.")
    for ending in (".bundle", ".git", "", ".md"):
        path = folder / f"{name}{ending}"
        if path.exists():
            return find_source(str(path))
    raise BadInput(f"{folder} has no {name}.bundle and no {name}.md; put one there or leave --from out.")


def require_repository(place: ListSource) -> None:
    """Refuse a folder that git knows nothing of.

    Raises:
        BadInput: it is none; the text names a Markdown file that could be given instead.
    """
    folder = Path(place.where)
    is_bare = (folder / "HEAD").exists() and (folder / "objects").is_dir()
    if place.kind is not SourceKind.REPOSITORY or is_bare or (folder / ".git").exists():
        return
    name = next((p.name for p in sorted(folder.glob("*.md"))), "LIST.md")
    raise BadInput(f"{folder} is no git repository; give its Markdown file instead, like {folder / name}.")


def _checked_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme.lower() not in _SCHEMES:
        raise BadInput(f"{parts.scheme}:// is not supported; give an https, ssh or file address.")
    if parts.password or (parts.username and parts.scheme != "ssh"):
        raise BadInput(
            "The repository's address holds a user name or password; leave it out and set "
            "LISTKEEPER_GITHUB_TOKEN instead."
        )
    return text


def _kind_of(path: Path) -> SourceKind:
    if path.is_dir():
        return SourceKind.REPOSITORY
    if not path.is_file():
        raise BadInput(f"There is no {path}; give an address, a folder, a bundle or a .md file that exists.")
    if is_bundle(path):
        return SourceKind.BUNDLE
    if path.suffix.lower() in _MARKDOWN:
        return SourceKind.FILE
    raise BadInput(f"{path.name} is neither a git bundle nor a Markdown file; give one of these.")
