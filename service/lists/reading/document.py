"""A list file read without loss: its bytes, its regions, and the entries that lie over them as spans."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from service.domain.taxonomy import Taxonomy
from service.lists.reading import urls
from service.lists.reading.blocks import Block, Kind, read_blocks
from service.lists.reading.citations import CITING, cited_regions, is_citation, is_named, may_cite
from service.lists.reading.counted import with_numbers
from service.lists.reading.entries import Entry, Problem
from service.lists.reading.entry_text import read_entry
from service.lists.reading.first_inverted import with_first_turned
from service.lists.reading.headers import headers_at
from service.lists.reading.lines import decode, line_ending, offsets, split_lines
from service.lists.reading.marks_behind import with_marks_behind
from service.lists.reading.names_in_company import with_names_in_company
from service.lists.reading.notes_below import has_notes_below, with_notes_below
from service.lists.reading.outline import Region, read_outline
from service.lists.reading.parted_entries import with_pieces_joined
from service.lists.reading.parts import ADDRESSES, Field, Reading
from service.lists.reading.plain_paragraphs import is_plain_entry
from service.lists.reading.prose import is_in_a_sentence
from service.lists.reading.set_off import with_set_off_authors
from service.lists.reading.tables_of_data import tables_of_data
from service.lists.reading.title_candidates import Title
from service.lists.reading.told import told_by
from service.lists.reading.unread import unread_papers
from service.lists.reading.venues_in_company import with_venues_in_company
from service.lists.reading.venues_in_full import with_venues_in_full

_ENOUGH = 3  # paragraphs, lines and words
_NEARLY_ALL = 0.8  # of the paragraphs of a section


@dataclass(frozen=True)
class ListDocument:
    """A list file as bytes with what was found in it; `b"".join(spans) == data` always."""

    data: bytes
    path: str
    regions: tuple[Region, ...]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    @cached_property
    def lines(self) -> list[bytes]:
        """The file's lines with their endings."""
        return split_lines(self.data)

    @cached_property
    def eol(self) -> bytes:
        """The line ending that most lines have."""
        return line_ending(self.lines)

    @cached_property
    def spans(self) -> tuple[bytes, ...]:
        """The bytes in order: what lies between entries, and each entry."""
        cuts = sorted({0, len(self.data), *(e.start for e in self.entries), *(e.end for e in self.entries)})
        return tuple(self.data[a:b] for a, b in pairwise(cuts))

    def section(self, region: int) -> tuple[Entry, ...]:
        """Return the entries of one region, in order."""
        return self._by_region.get(region, ())

    def main_part(self, region: int) -> tuple[Entry, ...]:
        """Return the entries of a region that are of its commonest kind and table."""
        listed = self.section(region)
        kinds = Counter((e.block.kind, self._header(e)) for e in listed)
        best = kinds.most_common(1)[0][0] if kinds else None
        return tuple(e for e in listed if (e.block.kind, self._header(e)) == best)

    def _header(self, entry: Entry) -> bytes:
        return self.lines[entry.block.header].strip() if entry.block.header >= 0 else b""

    @cached_property
    def _by_region(self) -> dict[int, tuple[Entry, ...]]:
        found: dict[int, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.region, []).append(entry)
        return {k: tuple(v) for k, v in found.items()}


@dataclass(frozen=True)
class _Draft:
    """A block that may be an entry, as read so far."""

    region: int
    block: Block
    headers: tuple[str, ...]
    reading: Reading
    title: Title | None

    @cached_property
    def has_paper(self) -> bool:
        """Whether it links to a paper or shows an arXiv id."""
        shown = (s for p in self.reading.parts() for s in p.slots if s.start < s.end)
        return any(
            s.field is Field.ID or (s.field is Field.URL and not urls.is_inside(self.reading.value(s)))
            for s in shown
        )

    @property
    def has_link(self) -> bool:
        """Whether it leads anywhere."""
        return "http" in self.reading.text or "](" in self.reading.text

    @property
    def is_citation(self) -> bool:
        """Whether it names a work, by its number or not, and links to no paper."""
        is_linked = self.has_paper and self.has_link
        return not is_linked and is_citation(self.reading, self.title)

    @property
    def is_named(self) -> bool:
        """Whether it is a title with words in brackets, and links to no paper."""
        return not self.has_paper and is_named(self.reading, self.title)


