"""An entry's text read into parts: links by role, badges, title, authors, venue, date, and the rest."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from service.lists.reading import labels, urls
from service.lists.reading.atoms import hard_atoms, read_atom
from service.lists.reading.column_values import by_column, with_one_author_a_line
from service.lists.reading.dates import find_date, is_date
from service.lists.reading.demo_pages import demos_as_pages
from service.lists.reading.folded import folded_part
from service.lists.reading.hash_tags import has_hash
from service.lists.reading.html_tables import html_cells
from service.lists.reading.inline import Link, find_links
from service.lists.reading.labelled_links import with_labels
from service.lists.reading.led_venues import with_leads
from service.lists.reading.linked_names import with_linked_names
from service.lists.reading.named_labels import unnamed
from service.lists.reading.notes_below import before_notes
from service.lists.reading.other_code import others_code_as_links
from service.lists.reading.own_names import own_names_as_words
from service.lists.reading.paper_columns import with_paper_column
from service.lists.reading.parts import Cell, Column, Field, Part, Reading, Slot, columns_of
from service.lists.reading.pictures import URL_FIELD, badge_link, own_figures, picture_part
from service.lists.reading.placeholders import says_no_link
from service.lists.reading.quoted_lines import long_quotes
from service.lists.reading.quotes import with_plain_quotes
from service.lists.reading.title_candidates import Title
from service.lists.reading.titles import choose_title
from service.lists.reading.venue_labels import venue_in, venue_of_label, year_beside
from service.lists.reading.venues import VENUE_AND_NAME, Venue, find_venue, is_venue

_PIPE = re.compile(r"(?<!\\)\|")
_DETAILS = re.compile(r"<details\b.*?(?:</details>|\Z)", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(r"\[//\]:\s*#.*?(?=\r?\n|\Z)|<!--.*?-->", re.DOTALL)
_MARKER = re.compile(
    r"\s*(?:<li\b[^>]*>\s*|#{1,6}\s+(?:\d{1,5}[.)]\s+)?|(?:[-*+]|\d{1,5}[.)])(?:\s+|$)(?:\[[ xX]\]\s+)?"
    r"|\[\d{1,3}\]\s+(?=\w))",
    re.IGNORECASE,
)
_SHOWN_ID = re.compile(r"(?<=[\[:\s])\d{4}\.\d{4,5}(?=(?:v\d+)?\])")
_VENUES = ("venue", "preprint", "badge:venue", "badge:preprint")
_OF_WORDS = (Column.OTHER, Column.NAME, Column.TEAM)
_NUMBER = re.compile(r"^\W*(\d{1,5})\W*$")


@lru_cache(maxsize=32768)
def read_entry(
    text: str, *, is_row: bool, headers: tuple[str, ...] = (), prefer: str = ""
) -> tuple[Reading, Title | None]:
    """Lay an entry's text out in cells and parts; None as title if no words could be one."""
    read, title = _read(with_plain_quotes(text), is_row=is_row, headers=headers, prefer=prefer)
    return Reading(text, read.cells), title


def _read(text: str, *, is_row: bool, headers: tuple[str, ...], prefer: str) -> tuple[Reading, Title | None]:
    cells_of_row = row_cells(text) if is_row else html_cells(text) if headers else []
    spans = cells_of_row or [(_marker_end(text), len(text))]
    names = [headers[i] if cells_of_row and i < len(headers) else "" for i in range(len(spans))]
    said = [(a, min(b, _end_of_heading(text))) for a, b in spans]
    columns = columns_of(names)
    folded = (m for m in _DETAILS.finditer(text) if text[: m.start()].strip())  # else it holds the entry
    apart = [*(m.span() for m in folded), *(m.span() for m in _HIDDEN.finditer(text))]
    links = [link for link in find_links(text) if not any(a <= link.start < b for a, b in apart)]
    title = choose_title(text, [(s, e, c) for (s, e), c in zip(said, columns, strict=True)], links, prefer)
    cells = [
        Cell(start, end, name, tuple(_cell_parts(text, (start, end), column, links, title, apart)))
        for (start, end), name, column in zip(spans, names, columns, strict=True)
    ]
    reading = own_names_as_words(own_figures(Reading(text, with_paper_column(_labelled(cells)))))
    return others_code_as_links(demos_as_pages(reading)), title


def row_cells(text: str) -> list[tuple[int, int]]:
    """Return the spans between a row's unescaped pipes; what stands behind the last one is a cell too."""
    body = text.rstrip("\r\n")
    pipes = [m.start() for m in _PIPE.finditer(body)]
    if not pipes:
        return [(0, len(body))]
    starts = [p + 1 for p in pipes] if not body[: pipes[0]].strip() else [0, *(p + 1 for p in pipes)]
    ends = [*(p for p in pipes if p >= starts[0]), len(body)]
    spans = list(zip(starts, ends, strict=True))
    return spans if body[spans[-1][0] :].strip() else spans[:-1]


