"""Search in titles, abstracts and names: FTS5 on SQLite, tsvector on PostgreSQL, one answer from both."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    String,
    and_,
    bindparam,
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

from service.db import paper_lines, paper_pages
from service.db.engine import POSTGRES, SQLITE, AnySession, dialect_of
from service.db.models import PaperRow
from service.db.paper_lines import PaperLine
from service.db.papers import PAPER, StoredPaper, by_row_ids, to_paper
from service.domain.queries import Condition
from service.domain.searches import Place, Term, words_of

_START, _STOP = "\x02", "\x03"  # around a found word, until the text is escaped
_SNIPPET_WORDS = 40
_WEIGHTS = "10.0, 3.0, 5.0"  # what a word counts in title, abstract, authors
_WEIGHED = f"rank MATCH 'bm25({_WEIGHTS})'"  # `ORDER BY rank` alone lets FTS5 sort by itself
_NEWEST = 2000  # papers whose words are taken for the right ones
_LETTER = {Place.TITLE: "a", Place.ABSTRACT: "b", Place.AUTHORS: "c"}

_SIGNS = f"char({ord(_START)}), char({ord(_STOP)})"
_MARKS_SQLITE = (
    literal_column(f"highlight(papers_fts, 0, {_SIGNS})", String).label("marked_title"),
    literal_column(f"snippet(papers_fts, 1, {_SIGNS}, ' … ', {_SNIPPET_WORDS})", String).label("marked_text"),
)

PaperT = TypeVar("PaperT")
Columns = tuple[Any, ...]
_FTS = table_of("papers_fts", named("rowid"), named("paper_id"), named("document", TSVECTOR))


@dataclass(frozen=True, slots=True)
class Hit(Generic[PaperT]):
    """A paper that was found; `title` and `snippet` are HTML with the found words in `<mark>`."""

    paper: PaperT
    title: str
    snippet: str


def papers(
    session: AnySession,
    terms: Sequence[Term],
    *,
    conditions: Sequence[Condition] = (),
    limit: int = 50,
) -> list[Hit[StoredPaper]]:
    """Return the papers that fit best, best first; `conditions` are those of the papers' pages."""
    columns = (*PAPER, *_marks(dialect_of(session), terms))
    query, given = _found(dialect_of(session), columns, terms, tuple(conditions), limit)
    rows = session.execute(query, given)
    return [Hit(to_paper(row), _as_html(row.marked_title), _as_html(row.marked_text)) for row in rows]


def lines(
    session: AnySession,
    terms: Sequence[Term],
    *,
    conditions: Sequence[Condition],
    limit: int,
    is_marked: bool = True,
) -> list[Hit[PaperLine]]:
    """Return the same papers, for the API; `title` and `snippet` are empty unless they `is_marked`."""
    dialect = dialect_of(session)
    columns = (*paper_lines.COLUMNS, *(_marks(dialect, terms) if is_marked else ()))
    query, given = _found(dialect, columns, terms, tuple(conditions), limit)
    found = paper_lines.read(session, query, given)
    return [Hit(line, *map(_as_html, marked or ("", ""))) for line, marked in found]


def plain(
    session: AnySession, terms: Sequence[Term], *, limit: int, any_of: bool = False
) -> list[StoredPaper]:
    """Return the papers that fit best, best first, without marks; with `any_of` one term is enough."""
    if dialect_of(session) == POSTGRES:
        ids = list(session.scalars(_ranked_postgres(terms, any_of=any_of).limit(limit)))
    else:
        ids = list(session.scalars(_ranked_sqlite(terms, any_of=any_of).limit(limit)))
    found = by_row_ids(session, ids)
    return [found[row_id] for row_id in ids]


def vocabulary(session: AnySession) -> set[str]:
    """Return the words of the newest papers' titles and authors: what a mistyped word may have been."""
    query = select(PaperRow.title, PaperRow.authors).order_by(PaperRow.learned_at.desc()).limit(_NEWEST)
    texts = (f"{title} {' '.join(authors)}".casefold() for title, authors in session.execute(query))
    return {word for text_ in texts for word in words_of(text_)}


