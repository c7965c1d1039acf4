"""arXiv's query language: text to a condition that a stored paper meets or not.

Fields carry into brackets, a missing operator means OR, AND binds closer than OR, quotes make a
phrase, dates are filled out to the minute; all as the classic API does it.
"""

import calendar
import re

from tests.emulators.arxiv_conditions import All, Any, Condition, Dates, Not, make_leaf

FIELDS = ("ti", "abs", "au", "co", "jr", "cat", "rn", "id", "doi", "all")
_ALIASES = {"title": "ti", "lastUpdatedDate": "submittedDate"}
_TOKEN = re.compile(
    r"""(?P<dates>(?:submittedDate|lastUpdatedDate):[\["](?P<low>\d{4,14})\ TO\ (?P<high>\d{4,14})[\]"])
    |(?P<field>[A-Za-z]+):(?=[("\w*?])
    |"(?P<phrase>[^"]*)"
    |(?P<bracket>[()])
    |(?P<operator>AND\ NOT|ANDNOT|AND|OR|NOT)(?=[\s()]|$)
    |(?P<word>[^\s()"]+)""",
    re.VERBOSE,
)


class BadQuery(ValueError):
    """The text is no query; the message is what arXiv would say."""


def parse_query(text: str) -> Condition:
    """Read a `search_query`.

    Raises:
        BadQuery: the brackets do not match, an operator lacks a side, or a field is unknown.
    """
    parser = _Parser(text)
    condition = parser.either("all")
    if parser.here is not None:
        raise parser.bad()
    return condition


class _Parser:
    def __init__(self, text: str) -> None:
        self.said = text
        self.tokens = list(_TOKEN.finditer(" ".join(text.split())))
        if text.count('"') % 2:
            raise self.bad()

    @property
    def here(self) -> re.Match[str] | None:
        return self.tokens[0] if self.tokens else None

    def bad(self) -> BadQuery:
        return BadQuery(f"Invalid query string: '{self.said}'")

    def take(self, group: str, *values: str) -> str | None:
        found = self.here
        if found is None or found[group] is None or (values and found[group] not in values):
            return None
        self.tokens.pop(0)
        return str(found[group])

    def either(self, field: str) -> Condition:
        parts = [self.both(field)]
        while self.here is not None and self.here["bracket"] != ")":
            self.take("operator", "OR")
            parts.append(self.both(field))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def both(self, field: str) -> Condition:
        parts = [self.one(field)]
        while operator := self.take("operator", "AND", "ANDNOT", "AND NOT", "NOT"):
            part = self.one(field)
            parts.append(part if operator == "AND" else Not(part))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, field: str) -> Condition:
        found = self.here
        if found is None:
            raise self.bad()
        if self.take("operator", "NOT"):
            return Not(self.one(field))
        if self.take("dates") is not None:
            return Dates(_minute(found["low"], is_end=False), _minute(found["high"], is_end=True))
        if (name := self.take("field")) is not None:
            name = _ALIASES.get(name, name)
            if name not in FIELDS:
                raise self.bad()
            return self.one(name)
        if self.take("bracket", "("):
            inside = self.either(field)
            if self.take("bracket", ")") is None:
                raise self.bad()
            return inside
        said = self.take("phrase")
        said = said if said is not None else self.take("word")
        if said is None:
            raise self.bad()
        return make_leaf(field, said)


def _minute(digits: str, *, is_end: bool) -> int:
    filled = digits[:12]
    if len(filled) == 4:
        filled += "12" if is_end else "01"
    if len(filled) == 6:
        last = calendar.monthrange(int(filled[:4]), int(filled[4:]))[1] if is_end else 1
        filled += f"{last:02d}"
    if len(filled) < 12:
        filled += ("2359" if is_end else "0000")[len(filled) - 12 :]
    return int(filled)
