"""arXiv's `search_query` syntax, checked before arXiv misreads it.

arXiv takes a missing operator for OR and an unknown field for nothing at all, and says neither.
https://info.arxiv.org/help/api/user-manual.html#51-details-of-query-construction
"""

import re
from collections.abc import Iterator

_FIELDS = ("all", "abs", "au", "cat", "co", "jr", "rn", "ti")
_OPERATORS = ("AND", "OR", "ANDNOT")
_WORD = re.compile(r'\s*(?P<word>[()]|(?:(?P<field>\w+):)?(?P<term>"[^"]*"|[^\s()"]+))')


def query_fault(query: str) -> str | None:
    """Return what is wrong with an arXiv query in a few words, or nothing if it is sound."""
    return next(_faults(query), None)


def _faults(query: str) -> Iterator[str]:
    if query.count('"') % 2:
        yield "a quotation mark is not closed"
    depth, wants_term = 0, True
    for match in _WORD.finditer(query):
        word = match["word"]
        is_operator = word in _OPERATORS
        if (word == ")" or is_operator) == wants_term:
            yield f"{'a term' if wants_term else 'AND or OR'} is missing before {word!r}"
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth < 0:
            yield "a bracket is closed that was not opened"
        if word not in "()" and not is_operator and match["field"] not in _FIELDS:
            yield f"{word!r} needs one of the fields {', '.join(_FIELDS)} before it"
        wants_term = is_operator or word == "("
    if wants_term:
        yield "a term is missing at the end"
    if depth:
        yield "a bracket is not closed"
