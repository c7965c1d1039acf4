"""A repository that nobody has described: which of its files are lists, and who or what writes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from service.errors import BadInput, EditRefused
from service.lists import ListDocument, read_document
from service.lists.reading.generated import DATA_ENDINGS, SCRIPT_ENDINGS, find_data, find_writer, generated_by
from service.publishing.mirror import Mirror
from service.publishing.tree import LARGEST_FILE, list_files, read_file, read_plain

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_MOST_FILES = 400  # Markdown files that are looked into
_MOST_OTHERS = 60  # data files and scripts that are looked into
_LARGEST_SCRIPT = 200_000
_FEW = 2  # entries from which a file is one of the list's
_ENOUGH = 4  # entries from which nobody doubts a file
_TIMES_FEWER = 10
_SAME = 0.7  # share of entries that a translation has in common with the file that it translates
_SHOWN = 3
_ALL_SAME = 0.95  # share of a file's papers that another file has, too
_MANY_VIEWS = 3  # such files
_OVER_AGAIN = 1.5  # how often they show each paper of the whole; topics of a list share out its papers once
_OTHER_README = re.compile(r"(^|/)readme\.(rst|txt|org|adoc|html?|tex|textile)$", re.IGNORECASE)
_NO_LIST = re.compile(
    r"contributing|code[_-]of[_-]conduct|licen[cs]e|changelog|security|pull_request_template|issue_template",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[._-](zh|cn|chinese|ja|jp|japanese|ko|kr|korean|es|fr|de|ru|pt|en)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stranger:
    """The files of a repository that hold entries, the list's own first, and what is unclear about them."""

    documents: tuple[ListDocument, ...]
    unsure: tuple[str, ...]


def read_stranger(mirror: Mirror, paths: Sequence[str] = ()) -> Stranger:
    """Read a repository's list files: those named, else all Markdown files that hold entries.

    Raises:
        BadInput: a named file is not there, or no file holds entries.
        EditRefused: a program writes the list; the text says which, or by what words that is known.
    """
    sizes = list_files(mirror.path, mirror.head)
    doubts: list[str] = []
    documents = []
    for path in paths or _markdown(sizes, is_file=mirror.is_file):
        try:
            documents.append(read_document(read_file(mirror.path, mirror.head, path), path=path))
        except BadInput as exc:
            if paths:
                raise
            doubts.append(str(exc))
    holding = [d for d in documents if len(d.entries) >= _FEW] or [d for d in documents if d.entries]
    if not holding:
        raise BadInput(_why_none(mirror, sizes, doubts))
    if not paths:
        holding, left_out = _without_translations(holding)
        doubts += left_out
        holding, views = _without_views(holding)
        doubts += views
        doubts += _hardly_lists(holding)
    kept = _written_by_hand(mirror, sizes, holding, doubts)
    return Stranger(tuple(kept), tuple(doubts))


def _why_none(mirror: Mirror, sizes: dict[str, int], doubts: Sequence[str]) -> str:
    """Say in one sentence why nothing could be read as a list."""
    found = _markdown(sizes, is_file=mirror.is_file)
    if not found:
        other = next((p for p in sorted(sizes, key=len) if _OTHER_README.search(p)), None)
        there = f"; it has {other}, but only Markdown lists can be read" if other else ""
        return f"The repository has no Markdown file{there}."
    if doubts:
        return f"No list can be read: {'; '.join(doubts[:_SHOWN])}"
    if not any(sizes[path] for path in found):
        return f"{found[0]} is empty; follow the list once it has papers."
    if mirror.is_file:
        return f"{found[0]} holds no entries that name papers: no row or item with a title and a link to it."
    return "No Markdown file of the repository holds entries that name papers; give --path if one does."


def _markdown(sizes: dict[str, int], *, is_file: bool) -> list[str]:
    """Return the Markdown files that may be lists: the README at the top first, then by path.

    A file that was given alone may be one whatever its name.
    """
    found = [
        path
        for path, size in sizes.items()
        if path.lower().endswith(_MARKDOWN)
        and size <= LARGEST_FILE
        and (is_file or not _NO_LIST.search(PurePosixPath(path).stem))
        and not any(part.startswith(".") for part in PurePosixPath(path).parts)
    ]
    return sorted(found, key=lambda p: ("/" in p, not p.lower().startswith("readme."), p))[:_MOST_FILES]


