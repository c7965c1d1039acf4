"""arXiv's `search_query` syntax, checked before arXiv misreads it.

arXiv takes a missing operator for OR and an unknown field for nothing at all, and says neither.
https://info.arxiv.org/help/api/user-manual.html#51-details-of-query-construction
"""

import re

_FIELDS = ("all", "abs", "au", "cat", "co", "jr", "rn", "ti")
_OPERATORS = ("AND", "OR", "ANDNOT")
_WORD = re.compile(r'\s*(?P<word>[()]|(?:(?P<field>\w+):)?(?P<term>"[^"]*"|[^\s()"]+))')


def query_fault(query: str) -> str | None:
    """Return what is wrong with an arXiv query in a few words, or nothing if it is sound."""
    position, depth, wants_term = 0, 0, True
    while position < len(query.rstrip()):
        match = _WORD.match(query, position)
        if match is None:
            return "a quotation mark is not closed"
        position = match.end()
        word = match["word"]
        is_operator = word in _OPERATORS
        if (word == ")" or is_operator) == wants_term:
            return (
                f"a term is missing before {word!r}"
                if wants_term
                else f"AND or OR is missing before {word!r}"
            )
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth < 0:
            return "a bracket is closed that was not opened"
        if word not in "()" and not is_operator and match["field"] not in _FIELDS:
            return f"{word!r} needs one of the fields {', '.join(_FIELDS)} before it"
        wants_term = is_operator or word == "("
    if wants_term:
        return "a term is missing at the end"
    return "a bracket is not closed" if depth else None
