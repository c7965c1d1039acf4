"""One paper put into a list as its maintainer would: the section, the line, the entry, the guard."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from service.domain.taxonomy import Taxonomy
from service.errors import EditRefused
from service.lists.editing.corrected import corrected_first
from service.lists.editing.guard import Addition, AdditionKind, apply, guard
from service.lists.editing.read_back import must_read_back, refuse_mojibake
from service.lists.editing.written_counts import count_notes
from service.lists.placing.features import features_of_new
from service.lists.placing.groups import choose_place
from service.lists.placing.habits import Habits
from service.lists.placing.openings import Opening, plan_opening
from service.lists.placing.past import PastAddition
from service.lists.placing.rhythm import landing, lines_between, next_ordinal, numbered
from service.lists.placing.same_paper import find_line, find_listed, is_namesake
from service.lists.placing.sections import propose_sections, sections_named
from service.lists.reading.blocks import Kind
from service.lists.reading.document import ListDocument, read_document
from service.lists.reading.entries import Entry
from service.lists.reading.generated import generated_by
from service.lists.reading.own_names import empty_columns
from service.lists.writing.choose import has_columns_of, ranked
from service.lists.writing.completed import completed
from service.lists.writing.compose import Composed, compose
from service.lists.writing.facts import Filler
from service.lists.writing.institutions import without_people
from service.lists.writing.known import known_document, known_stock
from service.lists.writing.names_alone import with_name_alone
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.true_title import with_title_of_column, with_true_title
from service.lists.writing.unwritten import unwritten

_CONTEXT = 3  # lines shown around an edit
_TRIES = 12  # templates tried before giving up


@dataclass(frozen=True, slots=True)
class Edit:
    """A list file with one paper more: every added line is in `additions`; `line` counts from 1.

    `notes` say in words what was left out, filled as unknown, or needs a look.
    """

    data: bytes
    additions: tuple[Addition, ...]
    section_path: tuple[str, ...]
    line: int
    context_before: tuple[str, ...] = ()
    context_after: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def changed(self) -> bool:
        """Whether anything was added."""
        return bool(self.additions)


def insert_entry(
    data: bytes,
    entry: NewEntry,
    *,
    taxonomy: Taxonomy | None = None,
    habits: Habits | None = None,
    history: Sequence[PastAddition] = (),
    path: str = "README.md",
    section: Sequence[str] | None = None,
    beside_namesake: bool = False,
) -> Edit:
    """Add a paper to a list; a paper that is there already changes nothing.

    With `beside_namesake`, an entry of the same title that leads elsewhere does not count as the paper where
    the section is named: somebody wants this version there too.

    Raises:
        BadInput: the file is not UTF-8 text.
        EditRefused: it is generated, has no entries to learn from, lacks the section, or the entry cannot be
            written without inventing or copying something.
    """
    document = known_document(data, path, taxonomy)
    refuse_generated(document)
    entry = with_title_of_column(with_true_title(entry), document.entries)
    wanted = section or entry.section_path
    listed = find_listed(document, entry, section=wanted)
    if listed is not None:
        is_other = beside_namesake and wanted is not None and is_namesake(listed, entry)
        edit = _beside(document, entry, listed, history, taxonomy, habits) if is_other else None
        return edit or _unchanged(document, listed)
    line = find_line(document, entry)
    if line is not None:
        return Edit(data, (), tuple(wanted or ()), line, notes=(f"already listed in line {line}",))
    if not document.entries:
        raise EditRefused(f"{path} has no entries to learn the format from; add the first ones by hand.")
    opening = plan_opening(document, entry) if wanted is None else None
    if opening is not None and habits is not None and not habits.offers("new sections"):
        raise EditRefused(f"The paper needs a new section {opening.path[-1]!r}, and none is to be opened.")
    if opening is not None:
        edit = _insert_opening(document, entry, opening, history, taxonomy, habits or Habits())
    else:
        regions = _regions(document, entry, wanted, history, taxonomy)
        edit = _insert_first(document, entry, regions, history, taxonomy, habits or Habits())
    return _noted(edit, entry, taxonomy)


def _noted(edit: Edit, entry: NewEntry, taxonomy: Taxonomy | None) -> Edit:
    lines = range(edit.line - 1, edit.line - 1 + sum(len(a.lines) for a in edit.additions))
    return replace(edit, notes=(*edit.notes, *unwritten(edit.data, lines, entry, taxonomy)))


def _beside(
    document: ListDocument,
    entry: NewEntry,
    listed: Entry,
    history: Sequence[PastAddition],
    taxonomy: Taxonomy | None,
    habits: Habits | None,
) -> Edit | None:
    """Add another version of a listed paper; None if the list does not write what tells the two apart."""
    edit = _insert(document, entry, listed.region, history, taxonomy, habits or Habits())
    again = find_listed(read_document(edit.data, path=document.path), entry, section=listed.section_path)
    if again is None or again.key != entry.key:
        return None
    note = f"the same title stands in line {listed.first_line} with another address"
    return replace(_noted(edit, entry, taxonomy), notes=(*edit.notes, note))


def refuse_generated(document: ListDocument) -> None:
    """Refuse a file that a program writes.

    Raises:
        EditRefused: it says so of itself.
    """
    words = generated_by(document.data.decode("utf-8", "replace"))
    if words:
        raise EditRefused(f"{document.path} is generated ({words!r}); change what it is generated from.")


def _unchanged(document: ListDocument, listed: Entry) -> Edit:
    note = f"already listed in line {listed.first_line}"
    return Edit(document.data, (), listed.section_path, listed.first_line, notes=(note,))


def _regions(
    document: ListDocument,
    entry: NewEntry,
    section: Sequence[str] | None,
    history: Sequence[PastAddition],
    taxonomy: Taxonomy | None,
) -> list[int]:
    """Return the section that was named, else those that suit the paper, best first."""
    if section is not None:
        if found := sections_named(document, section, entry, taxonomy=taxonomy, history=history):
            return found
        named = " > ".join(section)
        raise EditRefused(f"{document.path} has no section {named!r}; name one that is there.")
    proposals = propose_sections(document, entry, taxonomy=taxonomy, history=history)
    if not proposals:
        raise EditRefused(f"{document.path} has no section that could take the paper; name one.")
    return [proposal.region for proposal in proposals]


def _insert_first(
    document: ListDocument,
    entry: NewEntry,
    regions: Sequence[int],
    history: Sequence[PastAddition],
    taxonomy: Taxonomy | None,
    habits: Habits,
) -> Edit:
    """Put the paper into the first of these sections whose entries can be copied for it."""
    reason: EditRefused | None = None
    for region in regions:
        try:
            return _insert(document, entry, region, history, taxonomy, habits)
        except EditRefused as exc:
            reason = reason or exc
    raise reason or EditRefused(f"{document.path} has no section that could take the paper; name one.")


def _insert(
    document: ListDocument,
    entry: NewEntry,
    region: int,
    history: Sequence[PastAddition],
    taxonomy: Taxonomy | None,
    habits: Habits,
) -> Edit:
    listed = document.main_part(region)
    path = document.regions[region].path
    gap, is_last, rule = choose_place(
        document, region, features_of_new(entry), history, habits.order_rule(path)
    )
    composed, like = _composed(document, entry, region, gap, history, taxonomy, habits)
    text = numbered(composed.text, like, listed, gap, is_last=is_last)
    at = landing(document, region, gap, is_last=is_last)
    fixed, eol = habits.blank_lines, document.eol
    rhythm = lines_between(document, region, gap) if fixed is None else (eol,) * fixed
    between = rhythm if like.block.kind is not Kind.ROW else ()
    before, after = (between, ()) if is_last else ((), between)
    if not listed and at > 0 and document.lines[at - 1].lstrip().startswith(b"<"):
        before = (eol,)  # Markdown directly under an HTML line is not read as Markdown
    lines = [*before, *_lines(text, document), *after]
    notes = (f"placed: {rule.words}", *composed.left_out, *_number_note(text, listed, gap))
    notes = (*notes, *count_notes(document, region))
    return _edit(
        document, entry, (Addition(AdditionKind.ENTRY, at, tuple(lines)),), path, at + len(before), notes
    )


def _insert_opening(
    document: ListDocument,
    entry: NewEntry,
    opening: Opening,
    history: Sequence[PastAddition],
    taxonomy: Taxonomy | None,
    habits: Habits,
) -> Edit:
    """Open the section of the paper's month as the list opens them, with the paper as its first entry."""
    composed, like = _composed(document, entry, opening.like, 0, history, taxonomy, habits)
    text = numbered(composed.text, like, (), 0)
    additions = (
        Addition(AdditionKind.HEADING, opening.at, opening.heading),
        Addition(AdditionKind.ENTRY, opening.at, (*_lines(text, document), *opening.closing)),
    )
    notes = (f"opens the section {opening.path[-1]!r}, which was not there", *composed.left_out)
    return _edit(document, entry, additions, opening.path, opening.at + len(opening.heading), notes)