def read_document(
    data: bytes, *, path: str = "README.md", taxonomy: Taxonomy | None = None, around: range | None = None
) -> ListDocument:
    """Read a Markdown paper list; with `around`, only the sections that hold these lines (from 0).

    Raises:
        BadInput: the bytes are not UTF-8 text.
    """
    decode(data, path)
    raw = split_lines(data)
    lines = [line.decode("utf-8") for line in raw]
    if lines and lines[0].startswith("\ufeff"):
        lines[0] = " " + lines[0][1:] if lines[0][1:2] != "#" else lines[0][1:]
    starts = offsets(raw)
    regions = read_outline(lines)
    read = _agreed(list(_drafts(lines, regions, around)))
    chosen = _chosen(read, regions)
    readings = with_set_off_authors(with_numbers([d.reading for d in chosen]))
    readings = with_marks_behind(readings)
    told = with_names_in_company(with_venues_in_company(with_venues_in_full(readings)))
    drafts = [replace(d, reading=reading) for d, reading in zip(chosen, told, strict=True)]
    data_tables = tables_of_data((d.block, d.reading) for d in drafts)
    drafts = [d for d in drafts if d.block.header not in data_tables]
    entries = with_first_turned([_entry(d, regions, starts, taxonomy) for d in drafts])
    unread = () if around else unread_papers(((d.region, d.block, d.reading) for d in read), entries)
    return ListDocument(data, path, regions, entries, (*_problems(drafts, lines), *unread))


def _drafts(lines: Sequence[str], regions: Sequence[Region], around: range | None) -> Iterator[_Draft]:
    is_noted = has_notes_below(lines)
    listing = [read_blocks(lines, region) if region.is_listing else () for region in regions]
    for index, (region, blocks) in enumerate(zip(regions, with_pieces_joined(lines, listing), strict=True)):
        if around and (region.last <= around.start or region.first >= around.stop):
            continue
        headers: dict[int, tuple[str, ...]] = {}
        for block in with_notes_below(lines, blocks) if is_noted else blocks:
            text = "".join(lines[block.first : block.last])
            if "http" not in text and "](" not in text and not may_cite(text, block.kind):
                continue
            if block.header >= 0 and block.header not in headers:
                headers[block.header] = headers_at(lines, block.header)
            names = headers.get(block.header, ())
            reading, title = read_entry(text, is_row=block.kind is Kind.ROW, headers=names)
            yield _Draft(index, block, names, reading, title)


def _agreed(drafts: list[_Draft]) -> list[_Draft]:
    """Read again, with the list's commonest kind of title preferred, the blocks that differ from it."""
    shapes: dict[tuple[Kind, tuple[str, ...]], Counter[str]] = {}
    for d in drafts:
        if d.title and d.has_paper:
            shapes.setdefault((d.block.kind, d.headers), Counter())[d.title.shape] += 1
    common = {k: c.most_common(1)[0] for k, c in shapes.items()}
    out = []
    for d in drafts:
        shape, count = common.get((d.block.kind, d.headers), ("", 0))
        enough = count > 2 and count * 2 > sum(shapes[d.block.kind, d.headers].values())  # noqa: PLR2004 - a habit needs three
        if enough and d.title and d.title.shape != shape:
            reading, title = read_entry(
                d.reading.text, is_row=d.block.kind is Kind.ROW, headers=d.headers, prefer=shape
            )
            out.append(replace(d, reading=reading, title=title))
        else:
            out.append(d)
    return out


def _chosen(drafts: Sequence[_Draft], regions: Sequence[Region]) -> list[_Draft]:
    """Keep the blocks that are entries: those with a paper, and in their company those with any link."""
    strong = Counter((d.region, d.block.kind) for d in drafts if d.title and d.has_paper)
    kinds = Counter(d.block.kind for d in drafts if d.title and d.has_paper)
    prose_is_usual = kinds[Kind.PARAGRAPH] * 5 >= sum(kinds.values())
    unmarked = _plain_regions(drafts, regions)
    cited = cited_regions(
        [(d.region, d.is_citation, d.is_named, d.has_link) for d in drafts if d.block.kind in CITING],
        lists_papers=any(kinds[kind] >= _ENOUGH for kind in CITING),
    )
    return [
        d
        for d in drafts
        if _is_entry(d, strong, regions, prose_is_usual=prose_is_usual)
        or (d.region in unmarked and _is_plain(d))
        or (d.region in cited and d.block.kind in CITING and (d.is_citation or d.is_named))
    ]