def fts5_expression(terms: Sequence[Term], *, any_of: bool = False) -> str:
    """Return the terms in FTS5's own language; every word is quoted, so none of them is a command."""
    wanted = [_fts5_term(term) for term in terms if not term.is_excluded]
    unwanted = [_fts5_term(term) for term in terms if term.is_excluded]
    found = f"({(' OR ' if any_of else ' AND ').join(wanted)})"
    return f"{found} NOT ({' OR '.join(unwanted)})" if unwanted else found


def _fts5_term(term: Term) -> str:
    phrase = '"' + " ".join(term.words) + '"' + ("*" if term.is_prefix else "")
    return f"{{{term.place}}} : {phrase}" if term.place else phrase


def _found(
    dialect: str, columns: Columns, terms: Sequence[Term], conditions: tuple[Condition, ...], limit: int
) -> tuple[Select[Any], dict[str, Any]]:
    """Return the query of the best papers, and what it is given."""
    if dialect == POSTGRES:
        return _found_postgres(columns, terms, conditions, limit), {}
    return _found_sqlite(columns, conditions), {"wanted": fts5_expression(terms), "most": limit}


def _marks(dialect: str, terms: Sequence[Term]) -> Columns:
    """Return the title and a piece of the abstract, with the found words between the signs."""
    return _marks_postgres(terms) if dialect == POSTGRES else _MARKS_SQLITE


@lru_cache(maxsize=64)
def _found_sqlite(columns: Columns, conditions: tuple[Condition, ...]) -> Select[Any]:
    """One statement: FTS5 sorts by itself, and marks only what comes out of the limit."""
    query = (
        select(*columns)
        .select_from(_FTS)
        .join(PaperRow, PaperRow.id == _FTS.c.rowid)
        .where(text("papers_fts MATCH :wanted"), text(_WEIGHED))
        .order_by(literal_column("rank"))
        .limit(bindparam("most", type_=Integer()))
    )
    return query.where(paper_pages.matching(SQLITE, conditions)) if conditions else query


def _ranked_sqlite(terms: Sequence[Term], *, any_of: bool) -> Select[Any]:
    wanted: Any = text("papers_fts MATCH :wanted").bindparams(wanted=fts5_expression(terms, any_of=any_of))
    return select(_FTS.c.rowid).where(wanted, text(_WEIGHED)).order_by(literal_column("rank"))


def _found_postgres(
    columns: Columns, terms: Sequence[Term], conditions: tuple[Condition, ...], limit: int
) -> Select[Any]:
    ranked = _ranked_postgres(terms)
    if conditions:
        ranked = ranked.join(PaperRow, PaperRow.id == _FTS.c.paper_id)
        ranked = ranked.where(paper_pages.matching(POSTGRES, conditions))
    best = ranked.limit(limit).subquery()
    return (
        select(*columns)
        .join(best, best.c.paper_id == PaperRow.id)
        .order_by(best.c.fit.desc(), best.c.paper_id)
    )


def _marks_postgres(terms: Sequence[Term]) -> Columns:
    query = _all_wanted(terms)
    signs = f"StartSel={_START}, StopSel={_STOP}"
    options = f"{signs}, MaxWords={_SNIPPET_WORDS}, MinWords=15, MaxFragments=1"
    title = func.ts_headline("english", PaperRow.title, query, f"{signs}, HighlightAll=true", type_=String)
    snippet = func.ts_headline("english", PaperRow.abstract, query, options, type_=String)
    return title.label("marked_title"), snippet.label("marked_text")


def _ranked_postgres(terms: Sequence[Term], *, any_of: bool = False) -> Select[Any]:
    wanted = _all_wanted(terms, "||" if any_of else "&&")
    rank = func.ts_rank_cd(_FTS.c.document, wanted, type_=Float).label("fit")
    if any_of:
        conditions: list[ColumnElement[bool]] = [_FTS.c.document.bool_op("@@")(wanted)]
        conditions += [_holds(term) for term in terms if term.is_excluded]
    else:
        conditions = [_holds(term) for term in terms]
    found = select(_FTS.c.paper_id, rank).where(*conditions)
    return found.order_by(rank.desc(), _FTS.c.paper_id)


def _all_wanted(terms: Sequence[Term], operator: str = "&&") -> Any:
    queries = [_tsquery(term) for term in terms if not term.is_excluded]
    together = queries[0]
    for query in queries[1:]:
        together = together.op(operator)(query)
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
