"""The grammar of filters, orders and selections."""

import pytest

from service.domain.queries import Condition, Field, Kind, Sort, parse_filter, parse_select, parse_sort
from service.errors import BadInput

FIELDS = {
    "text-query": Field(Kind.TAG, ("yes", "no")),
    "venue": Field(Kind.TEXT),
    "version": Field(Kind.NUMBER),
    "date": Field(Kind.DAY),
}


def test_conditions_are_read_with_their_values():
    found = parse_filter('text-query:yes|no, -venue:"ICML, 2025"|arXiv,version:2..,', FIELDS)
    assert found == (
        Condition("text-query", Kind.TAG, values=("yes", "no")),
        Condition("venue", Kind.TEXT, values=("ICML, 2025", "arXiv"), is_negated=True),
        Condition("version", Kind.NUMBER, low=2.0),
    )


def test_the_last_day_of_a_range_counts_whole():
    (one,) = parse_filter("date:2025-10-02", FIELDS)
    (range_,) = parse_filter("date:2025-10-01..2025-10-02", FIELDS)
    assert one.high == range_.high
    assert str(one.low) == "2025-10-02 00:00:00+00:00"
    assert str(one.high) == "2025-10-03 00:00:00+00:00"
    assert parse_filter("date:..9999-12-31", FIELDS)[0].high is not None


@pytest.mark.parametrize("text", ["", "  "])
def test_no_filter_holds_for_everything(text: str):
    assert parse_filter(text, FIELDS) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("text_query:yes", "did you mean `text-query`?"),
        ("zzz:1", "there are: text-query, venue, version, date."),
        ("venue:|", "takes 1 to 50 values"),
        ("version:many", "'many' is no number for `version`"),
        ("version:nan", "is too large"),
        ("version:1e99", "is too large"),
        ("date:2025-13-01", "is no day"),
        ("venue:a,x:1", "unknown field `x`"),
        ("date", "cannot be read at 'date'"),
        ("x" * 1001, "longer than 1000 characters"),
        ("venue:\x00", "characters that cannot be seen"),
    ],
)
def test_a_filter_that_cannot_be_read_says_why(text: str, sentence: str):
    with pytest.raises(BadInput) as caught:
        parse_filter(text, FIELDS)
    assert sentence in str(caught.value)


def test_orders_and_selections():
    assert parse_sort("-date", ("date",)) == Sort("date", is_descending=True)
    assert str(parse_sort("date", ("date",))) == "date"
    assert parse_select(" id , title ", ("id", "title", "tags")) == {"id", "title"}
    assert parse_select("", ("id",)) == frozenset()