def _plain_regions(drafts: Sequence[_Draft], regions: Sequence[Region]) -> frozenset[int]:
    """Return the sections of paragraphs that are a title in plain words with links behind it.

    A section with only one or two of them is one where the sections have enough of them together.
    """
    all_of_region = Counter(d.region for d in drafts if d.block.kind is Kind.PARAGRAPH)
    plain = Counter(d.region for d in drafts if _is_plain(d))
    found = {r: n for r, n in plain.items() if n >= _NEARLY_ALL * all_of_region[r]}
    is_usual = sum(n for r, n in found.items() if regions[r].level > 1) >= _ENOUGH
    return frozenset(r for r, n in found.items() if n >= _ENOUGH or (is_usual and regions[r].level > 1))


def _is_plain(draft: _Draft) -> bool:
    return draft.block.kind is Kind.PARAGRAPH and is_plain_entry(draft.reading, draft.title)


def _is_entry(
    draft: _Draft, strong: Counter[tuple[int, Kind]], regions: Sequence[Region], *, prose_is_usual: bool
) -> bool:
    if draft.title is None or is_in_a_sentence(draft.reading.text, draft.title):
        return False
    kind = draft.block.kind
    if kind is Kind.PARAGRAPH:
        is_first = not draft.title.link and draft.title.shape.startswith("plain")
        return draft.has_paper and prose_is_usual and not is_first and regions[draft.region].level > 0
    if draft.has_paper:
        return True
    if _awaits_its_link(draft) or (draft.is_citation and not draft.has_link and strong[draft.region, kind]):
        return sum(n for (_, k), n in strong.items() if k is kind) >= _ENOUGH
    return strong[draft.region, kind] > 0 and _has_address(draft)


def _awaits_its_link(draft: _Draft) -> bool:
    """Whether a title stands in a link that leads nowhere yet: `[Title of the Paper]()`."""
    title, text = draft.title, draft.reading.text
    link = title.link if title else None
    if title is None or link is None or text[slice(*link.url)].strip():
        return False
    return len(text[title.start : title.end].split()) >= _ENOUGH


def _has_address(draft: _Draft) -> bool:
    return any(
        draft.reading.value(s).startswith("http")
        for p in draft.reading.parts()
        for s in p.slots
        if s.field in ADDRESSES
    )


def _entry(
    draft: _Draft, regions: Sequence[Region], starts: Sequence[int], taxonomy: Taxonomy | None
) -> Entry:
    block, path = draft.block, regions[draft.region].path
    told = told_by(draft.reading, path, taxonomy)
    return Entry(
        start=starts[block.first],
        end=starts[block.last],
        first_line=block.first + 1,
        last_line=block.last,
        section_path=path,
        block=block,
        region=draft.region,
        reading=draft.reading,
        title=told.title,
        arxiv_id=told.arxiv_id,
        doi=told.doi,
        openreview_id=told.openreview_id,
        links=told.links,
        authors_text=told.authors_text,
        authors=told.authors,
        date_text=told.date_text,
        venue=told.venue,
        tags=dict(told.tags),
        unknown_tags=told.unknown_tags,
    )


def _problems(drafts: Sequence[_Draft], lines: Sequence[str]) -> Iterator[Problem]:
    kept = {d.block.first for d in drafts}
    for draft in drafts:
        for url in (reading_url for reading_url in _paper_urls(draft)):
            if "arxiv.org/" in url and urls.arxiv_id(url) is None and re.search(r"/(abs|pdf|html)/", url):
                yield Problem(draft.block.first + 1, f"{url[:80]} names no arXiv work")
    for index, line in enumerate(lines):
        if index not in kept and line.count("](") and "](http" not in line and "arxiv.org/abs" in line:
            yield Problem(index + 1, "a link to arXiv is broken off")


def _paper_urls(draft: _Draft) -> list[str]:
    return [draft.reading.value(s) for p in draft.reading.parts() for s in p.slots if s.field is Field.URL]