def _end_of_heading(text: str) -> int:
    """Return where the title must end: with a heading, or before the notes below it."""
    is_heading = re.match(r"\s{0,3}#{1,6}\s", text) and "\n" in text
    return text.find("\n") if is_heading else before_notes(text)


def _marker_end(text: str) -> int:
    marker = _MARKER.match(text)
    return marker.end() if marker else len(text) - len(text.lstrip())


def _cell_parts(
    text: str,
    span: tuple[int, int],
    column: Column,
    links: Sequence[Link],
    title: Title | None,
    apart: Sequence[tuple[int, int]],
) -> list[Part]:
    start, end = span
    opaque = sorted((max(a, start), min(b, end)) for a, b in apart if a < end and b > start)
    own = [_link_part(text, link, title) for link in links if start <= link.start < end]
    own += [_opaque_part(text, a, b) for a, b in opaque]
    if title and title.link is None and start <= title.start < end:
        own.append(Part(title.start, title.end, "title", (Slot(title.start, title.end, Field.TITLE),)))
    own.sort(key=lambda p: p.start)
    found, at, in_tail = [], start, False
    for part in [*own, None]:
        stop = part.start if part else end
        is_behind = title is None or at >= title.end
        found += _between(text, at, stop, column, in_tail=in_tail and is_behind, may_tail=is_behind)
        in_tail = _is_open(text, at, stop, in_tail=in_tail)
        if part:
            found.append(part)
            at = max(at, part.end)
    if column in (Column.AUTHORS, Column.TEAM):
        found = with_one_author_a_line(text, found)
    named = with_linked_names(text, with_labels(text, found))
    found = with_leads(text, [_widened(text, p, start, end) for p in named])
    return _whole_cell(text, start, end, found, column) if column in _OF_WORDS else found