def _lines(text: str, document: ListDocument) -> list[bytes]:
    eol = document.eol.decode()
    return [f"{line}{eol}".encode() for line in re.split(r"\r?\n", text.rstrip("\r\n"))]


def _composed(
    document: ListDocument,
    entry: NewEntry,
    region: int,
    gap: int,
    history: Sequence[PastAddition],
    taxonomy: Taxonomy | None,
    habits: Habits,
) -> tuple[Composed, Entry]:
    """Try templates, best first, until one takes the paper without leaving its own words behind."""
    stock = known_stock(document.data, document.path, taxonomy)
    reason = EditRefused("No entry of the list can serve as a model for the paper; add it by hand.")
    entry = completed(entry, stock)
    listed = document.main_part(region)
    entry = entry if habits.forms.authors is not None else without_people(entry, stock, listed)
    entry = with_name_alone(entry, listed, document.entries)
    in_row = any(e.block.kind is Kind.ROW for e in listed or [t.entry for t in stock.templates])
    number = next_ordinal(listed, gap)
    filler = Filler(entry, stock, taxonomy, in_row=in_row, forms=habits.forms, ordinal=number)
    filler.leave_away(empty_columns([e.reading for e in listed], gap))
    ranking = list(ranked(stock, entry, filler.words, region, gap, [a.text for a in history]))
    best = corrected_first(ranking, history)
    models = [t for t in best if has_columns_of(t, ranking[0])]
    for template in models[:_TRIES]:
        try:
            return compose(template, filler, stock, best), template.entry
        except EditRefused as refused:
            reason = refused
    raise reason


def _number_note(text: str, listed: Sequence[Entry], gap: int) -> tuple[str, ...]:
    if re.match(r"\s*\d+[.)]", text) and gap < len(listed):
        return ("the numbers below it are left as they are; Markdown counts on by itself",)
    return ()


def _edit(
    document: ListDocument,
    entry: NewEntry,
    additions: tuple[Addition, ...],
    path: tuple[str, ...],
    line: int,
    notes: tuple[str, ...],
) -> Edit:
    refuse_mojibake(additions)
    data, at = apply(document.data, additions), additions[0].at
    guard(document.data, data, additions)
    count = sum(len(a.lines) for a in additions)
    must_read_back(data, range(at, at + count), entry, document.path)
    lines = [x.decode("utf-8", "replace").rstrip("\r\n") for x in document.lines]
    return Edit(
        data,
        additions,
        path,
        line + 1,
        tuple(lines[max(0, at - _CONTEXT) : at]),
        tuple(lines[at : at + _CONTEXT]),
        notes,
    )
