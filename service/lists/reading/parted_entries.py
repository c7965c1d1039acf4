"""Entries in pieces: a title, its authors and its links, each a paragraph or an item of its own.

The title opens an entry; it ends before the next title. No mark tells that, only that the pieces come round.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from service.lists.reading.blocks import Block, Kind
from service.lists.reading.inline import Link, find_links
from service.lists.reading.labels import is_generic, names_paper
from service.lists.reading.names import parse_authors
from service.lists.reading.urls import arxiv_id, is_paper
from service.lists.reading.venues import is_venue

_ENOUGH = 3  # entries of the kind, in a file
_NEARLY_ALL = 0.8  # of what the titles open
_MOST_PIECES = 6
_MOST_LINES = 2  # of a title
_FEWEST_WORDS = 3
_MOST_WORDS = 40
_FEW_WORDS = 2  # beside links
_DRESS = re.compile(r"\s*(?:[^\w\s*_`<\[#]\s*)?((?:\*{1,3}|_{1,3}|`|<\w+>|\[)*)")
_MARKUP = re.compile(r"[*_`>]+|<[^<>]*>|^\s*(?:[-+]|\d{1,4}[.)])\s")
_ADDRESS = re.compile(r"\]\([^()]*\)")
_IS_PICTURE = re.compile(r"\s*(?:!\[|<img\b)")
_BOLD = ("**", "__", "<b>", "<strong>")
_NO_TITLES = ("names", "links")
_STOP = re.compile(r"[.;|·]\s+|\n")
_WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block and what it can be of an entry; `papers` are the works to which it links."""

    block: Block
    form: str
    papers: frozenset[str]
    is_title: bool
    is_labelled: bool


def with_pieces_joined(lines: Sequence[str], regions: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Join, in each section's blocks, the pieces of an entry; all stay as they are in a list without such."""
    pieces = {n: [_piece(lines, b) for b in blocks] for n, blocks in enumerate(regions) if _may_be(blocks)}
    form = _opening_form(lines, pieces.values())
    if form is None:
        return [list(blocks) for blocks in regions]
    usual = _usual_forms(lines, pieces.values(), form)
    return [
        list(_joined(lines, pieces[n], form, usual)) if n in pieces else list(blocks)
        for n, blocks in enumerate(regions)
    ]


def _may_be(blocks: Sequence[Block]) -> bool:
    """Whether a section has short paragraphs enough to open entries of all that is in it."""
    opening = sum(b.kind is Kind.PARAGRAPH and b.last - b.first <= _MOST_LINES for b in blocks)
    return 0 < len(blocks) <= opening * _MOST_PIECES


def _piece(lines: Sequence[str], block: Block) -> _Piece:
    text = "".join(lines[block.first : block.last])
    links = [link for link in find_links(text) if text[slice(*link.url)].startswith("http")]
    form = _form(text, links)
    said = _MARKUP.sub(" ", _ADDRESS.sub("]", text)).strip()
    is_title = (
        block.kind is Kind.PARAGRAPH
        and block.last - block.first <= _MOST_LINES
        and _FEWEST_WORDS <= len(_WORD.findall(said)) <= _MOST_WORDS
        and form not in _NO_TITLES
        and not said.endswith((":", "：") if form else (":", "：", "."))
    )
    leads = ((text[slice(*link.text)], text[slice(*link.url)]) for link in links)
    papers = frozenset(
        str(arxiv_id(url) or url) for label, url in leads if is_paper(url) or names_paper(label)
    )
    return _Piece(block, f"{block.kind} {form}", papers, is_title, not links or form == "links")


def _form(text: str, links: Sequence[Link]) -> str:
    """Return what a piece is by its looks: names, links, or the marks in which its words are set."""
    rest = text
    for link in reversed(links):
        rest = rest[: link.start] + " " + rest[link.end :]
    rest = _MARKUP.sub(" ", rest).strip()
    if not links and parse_authors(rest):
        return "names"
    dress = _DRESS.match(text)
    marks = dress[1] if dress else ""
    is_bold = marks.startswith(_BOLD) and len(_WORD.findall(rest)) >= _FEWEST_WORDS and not is_venue(rest)
    labels = (text[slice(*link.text)] for link in links)
    is_plain = all(is_generic(label) or is_venue(label) or _IS_PICTURE.match(label) for label in labels)
    is_little = all(_is_little(part) for part in _STOP.split(rest))
    return "links" if links and is_plain and is_little and not is_bold else marks


def _is_little(text: str) -> bool:
    """Whether words beside links are no title: a venue, names, or one word or two."""
    return len(_WORD.findall(text)) <= _FEW_WORDS or is_venue(text) or bool(parse_authors(text))


def _opening_form(lines: Sequence[str], regions: Collection[Sequence[_Piece]]) -> str | None:
    """Return the form of the titles that open entries in several pieces; None without enough of them."""
    all_of, good, first = Counter[str](), Counter[str](), dict[str, int]()
    for pieces in regions:
        for form in {p.form for p in pieces if p.is_title}:
            for group in _groups(lines, pieces, form):
                all_of[form] += 1
                good[form] += len(group) > 1 and _is_entry(group)
                first.setdefault(form, group[0].block.first)
    usual = [f for f, n in good.items() if n >= _ENOUGH and n >= _NEARLY_ALL * all_of[f]]
    return max(usual, key=lambda f: (good[f] / all_of[f], -first[f]), default=None)


def _groups(lines: Sequence[str], pieces: Sequence[_Piece], form: str) -> Iterator[list[_Piece]]:
    """Return each title of a form with the pieces behind it, blank lines alone between them."""
    group: list[_Piece] = []
    for piece in pieces:
        opens = piece.is_title and piece.form == form
        if group and (opens or not _is_near(lines, group[-1].block, piece.block)):
            yield group
            group = []
        if group or opens:
            group.append(piece)
    if group:
        yield group


def _is_near(lines: Sequence[str], above: Block, below: Block) -> bool:
    return all(not line.strip() for line in lines[above.last : below.first])


def _is_entry(group: Sequence[_Piece]) -> bool:
    papers = frozenset[str]().union(*(p.papers for p in group))
    return (
        len(group) <= _MOST_PIECES
        and bool(papers)
        and len({p for p in papers if not p.startswith("http")}) <= 1
        and all(p.is_labelled and p.block.kind in (Kind.PARAGRAPH, Kind.ITEM) for p in group[1:])
    )


def _usual_forms(lines: Sequence[str], regions: Collection[Sequence[_Piece]], form: str) -> frozenset[str]:
    """Return the forms that pieces behind a title have in several entries."""
    seen = Counter[str]()
    for pieces in regions:
        for group in _groups(lines, pieces, form):
            seen.update({p.form for p in group[1:]})
    return frozenset(f for f, n in seen.items() if n > 1)


def _joined(
    lines: Sequence[str], pieces: Sequence[_Piece], form: str, usual: frozenset[str]
) -> Iterator[Block]:
    groups = {g[0].block.first: g for g in _groups(lines, pieces, form)}
    behind = -1
    for piece in pieces:
        if piece.block.first < behind:
            continue
        group = _trimmed(groups.get(piece.block.first, ()), usual)
        if group and _is_entry(group):
            behind = group[-1].block.last
            yield replace(piece.block, kind=Kind.HEADING, last=behind)
        else:
            yield piece.block


def _trimmed(group: Sequence[_Piece], usual: frozenset[str]) -> Sequence[_Piece]:
    """Return a group up to its last piece of a form that others have, too: no words below the list."""
    end = max((n for n, p in enumerate(group) if not n or p.form in usual), default=0)
    return group[: end + 1]
