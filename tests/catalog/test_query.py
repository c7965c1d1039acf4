"""arXiv's query syntax: what would be misread is refused."""

import pytest

from service.catalog.query import query_fault


@pytest.mark.parametrize(
    "query",
    [
        "cat:cs.CV",
        'all:"token pruning" AND (cat:cs.CV OR cat:cs.CL)',
        "ti:a ANDNOT (abs:b OR (au:c AND all:d))",
    ],
)
def test_a_sound_query_has_no_fault(query):
    assert query_fault(query) is None


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "a term is missing at the end"),
        ("ti:a ti:b", "AND or OR is missing before 'ti:b'"),
        ("ti:a (ti:b)", "AND or OR is missing before '('"),
        ("AND ti:a", "a term is missing before 'AND'"),
        ("ti:a AND", "a term is missing at the end"),
        ("ti:a AND OR ti:b", "a term is missing before 'OR'"),
        ("()", "a term is missing before ')'"),
        ("ti:a)", "a bracket is closed that was not opened"),
        ("(ti:a", "a bracket is not closed"),
        ('ti:"a b', "a quotation mark is not closed"),
        ('ti:a"b" AND ti:c', "AND or OR is missing before '\"b\"'"),
        ("token", "needs one of the fields all, abs, au, cat, co, jr, rn, ti"),
        ("title:token", "needs one of the fields"),
    ],
)
def test_a_fault_is_named(query, said):
    assert said in (query_fault(query) or "")