def _labelled(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Take `[arXiv](...)` for a mere label where the entry says its venue elsewhere."""
    if not any(p.role in _VENUES for cell in cells for p in cell.parts):
        return tuple(cells)
    return tuple(replace(cell, parts=tuple(unnamed(p) for p in cell.parts)) for cell in cells)


def _opaque_part(text: str, start: int, end: int) -> Part:
    is_fold = text[start : start + 8].lower() == "<details"
    return folded_part(text, start, end) if is_fold else Part(start, end, "hidden")


def _is_open(text: str, start: int, end: int, *, in_tail: bool) -> bool:
    run = text[start:end]
    opened, closed = run.rfind("["), run.rfind("]")
    return in_tail if opened == closed else opened > closed


def _between(text: str, start: int, end: int, column: Column, *, in_tail: bool, may_tail: bool) -> list[Part]:
    """Read the text between two links; a long line that is quoted there is one part."""
    found, at = list[Part](), start
    for first, last in long_quotes(text, start, end):
        found += _gap_parts(text, at, first, column, in_tail=in_tail, may_tail=may_tail)
        found.append(Part(first, last, "text", (Slot(first, last, Field.TEXT),)))
        at = last
    return found + _gap_parts(text, at, end, column, in_tail=in_tail, may_tail=may_tail)


def _gap_parts(
    text: str, start: int, end: int, column: Column, *, in_tail: bool, may_tail: bool
) -> list[Part]:
    if column is Column.NUMBER and (number := _NUMBER.match(text[start:end])):
        span = start + number.start(1), start + number.end(1)
        return [Part(*span, "ordinal", (Slot(*span, Field.ORDINAL),))]
    found: list[Part] = []
    if column is Column.LINKS and says_no_link(text[start:end]):
        return found
    for first, last, inside in hard_atoms(text, start, end, int(in_tail)):
        if found and first < found[-1].end:
            continue  # a line with a label has been read to its end
        whole = by_column(text, first, last, column)
        found += [whole] if whole else read_atom(text, first, last, in_tail=inside and may_tail)
    return found


def _whole_cell(text: str, start: int, end: int, parts: list[Part], column: Column) -> list[Part]:
    """A cell of mere words under an unknown header is one part, commas and all."""
    are_words = all(p.role in ("text", "tail", "authors") for p in parts)
    if not parts or not are_words or (column is Column.TEAM and parts[0].role == "authors"):
        return parts
    run = text[start:end]
    first, last = start + len(run) - len(run.lstrip()), start + len(run.rstrip())
    return [Part(first, last, "text", (Slot(first, last, Field.TEXT),))]


def _link_part(text: str, link: Link, title: Title | None) -> Part:
    url, label = text[slice(*link.url)], text[slice(*link.text)]
    if title and title.link == link:
        slots = (Slot(title.start, title.end, Field.TITLE), Slot(*link.url, Field.URL))
        rest = () if title.rest is None else (Slot(*title.rest, Field.TITLE_REST),)
        end = title.rest[1] if title.rest else link.end
        return Part(link.start, end, "title", (*slots, *_beside_title(text, link, title), *rest))
    if link.is_image:
        return picture_part(text, link, url)
    inner = find_links(label) if "![" in label or "<img" in label else []
    if inner:
        return badge_link(text, link, inner[0], url)
    role = labels.role_of(label, url)
    is_dated = role is labels.Role.OTHER and is_date(label.strip(" ()[],"))
    role = labels.Role.PAPER if is_dated or _is_where(label) else role
    if urls.badge_arxiv_id(url) and not urls.is_paper(url):
        return picture_part(text, link, url)
    return _plain_link(link, role, url, label)


def _is_where(label: str) -> bool:
    """Whether a link is called by where and when the paper appeared: it is the paper's, wherever it leads."""
    venue = find_venue(label)
    return venue is not None and venue.year is not None and is_venue(label)


def _beside_title(text: str, link: Link, title: Title) -> Iterator[Slot]:
    """Find the venue, the month or the id that stands in the link with the title."""
    for start, end in ((link.text[0], title.start), (title.end, link.text[1])):
        said = text[start:end]
        shown = _SHOWN_ID.search(said)
        if shown:
            yield Slot(start + shown.start(), start + shown.end(), Field.ID)
            continue
        venue, date = find_venue(said), find_date(said, with_month=not is_date(said.strip(" .,;")))
        if venue and (venue.year or venue.is_preprint):
            yield Slot(start + venue.start, start + venue.end, Field.VENUE)
        elif date:
            yield Slot(start + date.start, start + date.end, Field.DATE)


def _plain_link(link: Link, role: labels.Role, url: str, label: str) -> Part:
    said = labels.words(label)
    slots = [Slot(*link.url, URL_FIELD[role])]
    name = role.value if role is not labels.Role.OTHER else f"link:{said}"
    venue, paper, repo = venue_of_label(label), urls.arxiv_id(url), urls.repository(url)
    shown = str(paper) if paper else repo if role is labels.Role.CODE else None
    at = label.find(shown) if shown else -1
    if shown and at >= 0:
        field = Field.ID if paper else Field.REPO
        slots.insert(0, Slot(link.text[0] + at, link.text[0] + at + len(shown), field))
        if paper and (year := year_beside(label, at, at + len(shown))):
            slots.append(Slot(link.text[0] + year[0], link.text[0] + year[1], Field.DATE))
    elif venue and (rest := VENUE_AND_NAME.fullmatch(label, venue.end)) and not labels.is_generic(rest[1]):
        start = link.text[0]
        named = Slot(start + rest.start(1), start + rest.end(1), Field.NAME)
        slots = [Slot(start + venue.start, start + venue.end, Field.VENUE), named, *slots]
        name = "paper:preprint" if venue.is_preprint else "paper:venue"
    elif role is labels.Role.PAPER and (found := venue_in(label)):
        slots.insert(0, Slot(link.text[0] + found[0], link.text[0] + found[1], Field.VENUE))
        name = "paper:preprint" if found[2] else "paper:venue"
    if role is labels.Role.PAPER and at < 0:
        slots = [*_date_slots(link, label, venue), *slots]
    return Part(
        link.start,
        link.end,
        name,
        tuple(s for s in slots if s.start < s.end or s.field is not Field.LINK),
        label,
    )


def _date_slots(link: Link, label: str, venue: Venue | None) -> Iterator[Slot]:
    """Find the date in a link's label, alone or behind a preprint server."""
    first = venue.end if venue and venue.is_preprint and venue.year is None else 0
    rest = label[first:]
    if (first or not venue) and is_date(rest.strip(" ()[],")):
        date = find_date(rest)
        if date:
            yield Slot(link.text[0] + first + date.start, link.text[0] + first + date.end, Field.DATE)


def _widened(text: str, part: Part, low: int, high: int) -> Part:
    """Take the brackets and emphasis that enclose nothing but this part into it."""
    start, end = part.start - (part.role in ("text", "tail") and has_hash(text, part.start)), part.end
    while True:
        edges = text[start - 1 : start], text[end : end + 1]
        pair = next(
            (
                (a, b)
                for a, b in _PAIRS_BY_EDGES.get(edges, ())
                if text.startswith(a, start - len(a))
                and text.startswith(b, end)
                and start - len(a) >= low
                and end + len(b) <= high
            ),
            None,
        )
        if pair is None or part.role in ("tail", "details"):
            return Part(start, end, part.role, part.slots, part.label)
        start, end = start - len(pair[0]), end + len(pair[1])


_HTML = ("ins", "b", "i", "em", "strong", "u", "sub", "sup", "kbd", "code")
_PAIRS = (
    *((mark, mark) for mark in ("**", "__", "*", "_", "`", '"')),
    *((f"<{name}>", f"</{name}>") for name in _HTML),
    *zip("[({【“", "])}】”", strict=True),
    *((".*", "*"), ("[**", ".**]"), ("\\[", "\\]")),
    *((mark, f"{stop}{mark}") for mark in ("**", "__", "*", "_", '"') for stop in ".,"),
    *(("“", f"{stop}”") for stop in ".,"),
)
_PAIRS_BY_EDGES: dict[tuple[str, str], list[tuple[str, str]]] = {}
for _opening, _closing in _PAIRS:
    _PAIRS_BY_EDGES.setdefault((_opening[-1], _closing[0]), []).append((_opening, _closing))
