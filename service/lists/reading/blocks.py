"""Regions cut into blocks: table rows, list items and paragraphs. A block may be an entry."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.lists.reading.html_tables import html_row_end, names_columns
from service.lists.reading.labels import is_generic, names_paper
from service.lists.reading.marked_titles import begins_with_label
from service.lists.reading.outline import Region
from service.lists.reading.titled_lines import names_a_paper, titled_end
from service.lists.reading.urls import arxiv_id, doi, is_paper, openreview_id
from service.lists.reading.venues import find_venue, is_venue

_ITEM = re.compile(r"^(\s*)(?:(?:[-*+]|\d{1,5}[.)])(?:\s+|$)|<li\b[^>]*>)", re.IGNORECASE)
_DELIMITER = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*$")
_LINK = re.compile(r"\[+([^\[\]]*)\]+\(http[^()\s]*\)\]?")
_TARGET = re.compile(r"\]\((http[^()\s]*)")
_LABEL_AND_TARGET = re.compile(r"\[+([^\[\]]*)\]+\((http[^()\s]*)")
_ONLY_LABELS = re.compile(
    r"\s*[-*+]\s+(?:\[\[[^\[\]]{1,40}(?:\]\]\([^()\s]*\)|\]\([^()\s]*\)\])[\s,;|/]*)+$"
)  # nothing but `[[Label]](...)`
_LABELLED = re.compile(
    r"^\s*[-*+]\s+(?:[^\w\s\[\](*]+\s*)?[*_]{0,2}([A-Za-z][\w &/-]{1,20}?)[*_]{0,2}\s?[:：]\s*\S"
)  # what a line says of the paper above it
_EMPHASIS = re.compile(r"\*\*|`|(?<=\[)\*|\*(?=\])")
_FEW_WORDS = 2
_RULE = re.compile(r"^\s*([-*_])\s*(\1\s*){2,}$")
_BREAK = re.compile(r"\s*<br\s*/?>\s*$", re.IGNORECASE)
_EDGES = (
    _RULE,
    _BREAK,
    re.compile(r"[^\w\[<]*\[[^\]]*\]\(#[^()\s]*\)\W*$"),  # `[back to the top](#contents)`
    re.compile(
        r"\s*(?:<p\b[^>]*>\s*)?\(?\s*<a\s+href=[\"']#[^<>]*>[^<>]*</a>\s*\)?\s*(?:</p>)?\s*$", re.IGNORECASE
    ),
)
_BADGES_ONLY = re.compile(
    r"^(?:&(?:nb|em|en)sp;|\s)*(?:\[!\[[^\[\]]*\]\([^()\s]*\)\]\(http[^()\s]*\)(?:&(?:nb|em|en)sp;|\s)*)+$"
)
_ONLY_BADGES = re.compile(
    r"\s*[-*+]\s+(?:(?:\[!\[[^\[\]]*\]\([^()\s]*\)\]\([^()\s]*\)|!\[[^\[\]]*\]\([^()\s]*\))[\s,;|/·•]*)+$"
)
_TAG_LINE = re.compile(r"^\s*</?(details|div|p|center|table|tbody|thead|ul|ol)\b[^>]*>\s*$", re.IGNORECASE)
_OPENS_PARAGRAPH = re.compile(r"^\s*<p\b[^>]*>\s*$", re.IGNORECASE)
_CLOSES_PARAGRAPH = re.compile(r"^\s*</p>\s*$", re.IGNORECASE)
_QUOTED = re.compile(r"\s{0,3}>")
_LONGEST_PARAGRAPH = 30  # lines
_ENOUGH_LINES = 3  # of a paragraph, each with a paper
_BEGINS_APART = re.compile(r"\s*(?:[^\w\s]|\d)")
_ENDS_WITH_LINK = re.compile(r"[)\]>][\s.]*(?:<br\s*/?>|\\)?\s*\Z", re.IGNORECASE)
_HTML_ROW = re.compile(r"^\s*<tr\b", re.IGNORECASE)
_IS_TABLE = re.compile(r"</?table\b", re.IGNORECASE)
_OPENS_DETAILS = re.compile(r"<details\b", re.IGNORECASE)
_CLOSES_DETAILS = re.compile(r"</details>", re.IGNORECASE)


class Kind(StrEnum):
    """What a block is in Markdown."""

    ROW = "row"
    ITEM = "item"
    PARAGRAPH = "paragraph"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines `first` up to, not including, `last`; `header` is the line of the table's header, else -1."""

    kind: Kind
    first: int
    last: int
    indent: int = 0
    header: int = -1


