"""Documents, examples and taxonomies from files: JSON lines (plain or .xz) and YAML."""

import datetime as dt
import json
import lzma
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from classifier.errors import InputError
from classifier.types import Document, Example, Facet, Tag, Taxonomy

_ID_MONTH = re.compile(r"^(\d{2})(0[1-9]|1[0-2])\.\d{4,5}$")


def read_documents(path: Path) -> list[Document]:
    """Return the documents of a JSONL or JSONL.xz file, one an object a line.

    Raises:
        InputError: the file cannot be read or is empty, a line is no document, or two documents have one id;
            names file and line.
    """
    found = [(where, _document(row, where)) for where, row in _rows(path)]
    first: dict[str, tuple[str, Document]] = {}
    for where, document in found:
        at, same = first.setdefault(document.id, (where, document))
        if same != document:
            raise InputError(
                f"{where}: the id {document.id!r} is that of another document ({at}); give each its own."
            )
    return [document for _, document in found]


def read_examples(path: Path) -> list[Example]:
    """Return the examples of a JSONL or JSONL.xz file; `wanted` and `tags` may be left out.

    Raises:
        InputError: the file cannot be read or is empty, a line is no example, or a document is judged twice;
            names file and line.
    """
    found: dict[str, tuple[str, Example]] = {}
    for where, row in _rows(path):
        example = _example(row, where)
        if example.document.id in found:
            at, _ = found[example.document.id]
            raise InputError(
                f"{where}: the id {example.document.id!r} is there already ({at}); give each example once."
            )
        found[example.document.id] = (where, example)
    return [example for _, example in found.values()]


def taxonomy_of(examples: Sequence[Example]) -> Taxonomy:
    """Return the facets and tags that the examples use; a facet that never has two tags is exclusive."""
    tags: dict[str, dict[str, None]] = {}
    exclusive: dict[str, bool] = {}
    for example in examples:
        for facet, chosen in example.tags.items():
            tags.setdefault(facet, {}).update(dict.fromkeys(chosen))
            exclusive[facet] = exclusive.get(facet, True) and len(chosen) == 1
    return Taxonomy(
        facets=tuple(
            Facet(name=f, tags=tuple(Tag(name=t) for t in sorted(found)), exclusive=exclusive[f])
            for f, found in sorted(tags.items())
        )
    )


def as_line(value: Mapping[str, object]) -> str:
    """Return one JSON line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    is_empty = True
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    is_empty = False
                    yield f"{path.name}, line {number}", _object(line, f"{path.name}, line {number}")
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError) as exc:
        raise InputError(f"{path} cannot be read ({exc}); give a JSONL or JSONL.xz file in UTF-8.") from exc
    if is_empty:
        raise InputError(f"{path.name} is empty; give one JSON object a line.")


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise InputError(f"{where}: this is not JSON; each line is one object.") from exc
    if not isinstance(row, dict):
        raise InputError(f"{where}: each line must be a JSON object.")
    if "\\u" in line and not _is_text(json.dumps(row, ensure_ascii=False)):
        raise InputError(f"{where}: half a character (a lone surrogate) stands in a text; mend it.")
    return row


def _is_text(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _document(row: Mapping[str, Any], where: str) -> Document:
    for key in ("id", "title"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise InputError(f'{where}: "{key}" must be a text that is not empty.')
    abstract = row.get("abstract") or ""
    if not isinstance(abstract, str):
        raise InputError(f'{where}: "abstract" must be a text.')
    return Document(id=row["id"], title=row["title"], abstract=abstract, date=_date(row, where))


def _date(row: Mapping[str, Any], where: str) -> dt.date | None:
    """Take `date`, else what arXiv data calls it, else the month in an arXiv id."""
    text = row.get("date") or row.get("published") or row.get("listed_first")
    if text is None:
        month = _ID_MONTH.match(row["id"])
        return dt.date(2000 + int(month[1]), int(month[2]), 15) if month else None
    try:
        return dt.date.fromisoformat(str(text)[:10])
    except ValueError as exc:
        raise InputError(f'{where}: "date" must look like 2025-10-31, not {str(text)[:40]!r}.') from exc


def _example(row: Mapping[str, Any], where: str) -> Example:
    wanted, tags = row.get("wanted"), row.get("tags") or {}
    if not (wanted is None or isinstance(wanted, bool)):
        raise InputError(f'{where}: "wanted" must be true, false or null.')
    if not isinstance(tags, dict) or not all(
        isinstance(chosen, list) and all(isinstance(tag, str) and tag.strip() for tag in chosen)
        for chosen in tags.values()
    ):
        raise InputError(f'{where}: "tags" must map each facet to a list of tags, none of them empty.')
    return Example(
        document=_document(row, where),
        wanted=wanted,
        tags={facet: tuple(dict.fromkeys(chosen)) for facet, chosen in tags.items()},
    )
