"""The vocabulary in which an entry is read: cells made of parts, parts holding the spans of fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Field(StrEnum):
    """A value that differs from paper to paper."""

    TITLE = "title"
    TITLE_REST = "title rest"
    URL = "url"
    CODE = "code"
    PROJECT = "project"
    REPO = "repo"
    REPO_NAME = "repo name"
    NAME = "name"
    ID = "id"
    AUTHORS = "authors"
    VENUE = "venue"
    DATE = "date"
    LINK = "link"
    TEXT = "text"
    ORDINAL = "ordinal"


ADDRESSES = (Field.URL, Field.CODE, Field.PROJECT, Field.LINK)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a field's value stands, as offsets into the entry's text."""

    start: int
    end: int
    field: Field


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an entry that is there as a whole or not at all; what lies between parts are separators.

    `role` says what it is (`title`, `authors`, `code`, `badge:stage`, `tail`, ...); `label` is a link's word.
    """

    start: int
    end: int
    role: str
    slots: tuple[Slot, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell, or the whole of any other block, with its parts in order."""

    start: int
    end: int
    header: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry's text laid out in cells and parts."""

    text: str
    cells: tuple[Cell, ...]

    def __hash__(self) -> int:
        """Return the hash of the text: what is told of an entry is remembered by how it was read."""
        return hash(self.text)

    def parts(self) -> list[Part]:
        """Return all parts in order."""
        if len(self.cells) == 1:
            return list(self.cells[0].parts)  # asked for often
        return [p for cell in self.cells for p in cell.parts]

    def first(self, field: Field) -> str | None:
        """Return the first value of a field."""
        slot = next((s for cell in self.cells for p in cell.parts for s in p.slots if s.field is field), None)
        return None if slot is None else self.text[slot.start : slot.end]

    @property
    def title(self) -> str:
        """The words of the title, also of one of which the first words alone are linked."""
        name, rest = self.first(Field.TITLE) or "", self.first(Field.TITLE_REST)
        return f"{name.rstrip(':')}: {rest.lstrip(' :')}" if rest else name

    def values(self, field: Field) -> list[str]:
        """Return all values of a field in order."""
        return [self.value(s) for p in self.parts() for s in p.slots if s.field is field]

    def value(self, slot: Slot) -> str:
        """Return the text in a slot."""
        return self.text[slot.start : slot.end]


class Column(StrEnum):
    """What a table's header says that a column holds."""

    TITLE = "title"
    DATE = "date"
    VENUE = "venue"
    AUTHORS = "authors"
    TEAM = "team"
    LINKS = "links"
    NUMBER = "number"
    NAME = "name"
    OTHER = "other"


_HEADERS = (
    (Column.NUMBER, r"#|no\.?|id|idx|index|num(ber)?|序号|rank"),
    (Column.NAME, r"(model|method|approache?|algorithm|framework|system|name)s?"),
    (
        Column.TITLE,
        (
            r".*\b(titles?|papers?( name| title)?)\b.*|publications?( title)?|works?|papers?"
            r"|(论文|文章)(标题|题目|名称?)?([/／](框架|方法|模型|工作|系统))?|标题|题目"
        ),
    ),
    (Column.DATE, r".*\b(date|time|month|year|released?|published( on| date)?|日期|(发表)?时间|年份)\b.*"),
    (
        Column.VENUE,
        (
            r"(?!.*\bopen[- ]?sourced?\b)"
            r".*\b(venue|conference|journal|pub\.?|publish|publication|published in|proceedings|source)\b.*"
            r"|会议|期刊|出处"
        ),
    ),
    (Column.AUTHORS, r".*\bauthors?\b.*|作者"),
    (Column.TEAM, r"teams?|groups?|contributors?|researchers?|people|by"),
    (
        Column.LINKS,
        (
            r".*\b(links?|code|github|repo(sitory)?|project|page|website|resources?|url|pdf|implementation)\b.*"
            r"|代码|链接|项目"
        ),
    ),
)


def columns_of(headers: Sequence[str]) -> list[Column]:
    """Decide what the columns of a table hold; papers are links where another column has the titles."""
    found = [column_of(name) if name else Column.TITLE for name in headers]
    if not any(_plain(name).startswith("title") for name in headers):
        return found
    return [
        Column.LINKS if c is Column.TITLE and re.fullmatch(r"papers?", _plain(name)) else c
        for c, name in zip(found, headers, strict=True)
    ]


def _plain(header: str) -> str:
    return re.sub(r"[*_`:]", "", header).strip().lower()


@lru_cache(maxsize=4096)
def column_of(header: str) -> Column:
    """Decide what a column holds by the words of its header."""
    plain = _plain(header)
    if re.fullmatch(r"title.*", plain):
        return Column.TITLE
    if plain in ("paper link", "paper url", "arxiv", "pdf"):
        return Column.LINKS
    return next((column for column, words in _HEADERS if re.fullmatch(words, plain)), Column.OTHER)