def _without_translations(holding: Sequence[ListDocument]) -> tuple[list[ListDocument], list[str]]:
    kept: list[ListDocument] = []
    doubts = []
    for document in holding:
        keys = {e.key for e in document.entries}
        twin = next((k for k in kept if len(keys & {e.key for e in k.entries}) >= _SAME * len(keys)), None)
        if twin and _LANGUAGE.search(PurePosixPath(document.path).stem):
            doubts.append(f"{document.path} looks like a translation of {twin.path} and was left out")
        else:
            kept.append(document)
    return kept, doubts


def _without_views(holding: Sequence[ListDocument]) -> tuple[list[ListDocument], list[str]]:
    """Leave out files that only show parts of another one again, as programs make views of a list."""
    keys = {d.path: {e.key for e in d.entries} for d in holding}
    whole = max(holding, key=lambda d: (len(keys[d.path]), d is holding[0]))
    parts = [
        d
        for d in holding
        if d is not whole and len(keys[d.path] & keys[whole.path]) >= _ALL_SAME * len(keys[d.path])
    ]
    repeated = sum(len(keys[d.path]) for d in parts)
    if len(parts) < _MANY_VIEWS or repeated < _OVER_AGAIN * len(keys[whole.path]):
        return list(holding), []
    names = ", ".join(d.path for d in parts[:_SHOWN]) + (", …" if len(parts) > _SHOWN else "")
    doubt = (
        f"{len(parts)} files only show papers of {whole.path} again and were left out ({names}); "
        "where they are kept by hand, add them to `paths`"
    )
    return [d for d in holding if d not in parts], [doubt]


def _hardly_lists(holding: Sequence[ListDocument]) -> list[str]:
    """Name the files with so few entries beside the largest one that they may be no lists: a page, a note."""
    most = max(len(d.entries) for d in holding)
    return [
        f"{d.path} holds only {len(d.entries)} entries; if it is no list, take it out of `paths`"
        for d in holding
        if len(d.entries) < _ENOUGH and len(d.entries) * _TIMES_FEWER <= most
    ]


def _written_by_hand(
    mirror: Mirror, sizes: dict[str, int], holding: Sequence[ListDocument], doubts: list[str]
) -> list[ListDocument]:
    """Leave generated files out; where all are, the list is refused."""
    kept, reasons = [], []
    others = sorted(p for p in sizes if not p.lower().endswith(_MARKDOWN))
    data = _texts(
        mirror, [p for p in others if p.lower().endswith(DATA_ENDINGS) and sizes[p] <= LARGEST_FILE]
    )
    scripts = _texts(
        mirror, [p for p in others if p.lower().endswith(SCRIPT_ENDINGS) and sizes[p] <= _LARGEST_SCRIPT]
    )
    for document in holding:
        words = generated_by(document.data.decode("utf-8", "replace"))
        source = find_data(document.entries, data)
        writer = find_writer(PurePosixPath(document.path).name, scripts, data) if source else None
        if words:
            reasons.append(f"{document.path} says of itself {words!r}")
        elif writer:
            reasons.append(f"{writer} writes {document.path} from {source}")
        else:
            kept.append(document)
            if source:
                doubts.append(
                    f"{source} holds the same papers as {document.path}: is one made from the other?"
                )
    if not kept:
        raise EditRefused(
            f"The list is generated ({'; '.join(reasons)}); an edit would be lost; change its source."
        )
    doubts += [f"left out as generated: {reason}" for reason in reasons]
    return kept


def _texts(mirror: Mirror, paths: Sequence[str]) -> dict[str, str]:
    return {
        path: read_plain(mirror.path, mirror.head, path).decode("utf-8", "replace")
        for path in paths[:_MOST_OTHERS]
    }
