"""Replaying a list's past: each entry that somebody added is taken away and added again by the engine."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from service.errors import BadInput
from service.lists.editing.edit import insert_entry
from service.lists.placing.past import PastAddition, inserted_lines, read_addition
from service.lists.placing.sections import propose_sections
from service.lists.reading.document import ListDocument, read_document
from service.lists.reading.entries import Entry
from service.lists.reading.lines import split_lines
from service.lists.reading.outline import path_key
from service.lists.reading.parts import Cell, Field, Part, Reading
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.noted_days import noted_day
from service.lists.writing.templates import Stock, Template

_BATCH_OF_HISTORY = 60
WithAlike = Callable[[NewEntry, ListDocument], NewEntry]


@dataclass(frozen=True, slots=True)
class ReplayScore:
    """How one addition came out; `section` is judged without saying it, the rest with the section given."""

    title: str
    guard: bool = False
    section: bool = False
    placed: bool = False
    shape: bool = False
    identical: bool = False
    refused: str = ""


def replay(
    revisions: Sequence[tuple[bytes, bytes]],
    *,
    path: str = "README.md",
    limit: int | None = None,
    with_alike: WithAlike | None = None,
) -> list[ReplayScore]:
    """Replay each revision (newest first) that only adds one entry, with the history before it alone.

    `with_alike` tells an entry which papers of the list before it mean the same.
    """
    additions = [read_addition(before, after) for before, after in revisions]
    scores = []
    for at, (before, after) in enumerate(revisions):
        if additions[at] is None:
            continue
        history = [a for a in additions[at + 1 :] if a is not None][:_BATCH_OF_HISTORY]
        score = _replay_one(before, after, history, path, with_alike)
        if score is not None:
            scores.append(score)
        if limit is not None and len(scores) >= limit:
            break
    return scores


def summary(scores: Sequence[ReplayScore]) -> dict[str, int]:
    """Count what came out right."""
    names = [f.name for f in fields(ReplayScore) if f.name not in ("title", "refused")]
    return {"n": len(scores), **{name: sum(getattr(s, name) for s in scores) for name in names}}


def facts_of(entry: Entry) -> NewEntry:
    """Return the facts that a listed entry shows, as if a person had looked them up."""
    reading = entry.reading
    words: dict[str, list[str]] = {}
    for cell in reading.cells:
        for part in cell.parts:
            place, said = _words_of(reading, cell, part)
            if said:
                words.setdefault(place, []).append(said)
    by_role = {link.role: link.url for link in reversed(entry.links)}
    return NewEntry(
        title=entry.title,
        arxiv_id=entry.arxiv_id,
        authors=entry.authors,
        published=None,
        url=by_role.get("paper"),
        code_url=by_role.get("code"),
        project_url=by_role.get("project"),
        venue=entry.venue,
        date_text=entry.date_text,
        tags={place: tuple(said) for place, said in words.items()},
        links=tuple((link.label, link.url) for link in entry.links if link.role == "other"),
        authors_text=entry.authors_text,
        today=noted_day(reading),
    )


def _words_of(reading: Reading, cell: Cell, part: Part) -> tuple[str, str]:
    """Return words that only the maintainer knew, and where they stand; no words for what a fact says."""
    text = reading.text[part.start : part.end]
    is_told = bool(part.slots) and part.slots[0].field is Field.TEXT
    if part.role == "figure" or (part.role.startswith("badge:") and is_told):
        return "badges", text
    if part.role.startswith("line:") and is_told:
        return "after_title", text
    whole = reading.text[cell.start : cell.end].strip()
    if cell.header and whole == text.strip() and part.role in ("text", "details"):
        return f"cell:{cell.header}", whole
    if part.role not in ("text", "tail") or not part.slots:
        return "", ""
    title = next((p.start for p in reading.parts() if p.role == "title"), 0)
    place = "tail" if part.role == "tail" else "before_title" if part.start < title else "after_title"
    return place, reading.value(part.slots[0])


def _replay_one(
    before: bytes, after: bytes, history: Sequence[PastAddition], path: str, with_alike: WithAlike | None
) -> ReplayScore | None:
    """Return how the addition comes out, or None where the whole file does not read it as an entry."""
    first, last = inserted_lines(split_lines(before), split_lines(after)) or (0, 0)
    true = read_document(after, path=path)
    added = next((e for e in true.entries if first <= e.first_line - 1 < last), None)
    if added is None:
        return None
    facts = facts_of(added)
    try:
        listed = read_document(before, path=path)
        told = with_alike(facts, listed) if with_alike else facts
        proposed = propose_sections(listed, told, history=history)
        edit = insert_entry(before, facts, history=history, path=path, section=added.section_path)
    except BadInput as exc:
        return ReplayScore(added.title, refused=str(exc))
    document = read_document(edit.data, path=path)
    ours = next((e for e in document.entries if edit.changed and e.first_line == edit.line), None)
    right_section = bool(proposed) and path_key(proposed[0].path) == path_key(added.section_path)
    return ReplayScore(
        added.title,
        guard=edit.changed and inserted_lines(split_lines(before), split_lines(edit.data)) is not None,
        section=right_section,
        placed=ours is not None and _rank(document, ours) == _rank(true, added),
        shape=ours is not None and _shape(document, ours) == _shape(true, added),
        identical=edit.data == after,
    )


def _rank(document: ListDocument, entry: Entry) -> tuple[int, int]:
    return entry.region, document.section(entry.region).index(entry)


def _shape(document: ListDocument, entry: Entry) -> str:
    template = next((t for t in Stock(document).templates if t.entry is entry), None)
    return re.sub(r"\s+", " ", template.signature) if isinstance(template, Template) else ""
