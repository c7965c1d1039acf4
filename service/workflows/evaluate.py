"""Evaluate: how well a list's tags and relevance are predicted, in order of time, beside the baselines."""

import json
import lzma
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from classifier import (
    Corpus,
    DayReport,
    Document,
    Encoder,
    Example,
    StreamReport,
    TagReport,
    Taxonomy,
    baseline_learners,
    baseline_taggers,
    heads_tagger,
    model_learner,
    rank_stream,
    read_corpus,
    report_tags,
    split_tags,
    walk_days,
    walk_tags,
)
from service.domain.lists import ListSpec
from service.domain.papers import ArxivId, estimated_submission
from service.errors import BadInput
from service.lists import Entry
from service.publishing.mirror import ensure_mirror
from service.publishing.sources import find_in_folder
from service.workflows.examples import classifier_taxonomy
from service.workflows.runs import Progress, no_progress
from service.workflows.sync import read_files

OURS = "listkeeper"
_BEGINS = re.compile(r'\{"id": ?"([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A list as it can be evaluated: its entries whose abstracts are known, and its taxonomy."""

    examples: Sequence[Example]
    taxonomy: Taxonomy
    without_abstract: int


def load_evaluated(spec: ListSpec, *, lists_folder: Path, arxiv_folder: Path) -> Evaluated:
    """Read a list from a folder of bundles, and the abstracts of its entries from arXiv files.

    Raises:
        NotFound, BadInput: the list or the metadata is not there or cannot be read.
    """
    with tempfile.TemporaryDirectory() as scratch:
        place = find_in_folder(lists_folder, spec.source_name)
        mirror = ensure_mirror(Path(scratch) / "mirror.git", place, file_path=spec.paths[0])
        entries = [entry for document in read_files(mirror, spec) for entry in document.entries]
    tags = _tags_by_id(entries)
    documents = {d.id: d for d in read_stream(arxiv_files(arxiv_folder), only=set(tags))}
    examples = [
        Example(document=documents[i], wanted=True, tags=tags[i]) for i in sorted(tags) if i in documents
    ]
    if not examples:
        raise BadInput(f"No entry of {spec.name} has its abstract in {arxiv_folder}; give another folder.")
    return Evaluated(
        examples=examples,
        taxonomy=classifier_taxonomy(spec.taxonomy),
        without_abstract=len(tags) - len(examples),
    )


def evaluate_tags(
    found: Evaluated,
    encoder: Encoder,
    *,
    split: date | None = None,
    walk: int = 60,
    facets: Collection[str] = (),
    progress: Progress = no_progress,
) -> dict[str, TagReport]:
    """Return a report for our way and for each baseline: split at a date, or walking by tens.

    Every facet is learned, as always; the report is on those in `facets`, or on all.

    Raises:
        BadInput: there is no such facet, or no tagged entry is left to test on.
    """
    unknown = sorted(set(facets) - {f.name for f in found.taxonomy.facets})
    if unknown:
        known = ", ".join(f.name for f in found.taxonomy.facets)
        raise BadInput(f"There is no facet {unknown[0]!r}. Facets: {known}.")
    taggers = {OURS: heads_tagger(found.taxonomy, encoder), **baseline_taggers(found.taxonomy, encoder)}
    reports = {}
    for number, (name, tagger) in enumerate(taggers.items()):
        progress("Evaluating tags", number, len(taggers))
        if split is not None:
            outcomes = split_tags(found.examples, found.taxonomy, tagger, split=split)
        else:
            outcomes = walk_tags(found.examples, found.taxonomy, tagger, start=walk)
        if not outcomes:
            raise BadInput("No tagged entry is left to test on; choose an earlier split or a shorter walk.")
        reports[name] = report_tags([o for o in outcomes if not facets or o.facet.name in facets])
    progress("Evaluating tags", len(taggers), len(taggers))
    return reports


def evaluate_ranking(
    found: Evaluated,
    stream: Corpus,
    encoder: Encoder,
    *,
    split: date,
    progress: Progress = no_progress,
) -> dict[str, StreamReport]:
    """Return where our way and each baseline put the entries dated after the split."""
    _refuse_empty(found, stream, split)
    learners = {OURS: model_learner(encoder), **baseline_learners(found.taxonomy, encoder)}
    reports = {}
    for number, (name, learner) in enumerate(learners.items()):
        progress("Ranking the stream", number, len(learners))
        reports[name] = rank_stream(found.examples, stream, learner, split=split)
    progress("Ranking the stream", len(learners), len(learners))
    return reports


def evaluate_days(
    found: Evaluated,
    stream: Corpus,
    encoder: Encoder,
    *,
    split: date,
    budgets: Sequence[int],
    progress: Progress = no_progress,
) -> list[DayReport]:
    """Return what a reader with each daily budget would have found, learning along the way."""
    _refuse_empty(found, stream, split)
    reports = []
    for number, budget in enumerate(budgets):
        progress("Reading day by day", number, len(budgets))
        learner = model_learner(encoder)
        reports.append(walk_days(found.examples, stream, learner, split=split, budget=budget))
    progress("Reading day by day", len(budgets), len(budgets))
    return reports


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


def _refuse_empty(found: Evaluated, stream: Corpus, split: date) -> None:
    wanted = {e.document.id for e in found.examples if e.document.date and e.document.date >= split}
    if len(wanted) == len(found.examples):
        raise BadInput(
            f"No entry is older than {split}; choose a later split, so that there is a past to learn."
        )
    if not any(d.id in wanted for d in stream.documents):
        raise BadInput(f"None of the entries after {split} is in the stream; give the files of later months.")
