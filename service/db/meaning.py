"""Search by meaning: what the best hits of the words are like, also where it says the same in other words."""

from collections.abc import Sequence

from service.db import paper_lines, paper_vectors, search
from service.db.engine import AnySession
from service.db.paper_lines import PaperLine
from service.db.papers import StoredPaper, by_row_ids
from service.domain.searches import Term

SEEDS = 10  # hits of the words from which neighbours are taken
_DAMPING = 60  # of ranks that are added up, as reciprocal rank fusion has it (Cormack et al., SIGIR 2009)


def papers(session: AnySession, terms: Sequence[Term], *, limit: int) -> list[StoredPaper]:
    """Return papers that have some of the words, or are like those that have them best, best first.

    The vectors are those of the papers that were compared; none is made for the search itself.
    """
    best = _best(session, terms, limit)
    known = by_row_ids(session, best)
    return [known[row_id] for row_id in best]


def lines(session: AnySession, terms: Sequence[Term], *, limit: int) -> list[PaperLine]:
    """Return the same papers, for the API."""
    best = _best(session, terms, limit)
    known = paper_lines.by_row_ids(session, best)
    return [known[row_id] for row_id in best]


def _best(session: AnySession, terms: Sequence[Term], limit: int) -> list[int]:
    by_words = search.plain(session, terms, limit=limit, any_of=True)
    around = paper_vectors.nearest(session, [paper.id for paper in by_words[:SEEDS]], limit=limit)
    fit: dict[int, float] = {}
    for ranking in ([paper.id for paper in by_words], around):
        for rank, row_id in enumerate(ranking):
            fit[row_id] = fit.get(row_id, 0.0) + 1 / (_DAMPING + rank)
    return sorted(fit, key=lambda row_id: (-fit[row_id], row_id))[:limit]