def read_blocks(lines: Sequence[str], region: Region) -> tuple[Block, ...]:
    """Return the region's blocks in order; blank lines, rules, comments and table headers are none."""
    starts = sorted(region.titles)
    ends = [*starts, region.last]
    found = list(_blocks(lines, region.first, ends[0]))
    for start, end in zip(starts, ends[1:], strict=True):
        found.append(Block(Kind.HEADING, start, _last_text(lines, start, end)))
    return tuple(found)


def _last_text(lines: Sequence[str], start: int, end: int) -> int:
    """Return the line behind the last one that says something; rules and tags at the end do not."""
    while end > start + 1 and (not lines[end - 1].strip() or _is_edge(lines[end - 1])):
        end -= 1
    return end


def _is_edge(line: str) -> bool:
    return any(edge.match(line) for edge in _EDGES)


def _blocks(lines: Sequence[str], at: int, end: int) -> Iterator[Block]:
    header = html = -1
    while at < end:
        line = lines[at]
        if not line.strip():
            header, at = -1, at + 1
        elif _is_table_head(lines, at, end):
            header, at = at, at + 2
        elif _is_row(line, in_table=header >= 0):
            yield Block(Kind.ROW, at, at + 1, header=header)
            at += 1
        elif (behind := _html_paragraph_end(lines, at, end)) is not None:
            yield Block(Kind.PARAGRAPH, at, behind)
            at = behind
        elif _RULE.match(line) or _TAG_LINE.match(line) or _BREAK.match(line) or _opens_comment(line):
            html = -1 if _IS_TABLE.search(line) else html
            at = _after_comment(lines, at, end)
        elif _HTML_ROW.match(line):
            last = html_row_end(lines, at, end)
            html = at if names_columns(lines[at:last]) else html
            yield Block(Kind.ITEM, at, last, header=html)
            at = last
        elif _ITEM.match(line):
            last = _item_end(lines, at, end)
            yield Block(Kind.ITEM, at, last, indent=_indent(line))
            at = last
        elif (behind := titled_end(lines, at, end)) is not None:
            yield Block(Kind.HEADING, at, behind)
            at = behind
        else:
            last = _behind_quote(lines, at, _paragraph_end(lines, at, end), end)
            yield from _paragraph_blocks(lines, at, last)
            at = last


def _opens_comment(line: str) -> bool:
    return line.lstrip().startswith("<!--")


def _paragraph_blocks(lines: Sequence[str], at: int, last: int) -> Iterator[Block]:
    if _has_a_paper_a_line(lines[at:last]):
        yield from (Block(Kind.ITEM, line, line + 1) for line in range(at, last))
    else:
        yield Block(Kind.PARAGRAPH, at, last)


def _behind_quote(lines: Sequence[str], at: int, last: int, end: int) -> int:
    """Return the line behind what is quoted below a paper's paragraph, a blank line between: its note."""
    behind = last
    while behind < end and not lines[behind].strip():
        behind += 1
    if behind in (last, end) or not _QUOTED.match(lines[behind]):
        return last
    first = behind
    while behind < end and _QUOTED.match(lines[behind]):
        behind += 1
    quoted, above = lines[first:behind], lines[at:last]
    own = _names_a_paper(above) and not any(_QUOTED.match(line) for line in above)
    return behind if own and not any(map(_TARGET.search, quoted)) else last


def _has_a_paper_a_line(lines: Sequence[str]) -> bool:
    """Whether each line of a paragraph is about another paper: entries without marks or blank lines between.

    Lines of prose hardly ever all begin with a mark or all end with a link.
    """
    if len(lines) < _ENOUGH_LINES:
        return False
    seen: set[object] = set()
    for line in lines:
        ids = {
            found
            for url in _TARGET.findall(line)
            if (found := arxiv_id(url) or openreview_id(url) or doi(url))
        }
        if not ids or ids & seen or not (_BEGINS_APART.match(line) or _ENDS_WITH_LINK.search(line)):
            return False
        seen |= ids
    return True


