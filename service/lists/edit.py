"""One paper put into a list as its maintainer would: the section, the line, the entry, the guard."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from service.domain.papers import title_key
from service.domain.taxonomy import Taxonomy
from service.errors import EditRefused
from service.lists.blocks import Kind
from service.lists.choose import ranked
from service.lists.compose import Composed, compose
from service.lists.corrected import corrected_first
from service.lists.document import ListDocument, read_document
from service.lists.encoding import find_mojibake, repaired
from service.lists.entries import Entry
from service.lists.facts import Filler
from service.lists.features import features_of, features_of_new
from service.lists.generated import generated_by
from service.lists.given import with_named_author
from service.lists.guard import Addition, AdditionKind, apply, guard
from service.lists.habits import Habits
from service.lists.new_entry import NewEntry
from service.lists.openings import Opening, plan_opening
from service.lists.outline import path_key
from service.lists.past import PastAddition
from service.lists.place import choose_gap
from service.lists.rhythm import blank_lines, landing, numbered
from service.lists.sections import propose_sections, region_of
from service.lists.templates import Stock
from service.lists.unwritten import unwritten_tags

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
) -> Edit:
    """Add a paper to a list; a paper that is there already changes nothing.

    Raises:
        BadInput: the file is not UTF-8 text.
        EditRefused: it is generated, has no entries to learn from, lacks the section, or the entry cannot be
            written without inventing or copying something.
    """
    document = _document(data, path, taxonomy)
    refuse_generated(document)
    wanted = section or entry.section_path
    listed = find_listed(document, entry, section=wanted)
    if listed is not None:
        return _unchanged(document, listed)
    if not document.entries:
        raise EditRefused(f"{path} has no entries to learn the format from; add the first ones by hand.")
    opening = plan_opening(document, entry) if wanted is None else None
    if opening is not None and habits is not None and not habits.offers("new sections"):
        raise EditRefused(f"The paper needs a new section {opening.path[-1]!r}, and none is to be opened.")
    if opening is not None:
        edit = _insert_opening(document, entry, opening, history, taxonomy)
    else:
        region = _region(document, entry, wanted, history, taxonomy)
        edit = _insert(document, entry, region, history, taxonomy, habits or Habits())
    lines = range(edit.line - 1, edit.line - 1 + sum(len(a.lines) for a in edit.additions))
    return replace(edit, notes=(*edit.notes, *unwritten_tags(edit.data, lines, entry, taxonomy)))


@lru_cache(maxsize=4)
def _document(data: bytes, path: str, taxonomy: Taxonomy | None) -> ListDocument:
    """Read a file once for all the papers that are tried on it."""
    return read_document(data, path=path, taxonomy=taxonomy)


def refuse_generated(document: ListDocument) -> None:
    """Refuse a file that a program writes.

    Raises:
        EditRefused: it says so of itself.
    """
    words = generated_by(document.data.decode("utf-8", "replace"))
    if words:
        raise EditRefused(f"{document.path} is generated ({words!r}); change what it is generated from.")


def find_listed(
    document: ListDocument, entry: NewEntry, *, section: Sequence[str] | None = None
) -> Entry | None:
    """Return the entry of the same paper: same id and much the same title, or the very same title.

    With a section that somebody named, only its entries count: a list may name a paper in two sections.
    """
    region = region_of(document, section) if section else None
    listed = document.entries if region is None else document.section(region)
    return next((e for e in listed if is_same_paper(e, entry)), None)


def is_same_paper(listed: Entry, entry: NewEntry) -> bool:
    """Whether an entry is of this paper; one title under two arXiv ids is two papers, or a mistake."""
    if listed.key == entry.key:
        return alike(listed.title, entry.title)
    have_two_ids = listed.arxiv_id is not None and entry.paper_id is not None
    return not have_two_ids and title_key(listed.title) == title_key(entry.title)


def alike(one: str, other: str) -> bool:
    """Whether two titles may be versions of one: they share a third of their longer words."""
    a, b = (set(re.findall(r"\w{4,}", t.casefold())) for t in (one, other))
    return not a or not b or len(a & b) * 3 >= min(len(a), len(b))


def _unchanged(document: ListDocument, listed: Entry) -> Edit:
    note = f"already listed in line {listed.first_line}"
    return Edit(document.data, (), listed.section_path, listed.first_line, notes=(note,))


def _region(
    document: ListDocument,
    entry: NewEntry,
    section: Sequence[str] | None,
    history: Sequence[PastAddition],
    taxonomy: Taxonomy | None,
) -> int:
    if section is not None:
        found = region_of(document, section)
        if found is None:
            raise EditRefused(
                f"{document.path} has no section {' > '.join(section)!r}; name one that is there."
            )
        return found
    proposals = propose_sections(document, entry, taxonomy=taxonomy, history=history)
    if not proposals:
        raise EditRefused(f"{document.path} has no section that could take the paper; name one.")
    return proposals[0].region


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
    gap, rule = choose_gap(
        [features_of(e) for e in listed],
        features_of_new(entry),
        history,
        path_key(path),
        habits.order_rule(path),
    )
    composed, like = _composed(document, entry, region, gap, history, taxonomy)
    text = numbered(composed.text, like, listed, gap)
    at = landing(document, region, gap)
    fixed = habits.blank_lines
    rhythm = blank_lines(document, region, gap) if fixed is None else fixed
    blank = rhythm if like.block.kind is not Kind.ROW else 0
    before, after = (0, blank) if gap < len(listed) else (blank, 0)
    if not listed and at > 0 and document.lines[at - 1].lstrip().startswith(b"<"):
        before = 1  # Markdown directly under an HTML line is not read as Markdown
    lines = [*[document.eol] * before, *_lines(text, document), *[document.eol] * after]
    notes = (f"placed: {rule.words}", *composed.left_out, *_number_note(text, listed, gap))
    return _edit(document, entry, (Addition(AdditionKind.ENTRY, at, tuple(lines)),), path, at + before, notes)


def _insert_opening(
    document: ListDocument,
    entry: NewEntry,
    opening: Opening,
    history: Sequence[PastAddition],
    taxonomy: Taxonomy | None,
) -> Edit:
    """Open the section of the paper's month as the list opens them, with the paper as its first entry."""
    composed, like = _composed(document, entry, opening.like, 0, history, taxonomy)
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
) -> tuple[Composed, Entry]:
    """Try templates, best first, until one takes the paper without leaving its own words behind."""
    stock = Stock(document, taxonomy=taxonomy)
    reason = EditRefused("No entry of the list can serve as a model for the paper; add it by hand.")
    entry = with_named_author(entry, stock)
    in_row = _is_table(document, region, stock)
    filler = Filler(entry, stock, taxonomy, in_row=in_row)
    ranking = ranked(stock, entry, filler.words, region, gap, [a.text for a in history])
    best = corrected_first(list(ranking), history)
    for template in best[:_TRIES]:
        try:
            return compose(template, filler, stock, best), template.entry
        except EditRefused as refused:
            reason = refused
    raise reason


