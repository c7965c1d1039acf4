"""Search finds the same on both databases."""

import pytest
from sqlalchemy import Engine, text

from service.db import papers, search
from service.db.engine import reading, writing
from service.domain.searches import Place, Term, parse_search
from service.errors import BadInput
from tests.world import record

TEXTS = {
    1: ("Pruning visual tokens in the encoder", "We drop tokens & keep answers.", ("Ada Lovelace",)),
    2: ("Merging tokens", "Tokens are merged in the language model; nothing is pruned.", ("José Núñez",)),
    3: ("Audio compression", "Speech is compressed by half.", ("Bo Merge",)),
    4: ("<b>Bold</b> claims", "About nothing at all, in version 2.5.", ("Zoë Øst",)),
}


@pytest.fixture
def stored(engine: Engine, now) -> Engine:
    with writing(engine) as session:
        records = [record(n, title=t, abstract=a, authors=names) for n, (t, a, names) in TEXTS.items()]
        papers.store(session, records, now=now)
    return engine


def _found(engine: Engine, typed: str) -> list[int]:
    with reading(engine) as session:
        hits = search.papers(session, parse_search(typed))
    return [int(str(hit.paper.record.arxiv_id)[-2:]) for hit in hits]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("pruning", {1, 2}),
        ("token", {1, 2}),
        ("TOKENS -merging", {1}),
        ('"visual tokens"', {1}),
        ('"tokens visual"', set()),
        ("title:merging", {2}),
        ("abstract:merged", {2}),
        ("merge*", {2, 3}),
        ("author:merge", {3}),
        ("author:núñez", {2}),
        ("Øst", {4}),
        ("compress*", {3}),
        ("aud*", {3}),
        ("2.5", {4}),
        ("cs:tokens", set()),
        ('"unfinished tokens', set()),
        ("in the encoder", {1}),
        ("drop NEAR(tokens", set()),
        ("drop'); DELETE", set()),
        ("token*:* | & ! <-> pruning", {1, 2}),
    ],
)
def test_what_is_typed_is_found(stored: Engine, typed: str, found: set[int]):
    assert set(_found(stored, typed)) == found


def test_a_word_in_the_title_counts_more(stored: Engine):
    assert _found(stored, "pruning")[0] == 1
    assert _found(stored, "merging")[0] == 2


def test_found_words_are_marked_and_everything_else_is_escaped(stored: Engine):
    with reading(stored) as session:
        hit = search.papers(session, parse_search("bold"))[0]
        other = search.papers(session, parse_search("answers"))[0]
    assert hit.title == "&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; claims"
    assert "drop tokens &amp; keep <mark>answers</mark>" in other.snippet


def test_the_index_follows_what_is_stored(stored: Engine, now):
    with writing(stored) as session:
        papers.store(
            session, [record(3, version=2, title="Quantised speech", authors=("Bo Merge",))], now=now
        )
    assert _found(stored, "quantised") == [3]
    assert _found(stored, "title:compression") == []
    with stored.execution_options(writes=True).begin() as connection:
        connection.execute(text("DELETE FROM paper_versions"))
        connection.execute(text("DELETE FROM papers WHERE arxiv_id = '2510.00003'"))
    assert _found(stored, "quantised") == []


def test_terms_are_read_as_typed():
    assert parse_search('-ti:"vision encoder" prun* x:y') == (
        Term(("vision", "encoder"), Place.TITLE, is_excluded=True),
        Term(("prun",), is_prefix=True),
        Term(("x", "y")),
    )


@pytest.mark.parametrize("typed", ["", "  ", "-audio", "***", "x" * 301, "a " * 21])
def test_a_search_for_nothing_or_for_too_much_says_so(typed: str):
    with pytest.raises(BadInput):
        parse_search(typed)
