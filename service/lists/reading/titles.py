"""Which words of an entry are its title."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from service.lists.reading import urls
from service.lists.reading.atoms import SAYS_SOMETHING, hard_atoms, trim
from service.lists.reading.enclosed import is_in_brackets, is_quoted_line, with_bracket
from service.lists.reading.inline import Link, find_links
from service.lists.reading.labelled_lines import (
    begins_item_below,
    is_bold_label,
    is_labelled_item,
)
from service.lists.reading.marked_titles import (
    begins_with_name,
    dashed_title,
)
from service.lists.reading.names import is_shortened, parse_authors
from service.lists.reading.no_titles import is_no_title, tells_where
from service.lists.reading.parts import Column
from service.lists.reading.split_titles import goes_on, is_like_title
from service.lists.reading.title_candidates import (
    FEW_WORDS,
    OPENS_QUOTE,
    Title,
    count_words,
    emphasised_titles,
    named_titles,
    scored_title,
    titles_in_brackets,
    titles_like_names,
)
from service.lists.reading.title_columns import bonus_of, may_be_titles
from service.lists.reading.title_ends import YEAR_BEHIND, between_marks, between_tags, cut_title, is_set_off
from service.lists.reading.venues import VENUE_AND_NAME, find_venue

_NAME_WORDS = 2
_SAYS_AUTHORS = re.compile(r"\bauthors?\W{0,4}[:：]", re.IGNORECASE)
_PARTED = re.compile(r"[,;、]|<br", re.IGNORECASE)
_CLOSES_QUOTE = ('"', "”", "》")
_QUOTED = re.compile(
    r"(?<!\w)[\"“](\w[^\"“”]*\s[^\"“”]*\s[^\"“”]*)[\"”]|《([^《》\n]{4,})》"
)  # of three words or more
_ITEM = re.compile(r"\s{0,3}(?:[-*+]|\d+[.)])\s")
_GOES_ON = re.compile(r":\s+\w")
_LEADS_TO = re.compile(r"(?<![\w.])(?:about|against|and|behind|beyond|for|from|of|on|the|to|with) \Z")
_ID_BEFORE = re.compile(
    r"\[(?:arxiv:?\s*)?\d{4}\.\d{4,5}(?:v\d+)?\]\s*(?=\w)", re.IGNORECASE
)  # as arXiv's tab shows
_BOLD = re.compile(r"\*\*\w[^*\n]*\w\W?\*\*")
_VENUE_BEHIND = re.compile(
    r"(?<=\w\W)\s*[(\[（]([^()\[\]（）]{3,40})[)\]）]$|\s[-–—|]\s+([^-–—|()]{3,40})$|\.\s+((?:19|20)\d\d)$"
    r"|[.,;]\s+([^.,;|()]{3,40})$"
)
_SERVER_BEHIND = re.compile(r"\w\s+(?:arxiv|biorxiv|medrxiv)[\s,]+(?:19|20)\d\d\W*\Z", re.IGNORECASE)
_VENUE_BEFORE = re.compile(r"[(\[（]([^()\[\]（）]{3,40})[)\]）][\s:.,-]*(?=\w)")


def choose_title(
    text: str, cells: Sequence[tuple[int, int, Column]], links: Sequence[Link], prefer: str = ""
) -> Title | None:
    """Return the best candidate; `prefer` is the shape that most entries of the list have."""
    found: list[tuple[Column, Title]] = []
    for index, (start, end, column) in enumerate(cells):
        own = [link for link in links if start <= link.start < end]
        usual = prefer.removesuffix(f":{index}") if prefer.endswith(f":{index}") else ""
        candidates = [*_linked(text, own, end), *_plain(text, start, end, own, usual)]
        if not candidates and column is Column.TITLE and len(cells) > 1:
            candidates = titles_like_names(text, start, end)
        if column is Column.TITLE and len(cells) > 1 and (dashed := dashed_title(text, start, end)):
            candidates.append(scored_title(text, *dashed, is_marked=False))
        if not candidates and own:
            candidates = titles_in_brackets(text, start, end, own)
        if not candidates and len(cells) == 1 and _ITEM.match(text) and _is_papers(text, start, own):
            candidates = titles_like_names(text, start, own[0].start, is_item=True)
        for c in candidates:
            shape = f"{c.shape}:{index}"
            score = c.score + bonus_of(column) + 12 * (prefer == shape)
            found.append((column, replace(c, shape=shape, score=score)))
    words = [(column, count_words(text[c.start : c.end])) for column, c in found]
    likely = (c for (_, c), is_kept in zip(found, may_be_titles(words), strict=True) if is_kept)
    kept = [c for c in likely if c.score > 0]
    best = max(kept, key=lambda c: (c.score, -c.start), default=None)
    return _before_its_links(text, best, kept, links) if best and len(cells) == 1 else best


def _before_its_links(text: str, best: Title, kept: Sequence[Title], links: Sequence[Link]) -> Title:
    """Return the words before the links to the paper, where the best are a sentence or a line behind them."""
    is_plain = best.link is None and best.shape.startswith("plain")
    papers = (link.start for link in links if urls.is_paper(text[slice(*link.url)]))
    first = next(papers, len(text))
    is_note = text[best.end : best.end + 1] == "." or "\n" in text[first : best.start]
    if not (is_plain and is_note) or first > best.start:
        return best
    earlier = (c for c in kept if c.end <= first)
    likely = (
        c for c in earlier if c.shape.startswith("bold") or count_words(text[c.start : c.end]) >= FEW_WORDS
    )
    return next(likely, best)


def _is_papers(text: str, start: int, links: Sequence[Link]) -> bool:
    """Whether an item leads to a paper, or anywhere behind a venue."""
    is_linked = any(urls.is_paper(text[slice(*link.url)]) for link in links)
    return is_linked or (bool(links) and find_venue(text[start : links[0].start]) is not None)


def is_title(words: str) -> bool:
    """Whether words alone could be taken for a title: no address, date, venue or name of a kind of link."""
    return choose_title(words, [(0, len(words), Column.TITLE)], find_links(words)) is not None


def _linked(text: str, links: Sequence[Link], end_of_cell: int) -> list[Title]:
    found = []
    for link, following in zip_longest(links, links[1:]):
        start, end = _unwrap(text, *link.text)
        label = text[start:end]
        if link.is_image or not label or "![" in label or "<img" in label or is_no_title(label):
            continue
        start, end = _without_venue(text, start, end)
        url = text[slice(*link.url)]
        is_venue = _is_venue_and_name(label) or (YEAR_BEHIND.search(label) and _has_bold(text, link.start))
        bonus = 12 if urls.is_paper(url) and not is_venue else 4 if url else 2
        stop = following.start if following else end_of_cell
        rest = _behind_link(text, (start, end), link, stop) if urls.is_paper(url) else None
        words = count_words(label) if rest is None else count_words(text[start : rest[1]])
        found.append(Title(start, end, link, "link", words + bonus, rest))
    return found


def _behind_link(text: str, name: tuple[int, int], link: Link, stop: int) -> tuple[int, int] | None:
    """Return where a title goes on of which the first words alone are linked."""
    found = goes_on(text, name, link, stop)
    atom = next(hard_atoms(text, found[1], stop), None) if found else None
    cut = cut_title(text, atom[0], atom[1]) if atom else None
    if found is None or cut is None or cut[0] != found[1] or not is_like_title(said := text[slice(*cut)]):
        return None
    return None if parse_authors(said) or find_venue(said) or is_no_title(said) else (found[0], cut[1])


def _has_bold(text: str, end: int) -> bool:
    """Whether words before a link are bold, as a title is whose link is called `Phys. Rev. 12 (2024)`."""
    return _BOLD.search(text, 0, end) is not None


def _is_venue_and_name(label: str) -> bool:
    """Whether a label is a venue and what the work is called, as in `ICML 2024 - SpanNet`."""
    venue = find_venue(label)
    name = VENUE_AND_NAME.fullmatch(label, venue.end) if venue and venue.start == 0 else None
    return name is not None and len(name[1].split()) <= _NAME_WORDS


def _without_venue(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave a venue or a month outside the title, in brackets or behind a dash, before it or behind it."""
    label = text[start:end]
    behind, before = _VENUE_BEHIND.search(label), _VENUE_BEFORE.match(label)
    if behind and (behind[3] or is_set_off(behind[1] or behind[2] or behind[4])):
        end = start + behind.start()
    if before and is_set_off(before[1]):
        start += before.end()
    elif shown := _ID_BEFORE.match(label):
        start += shown.end()
    return _unwrap(text, start, end)