def _is_table(document: ListDocument, region: int, stock: Stock) -> bool:
    listed = document.main_part(region) or tuple(t.entry for t in stock.templates)
    return any(e.block.kind is Kind.ROW for e in listed)


def _number_note(text: str, listed: Sequence[Entry], gap: int) -> tuple[str, ...]:
    if re.match(r"\s*\d+[.)]", text) and gap < len(listed):
        return ("the numbers below it are left as they are; Markdown counts on by itself",)
    return ()


def _refuse_mojibake(additions: Sequence[Addition]) -> None:
    """Never write text that was read in the wrong encoding, whether it was given or copied."""
    found = next((m for a in additions if (m := find_mojibake(a.text))), None)
    if found:
        said = found.string[max(0, found.start() - 12) : found.end() + 12].strip()
        meant = repaired(said)
        fix = f"it may mean {meant!r}" if meant else "give it in UTF-8"
        raise EditRefused(f"{said!r} was read in the wrong encoding; {fix}.")


def _must_read_back(data: bytes, lines: range, entry: NewEntry, path: str) -> None:
    """Check that the added lines are read as this one paper: what cannot be read again was not written right.

    Raises:
        EditRefused: they are not; metadata has broken out of its place, or nothing identifies the paper.
    """
    again = read_document(data, path=path, around=lines)
    found = [e for e in again.entries if e.first_line - 1 in lines]
    if len(found) != 1 or found[0].last_line > lines.stop or not is_same_paper(found[0], entry):
        raise EditRefused(
            "The entry would not be read as this paper; give its address, or correct its title."
        )


def _edit(
    document: ListDocument,
    entry: NewEntry,
    additions: tuple[Addition, ...],
    path: tuple[str, ...],
    line: int,
    notes: tuple[str, ...],
) -> Edit:
    _refuse_mojibake(additions)
    data, at = apply(document.data, additions), additions[0].at
    guard(document.data, data, additions)
    count = sum(len(a.lines) for a in additions)
    _must_read_back(data, range(at, at + count), entry, document.path)
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