def _html_paragraph_end(lines: Sequence[str], at: int, end: int) -> int | None:
    """Return the line behind a `</p>`, where one of its own follows a `<p>` without a blank line between."""
    if not _OPENS_PARAGRAPH.match(lines[at]):
        return None
    for behind in range(at + 1, min(at + _LONGEST_PARAGRAPH, end)):
        if _CLOSES_PARAGRAPH.match(lines[behind]):
            return behind + 1
        if not lines[behind].strip() or _ends_item(lines[behind]):
            return None
    return None


def is_delimiter(line: str) -> bool:
    """Whether the line is the dashes under a table header."""
    return "-" in line and _DELIMITER.match(line) is not None


def _is_table_head(lines: Sequence[str], at: int, end: int) -> bool:
    return "|" in lines[at] and at + 1 < end and "|" in lines[at + 1] and is_delimiter(lines[at + 1])


def _is_row(line: str, *, in_table: bool) -> bool:
    stripped = line.strip()
    if in_table and "|" in stripped and not _ITEM.match(line):
        return True
    return stripped.count("|") > 1 and stripped.startswith("|")


def _after_comment(lines: Sequence[str], at: int, end: int) -> int:
    if not lines[at].lstrip().startswith("<!--"):
        return at + 1
    while at < end and "-->" not in lines[at]:
        at += 1
    return min(at + 1, end)


def _indent(line: str) -> int:
    body = line.expandtabs(4)
    return len(body) - len(body.lstrip())


def _item_end(lines: Sequence[str], start: int, end: int) -> int:
    """Return the line behind an item: its lazy lines and, after a blank, what is indented or mere badges.

    A nested item with a paper of its own is for the caller a block of its own: it starts a new one.
    """
    own, at, last, depth = _indent(lines[start]), start + 1, start + 1, 0
    while at < end:
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        after_blank = at > last
        deeper = _indent(line) > own
        if depth == 0 and not deeper and _ends_item(line):
            break
        if depth == 0 and not deeper and after_blank and not _BADGES_ONLY.match(line):
            break
        if depth == 0 and _ITEM.match(line) and (not deeper or _is_own_paper(line, lines[start:last])):
            break
        depth = max(0, depth + len(_OPENS_DETAILS.findall(line)) - len(_CLOSES_DETAILS.findall(line)))
        at, last = at + 1, at + 1
    return last


def _is_own_paper(line: str, above: Sequence[str]) -> bool:
    """Whether a nested item is about a paper of its own, rather than links or a note of the one above."""
    line = _EMPHASIS.sub("", line)
    said = _LABELLED.match(line)
    if _ONLY_BADGES.match(line) or begins_with_label(_ITEM.sub("", line)):
        return False
    if "](http" not in line or (said and (is_generic(said[1]) or not names_a_paper(line))):
        return False
    adds = not any(is_paper(url) for url in _TARGET.findall(line)) and _names_a_paper(above)
    if adds and _ONLY_LABELS.match(line):
        return False
    if not all(is_generic(label) or is_venue(label) for label in _LINK.findall(line)):
        return True
    if adds:
        return False
    rest = _LINK.sub(" ", _ITEM.sub("", line))
    venue = find_venue(rest)
    rest = rest[: venue.start] + rest[venue.end :] if venue else rest
    return len(re.findall(r"\w+", rest)) > _FEW_WORDS


def _names_a_paper(lines: Sequence[str]) -> bool:
    """Whether the lines of an item lead to a paper, by the address or by what the link is called."""
    return any(
        is_paper(url) or names_paper(label)
        for line in lines
        for label, url in _LABEL_AND_TARGET.findall(line)
    )


def _ends_item(line: str) -> bool:
    starts_other = _ITEM.match(line) or _RULE.match(line) or _TAG_LINE.match(line) or _HTML_ROW.match(line)
    return starts_other is not None or line.startswith(("|", "<!--"))


def _paragraph_end(lines: Sequence[str], start: int, end: int) -> int:
    at, depth = start, 0
    while at < end:
        line = lines[at]
        if at > start and depth == 0 and (not line.strip() or _ends_item(line)):
            break
        depth = max(0, depth + len(_OPENS_DETAILS.findall(line)) - len(_CLOSES_DETAILS.findall(line)))
        at += 1
    return at