def ends_with_venue(title: str) -> bool:
    """Whether a venue or a month stands behind a title as if it belonged to it."""
    is_set_off = _without_venue(title, 0, len(title))[1] < len(title.rstrip(" ."))
    return is_set_off or _SERVER_BEHIND.search(title) is not None


def _unwrap(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave emphasis, spaces and a closing full stop outside the title."""
    first = start
    while True:
        before = start, end
        while start < end and text[start] in "*_ \t\r\n":
            start += 1
        while end > start and text[end - 1] in "*_ \t\r\n":
            end -= 1
        start, end = between_tags(text, *between_marks(text, start, end))
        if end > start and text[end - 1] == "." and not text[start:end].endswith(("..", "etc.")):
            end -= 1
        if (start, end) == before:
            return _with_name(text, start, first), end


def _with_name(text: str, start: int, first: int) -> int:
    """Return where a title begins whose name alone is emphasised: before its emphasis."""
    return next((at for at in range(first, start) if begins_with_name(text, at)), start)


def _plain(text: str, start: int, end: int, links: Sequence[Link], usual: str = "") -> list[Title]:
    found, at = list[Title](), start
    for stop, resume in [*((link.start, link.end) for link in links), (end, end)]:
        if SAYS_SOMETHING.search(text, at, stop) is None:
            at = resume
            continue
        atoms = list(hard_atoms(text, at, stop))
        for first, last, inside in atoms:
            opened, closed = text[first - 1 : first] in OPENS_QUOTE, text[last : last + 1] in _CLOSES_QUOTE
            quoted = _QUOTED.search(text, first - opened, last + closed)
            is_whole = opened and closed and not any(q in text[first:last] for q in '"“”《》')
            around = quoted if quoted and _goes_round(text, first, last, quoted) else None
            quoted = None if around else quoted
            cut = trim(text, *quoted.span(quoted.lastindex or 1)) if quoted else cut_title(text, first, last)
            cut = (around.start(), cut[1]) if cut and around and around.start() == cut[0] - 1 else cut
            candidate = (first, last) if is_whole else with_bracket(text, *cut) if cut else None
            if candidate is None or inside or is_in_brackets(text, *candidate):
                continue
            if found and (tells_where(text[slice(*candidate)]) or _is_note(text, candidate, found[0])):
                continue
            if found and is_bold_label(text, first):
                continue
            if not (is_labelled_item(text, first, last) or is_quoted_line(text, first)):
                found.append(scored_title(text, *candidate, is_marked=quoted is not None or is_whole))
        found += named_titles(text, at, stop)
        found += emphasised_titles(text, at, stop, atoms)
        at = resume
    if found and _joins_two(text, found, usual):
        found[0] = replace(found[0], score=count_words(text[found[0].start : found[0].end]))
    return [c for c in found if c.score > 0]


def _joins_two(text: str, found: Sequence[Title], usual: str) -> bool:
    """Whether the first words could be two people, and are a title: `Open Maps and Closed Seas`.

    In bold type, where others have their titles, or where the authors stand behind it.
    """
    first = found[0]
    said, behind = text[first.start : first.end], (c for c in found[1:] if c.score == 0)
    if len(parse_authors(said)) <= 1 or is_shortened(said) or _PARTED.search(said):
        return False
    if first.shape == "bold":
        return usual == "bold"
    return any(parse_authors(text[c.start : c.end]) for c in behind) or bool(
        _SAYS_AUTHORS.search(text, first.end)
    )


def _goes_round(text: str, start: int, end: int, quoted: re.Match[str]) -> bool:
    """Whether words in quotes are but the first or last of a title, as in `"How Far?": Looking at Maps`."""
    behind = _GOES_ON.match(text, quoted.end(), end)
    return behind is not None or _LEADS_TO.search(text, start, quoted.start()) is not None


def _is_note(text: str, span: tuple[int, int], first: Title) -> bool:
    """Whether emphasised words are an item below a bold title, as in `  - *Note: ...*`."""
    is_title = first.shape == "bold" and count_words(text[first.start : first.end]) >= FEW_WORDS
    return begins_item_below(text, span[0]) and is_title and "\n" not in text[: first.end]
