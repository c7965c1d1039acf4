"""Search in titles, abstracts and names: FTS5 on SQLite, tsvector on PostgreSQL, one answer from both."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    String,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy import column as named
from sqlalchemy import table as table_of
from sqlalchemy.dialects.postgresql import TSVECTOR

from service.db import paper_pages
from service.db.engine import POSTGRES, AnySession, dialect_of
from service.db.models import PaperRow
from service.db.papers import StoredPaper, by_row_ids
from service.domain.queries import Condition
from service.domain.searches import Place, Term

_START, _STOP = "\x02", "\x03"  # around a found word, until the text is escaped
_SNIPPET_WORDS = 40
_WEIGHTS = "10.0, 3.0, 5.0"  # what a word counts in title, abstract, authors
_LETTER = {Place.TITLE: "a", Place.ABSTRACT: "b", Place.AUTHORS: "c"}

_FTS = table_of("papers_fts", named("rowid"), named("paper_id"), named("document", TSVECTOR))


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found; `title` and `snippet` are HTML with the found words in `<mark>`."""

    paper: StoredPaper
    title: str
    snippet: str


def papers(
    session: AnySession,
    terms: Sequence[Term],
    *,
    conditions: Sequence[Condition] = (),
    limit: int = 50,
) -> list[Hit]:
    """Return the papers that fit best, best first; `conditions` are those of the papers' pages."""
    is_postgres = dialect_of(session) == POSTGRES
    ranked = _ranked_postgres(terms) if is_postgres else _ranked_sqlite(terms)
    if conditions:  # without any, the papers themselves need not be looked at
        key = _FTS.c.paper_id if is_postgres else _FTS.c.rowid
        ranked = ranked.join(PaperRow, PaperRow.id == key).where(paper_pages.matching(session, conditions))
    ids = list(session.scalars(ranked.limit(limit)))
    # Marking is dear: only what is shown gets it, not everything that was ranked.
    shown = _marked_postgres(terms, ids) if is_postgres else _marked_sqlite(terms, ids)
    marked = {row_id: (title, snippet) for row_id, title, snippet in session.execute(shown)}
    found = by_row_ids(session, ids)
    return [Hit(found[row_id], *(_as_html(part) for part in marked[row_id])) for row_id in ids]


def plain(session: AnySession, terms: Sequence[Term], *, limit: int) -> list[StoredPaper]:
    """Return the papers that fit best, best first, without marks."""
    is_postgres = dialect_of(session) == POSTGRES
    ranked = _ranked_postgres(terms) if is_postgres else _ranked_sqlite(terms)
    ids = list(session.scalars(ranked.limit(limit)))
    found = by_row_ids(session, ids)
    return [found[row_id] for row_id in ids]


def fts5_expression(terms: Sequence[Term]) -> str:
    """Return the terms in FTS5's own language; every word is quoted, so none of them is a command."""
    wanted = [_fts5_term(term) for term in terms if not term.is_excluded]
    unwanted = [_fts5_term(term) for term in terms if term.is_excluded]
    found = f"({' AND '.join(wanted)})"
    return f"{found} NOT ({' OR '.join(unwanted)})" if unwanted else found


def _fts5_term(term: Term) -> str:
    phrase = '"' + " ".join(term.words) + '"' + ("*" if term.is_prefix else "")
    return f"{{{term.place}}} : {phrase}" if term.place else phrase


def _matches(terms: Sequence[Term]) -> ColumnElement[bool]:
    found: Any = text("papers_fts MATCH :wanted").bindparams(wanted=fts5_expression(terms))
    return and_(found)


def _ranked_sqlite(terms: Sequence[Term]) -> Select[Any]:
    # `ORDER BY rank` alone lets FTS5 sort by itself, with our weights
    weighed = text(f"rank MATCH 'bm25({_WEIGHTS})'")
    return select(_FTS.c.rowid).where(_matches(terms), weighed).order_by(literal_column("rank"))


def _marked_sqlite(terms: Sequence[Term], ids: Sequence[int]) -> Select[int, str, str]:
    marks = f"char({ord(_START)}), char({ord(_STOP)})"
    return select(
        _FTS.c.rowid,
        literal_column(f"highlight(papers_fts, 0, {marks})", String),
        literal_column(f"snippet(papers_fts, 1, {marks}, ' … ', {_SNIPPET_WORDS})", String),
    ).where(_matches(terms), _FTS.c.rowid.in_(ids))


def _ranked_postgres(terms: Sequence[Term]) -> Select[Any]:
    rank = func.ts_rank_cd(_FTS.c.document, _all_wanted(terms), type_=Float)
    found = select(_FTS.c.paper_id).where(*(_holds(term) for term in terms))
    return found.order_by(rank.desc(), _FTS.c.paper_id)


def _marked_postgres(terms: Sequence[Term], ids: Sequence[int]) -> Select[int, str, str]:
    query = _all_wanted(terms)
    marks = f"StartSel={_START}, StopSel={_STOP}"
    options = f"{marks}, MaxWords={_SNIPPET_WORDS}, MinWords=15, MaxFragments=1"
    return select(
        PaperRow.id,
        func.ts_headline("english", PaperRow.title, query, f"{marks}, HighlightAll=true", type_=String),
        func.ts_headline("english", PaperRow.abstract, query, options, type_=String),
    ).where(PaperRow.id.in_(ids))


def _all_wanted(terms: Sequence[Term]) -> Any:
    queries = [_tsquery(term) for term in terms if not term.is_excluded]
    together = queries[0]
    for query in queries[1:]:
        together = together.op("&&")(query)
    return together


def _holds(term: Term) -> ColumnElement[bool]:
    query = _tsquery(term)
    found: ColumnElement[bool] = _FTS.c.document.bool_op("@@")(query)
    if term.place:
        letter: Any = literal_column(f"'{{{_LETTER[term.place]}}}'::\"char\"[]")
        only = func.ts_filter(_FTS.c.document, letter, type_=TSVECTOR)
        found = and_(found, only.bool_op("@@")(query))
    if term.is_excluded:
        return ~found
    return or_(found, func.numnode(query) == 0)  # a word like `the` is not indexed: it asks for nothing


def _tsquery(term: Term) -> Any:
    dictionary = "simple" if term.place is Place.AUTHORS else "english"
    if term.is_prefix:
        return func.to_tsquery(dictionary, " <-> ".join(term.words) + ":*")
    words = " ".join(term.words)
    query: Any = func.phraseto_tsquery(dictionary, words)
    if term.place:
        return query
    also_names = query.op("||")(func.phraseto_tsquery("simple", words))  # names are not stemmed
    return case((func.numnode(query) == 0, query), else_=also_names)


def _as_html(found: str) -> str:
    return escape(found).replace(_START, "<mark>").replace(_STOP, "</mark>")
