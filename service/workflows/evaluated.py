"""A list as it can be evaluated: its entries with abstracts, its sisters' tags, a stream of papers."""

import json
import lzma
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from classifier import Corpus, Document, Example, Taxonomy, read_corpus
from service.domain.lists import ListSpec
from service.domain.papers import ArxivId, estimated_submission
from service.errors import BadInput
from service.lists import Entry
from service.publishing.mirror import ensure_mirror
from service.publishing.sources import find_in_folder
from service.workflows.examples import classifier_taxonomy
from service.workflows.sync import read_files

_BEGINS = re.compile(r'\{"id": ?"([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A list as it can be evaluated: its entries whose abstracts are known, and its taxonomy.

    `sisters` are papers of other lists, with those of their tags that this list has too.
    """

    examples: Sequence[Example]
    taxonomy: Taxonomy
    without_abstract: int
    sisters: Sequence[Example] = ()


def load_evaluated(
    spec: ListSpec, *, lists_folder: Path, arxiv_folder: Path, sisters: Sequence[ListSpec] = ()
) -> Evaluated:
    """Read a list from a folder of bundles, and the abstracts of its entries from arXiv files.

    Of the sister lists that are in the folder, papers that this list does not have teach the shared tags.

    Raises:
        NotFound, BadInput: the list or the metadata is not there or cannot be read.
    """
    own = _tags_by_id(_entries(spec, lists_folder))
    taught = _sister_tags(spec, [s for s in sisters if s.slug != spec.slug], lists_folder, known=set(own))
    documents = {d.id: d for d in read_stream(arxiv_files(arxiv_folder), only=own.keys() | taught.keys())}
    examples = [
        Example(document=documents[i], wanted=True, tags=own[i]) for i in sorted(own) if i in documents
    ]
    if not examples:
        raise BadInput(f"No entry of {spec.name} has its abstract in {arxiv_folder}; give another folder.")
    return Evaluated(
        examples=examples,
        taxonomy=classifier_taxonomy(spec.taxonomy),
        without_abstract=len(own) - len(examples),
        sisters=[Example(document=documents[i], tags=taught[i]) for i in sorted(taught) if i in documents],
    )


def load_corpus(found: Evaluated, files: Sequence[Path], *, split: date) -> Corpus:
    """Read a stream of papers once; later entries that its files leave out are part of it too."""
    documents = {d.id: d for d in read_stream(files)}
    last = max((d.date for d in documents.values() if d.date), default=split)
    for example in found.examples:
        day = example.document.date
        if day is not None and split <= day <= last + timedelta(days=31):
            documents.setdefault(example.document.id, example.document)
    before = {e.document.id for e in found.examples if e.document.date and e.document.date < split}
    return read_corpus([d for d in documents.values() if d.id not in before])


def read_stream(files: Sequence[Path], *, only: Collection[str] | None = None) -> Iterator[Document]:
    """Yield the papers of JSONL or JSONL.xz files, or those with an id in `only`.

    Raises:
        BadInput: a file cannot be read; names file and line.
    """
    for path in files:
        for number, row in _rows(path, only):
            try:
                document = _document(row)
                if only is None or document.id in only:
                    yield document
            except (KeyError, TypeError, ValueError, BadInput) as exc:
                raise BadInput(f"{path.name}, line {number} is no paper ({exc}).") from exc


def arxiv_files(folder: Path) -> list[Path]:
    """Return a folder's files of arXiv metadata.

    Raises:
        BadInput: there are none.
    """
    found = sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.xz")])
    if not found:
        raise BadInput(f"There are no .jsonl or .jsonl.xz files in {folder}; give another with --arxiv.")
    return found


def _entries(spec: ListSpec, folder: Path) -> list[Entry]:
    with tempfile.TemporaryDirectory() as scratch:
        place = find_in_folder(folder, spec.source_name)
        mirror = ensure_mirror(Path(scratch) / "mirror.git", place, file_path=spec.paths[0])
        return [entry for document in read_files(mirror, spec) for entry in document.entries]


def _sister_tags(
    spec: ListSpec, sisters: Sequence[ListSpec], folder: Path, *, known: Collection[str]
) -> dict[str, Mapping[str, tuple[str, ...]]]:
    """Return what sister lists say in this list's words, of papers that it does not have."""
    taught: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for sister in sisters:
        try:
            tags = _tags_by_id(_entries(sister, folder))
        except BadInput:
            continue  # this folder has other lists
        shared = {i: spec.taxonomy.normalise(said) for i, said in tags.items() if i not in known}
        taught = {i: said for i, said in shared.items() if said} | taught
    return taught


def _rows(path: Path, only: Collection[str] | None) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield (line number, row); lines that begin with the id of another paper are not even parsed."""
    opener = lzma.open if path.suffix == ".xz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                begins = _BEGINS.match(line)
                if line.strip() and (only is None or begins is None or begins[1] in only):
                    yield number, json.loads(line)
    except (OSError, EOFError, ValueError, lzma.LZMAError) as exc:
        raise BadInput(f"{path} cannot be read as JSON lines ({exc}).") from exc


def _document(row: Mapping[str, Any]) -> Document:
    arxiv_id = ArxivId.parse(row["id"])
    day = _day(row) or estimated_submission(arxiv_id).date()
    return Document(id=str(arxiv_id), title=row["title"], abstract=row["abstract"], date=day)


def _day(row: Mapping[str, Any]) -> date | None:
    """Return the submission day, or the day before the paper was first seen on an announcement page."""
    if row.get("published"):
        return date.fromisoformat(row["published"][:10])
    if row.get("listed_first"):
        return date.fromisoformat(row["listed_first"][:10]) - timedelta(days=1)
    return None


def _tags_by_id(entries: Sequence[Entry]) -> dict[str, Mapping[str, tuple[str, ...]]]:
    tags: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for entry in entries:
        if entry.arxiv_id is not None:
            tags.setdefault(str(entry.arxiv_id), dict(entry.tags))
    return tags
