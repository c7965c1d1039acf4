"""Corpora of papers: JSON lines (plain or xz) to papers that can be searched.

The texts lie in a temporary file and are read when they are needed; memory holds what a query looks
at first (id, time, categories). A line may carry, beyond the corpus fields, `updated`, `version`,
`comment`, `journal_ref`, `doi` and `affiliations` (a list for each author).
"""

import contextlib
import json
import lzma
import os
import sys
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any


class Paper:
    """One paper as the emulator knows it; its texts are read from the corpus file on demand."""

    __slots__ = ("_read", "_span", "categories", "id", "minute", "published", "updated")

    def __init__(self, line: Mapping[str, Any], span: tuple[int, int], read: "Callable[[int, int], bytes]"):
        self.id: str = sys.intern(line["id"])
        self.categories = tuple(sys.intern(c) for c in line.get("categories") or ())
        self.published = submission_time(line)
        self.updated = _time(line["updated"]) if line.get("updated") else self.published
        self.minute = int(f"{self.published:%Y%m%d%H%M}")
        self._span = span
        self._read = read

    def facts(self) -> dict[str, Any]:
        """Everything that the corpus says of the paper."""
        found: dict[str, Any] = json.loads(self._read(*self._span))
        return found

    @property
    def version(self) -> int:
        return int(self.facts().get("version") or 1)

    def text(self, field: str) -> str:
        """The text that a field of the query language searches, in lower case."""
        facts = self.facts()
        parts = {
            "ti": [facts["title"]],
            "abs": [facts["abstract"]],
            "au": facts.get("authors") or [],
            "co": [facts.get("comment") or ""],
            "jr": [facts.get("journal_ref") or ""],
            "doi": [facts.get("doi") or ""],
            "id": [self.id],
        }
        chosen = parts.get(field, []) if field != "all" else [*chain(*parts.values()), *self.categories]
        return " | ".join(chosen).lower()


class Look:
    """A look at one paper by all parts of a query: each text is read once."""

    def __init__(self, paper: Paper) -> None:
        self.minute = paper.minute
        self.categories = paper.categories
        self._paper = paper
        self._texts: dict[str, str] = {}

    def text(self, field: str) -> str:
        """The text that a field searches."""
        if field not in self._texts:
            self._texts[field] = self._paper.text(field)
        return self._texts[field]


class Corpus:
    """All papers, by id and by submission time."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="arxiv-emulator-")  # noqa: SIM115  # closed in close()
        self._end = 0
        self.by_id: dict[str, Paper] = {}
        self._in_order: list[Paper] = []
        self._minutes: list[int] = []

    def __len__(self) -> int:
        return len(self.by_id)

    def add(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Add papers; an id that is there already is replaced."""
        for line in lines:
            raw = json.dumps(line, ensure_ascii=False).encode()
            self._file.write(raw)
            self.by_id[line["id"]] = Paper(line, (len(raw), self._end), self._read)
            self._end += len(raw)
        self._file.flush()
        self._in_order = sorted(self.by_id.values(), key=lambda p: (p.published, p.id))
        self._minutes = [p.minute for p in self._in_order]

    def remove(self, paper_id: str) -> None:
        """Forget a paper, as if arXiv had never had it."""
        del self.by_id[paper_id]
        self.add(())

    def between(self, low: int, high: int) -> Iterator[Paper]:
        """Papers submitted in these minutes (both included), oldest first."""
        return iter(self._in_order[bisect_left(self._minutes, low) : bisect_right(self._minutes, high)])

    def close(self) -> None:
        """Give the temporary file back."""
        self._file.close()

    def _read(self, size: int, offset: int) -> bytes:
        return os.pread(self._file.fileno(), size, offset)


def load(paths: Iterable[Path], *, months: Iterable[str] = (), tell: Callable[[str], None] = print) -> Corpus:
    """Read corpora from files or folders, telling how far it is; `months` leaves other months' files out."""
    corpus, wanted = Corpus(), set(months)
    files = [f for f in _files(paths) if not wanted or not _is_month(f) or _month(f) in wanted]
    for number, file in enumerate(files, 1):
        corpus.add(line for line in _lines(file) if line["id"] not in corpus.by_id)
        tell(f"loading {number}/{len(files)} {file.name}: {len(corpus):,} papers")
    return corpus


def submission_time(line: Mapping[str, Any]) -> datetime:
    """When v1 came: `published`, else the day before `listed_first`, else mid-month of the id.

    A day without a time of day gets 12:00 UTC plus the last five digits of the id, modulo 1440, minutes.
    """
    said = line.get("published")
    if said and len(said) > len("2025-10-01"):
        return _time(said)
    if said:
        day = date.fromisoformat(said)
    elif line.get("listed_first"):
        day = date.fromisoformat(line["listed_first"][:10]) - timedelta(days=1)
    else:
        digits = line["id"].rsplit("/", 1)[-1]
        century = 1900 if "/" in line["id"] and digits[:2] >= "91" else 2000
        day = date(century + int(digits[:2]), int(digits[2:4]), 15)
    minutes = int("".join(c for c in line["id"] if c.isdigit())[-5:]) % 1440
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(minutes=minutes)


def _time(said: str) -> datetime:
    found = datetime.fromisoformat(said)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(f for f in path.iterdir() if f.name.endswith((".jsonl", ".jsonl.xz")))
        else:
            yield path


def _month(file: Path) -> str:
    return file.name.split(".")[0]


def _is_month(file: Path) -> bool:
    with contextlib.suppress(ValueError):
        return bool(date.fromisoformat(f"{_month(file)}-01"))
    return False


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(file) if file.suffix == ".xz" else file.open("rb") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
