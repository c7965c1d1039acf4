"""A paper's page: where it is listed and with which tags, its versions, how to cite it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb
from service.db import candidates, likenesses, lists, papers, proposals, verdicts
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.db.lists import StoredEntry, StoredList
from service.db.papers import StoredPaper
from service.db.proposals import Proposal
from service.db.verdicts import Verdict
from service.domain.papers import ArxivId
from service.domain.people import Role, User
from service.domain.publication import Move
from service.domain.tex import readable
from service.errors import NotFound
from service.web import evidence
from service.web.frame import Page
from service.web.metadata import Metadata, citation_of
from service.web.panels import likelihood
from service.workflows.publish_moves import moves_of

router = APIRouter(include_in_schema=False)

_LIKE = 6  # papers that are shown as like this one


@dataclass(frozen=True, slots=True)
class Standing:
    """How a paper stands in one list's queue; for those who review."""

    list: StoredList
    candidate: Candidate
    proposal: Proposal | None
    said: Sequence[Verdict]
    moves: Sequence[tuple[datetime, Move]] = ()

    @property
    def word(self) -> str:
        """The relevance in words."""
        return likelihood(self.candidate.relevance)


@router.get("/papers/{arxiv_id:path}")
def show_paper(page: Page, session: ReadDb, arxiv_id: str) -> HTMLResponse:
    """Show what is known of a paper.

    Raises:
        BadInput: this is no arXiv id.
        NotFound: the paper is neither listed nor crawled here.
    """
    wanted = ArxivId.parse(arxiv_id)
    stored = papers.by_ids(session, [str(wanted)]).get(str(wanted))
    entries = lists.entries_of_paper(session, str(wanted))
    if stored is None and not entries:
        raise NotFound(f"arXiv:{wanted} is not known here: no list has it, and no query has found it.")
    by_id = {each.id: each for each in lists.every(session)}
    standings = _standings(session, stored, by_id, page.user) if stored and page.user else []
    return page.page(
        "pages/paper.html",
        about=Metadata(
            path=f"/papers/{wanted}",
            title=readable(stored.record.title if stored else entries[0].record.title),
            description=readable(stored.record.abstract) if stored else "",
            kind="article",
            citation=citation_of(stored) if stored else (),
        ),
        arxiv_id=wanted,
        paper=stored.record if stored else None,
        title=stored.record.title if stored else entries[0].record.title,
        listed=[(by_id[e.list_id], e) for e in entries],
        versions=papers.versions(session, stored.id) if stored else [],
        standings=standings,
        nearest=_nearest(session, stored, standings),
        bibtex=_bibtex(wanted, stored, entries),
    )


def _standings(
    session: AnySession, stored: StoredPaper, by_id: dict[int, StoredList], user: User
) -> list[Standing]:
    of_paper = candidates.of_paper(session, stored.id)
    found = [c for c in of_paper if user.may(Role.REVIEWER, c.list_id)]
    said = proposals.latest(session, [c.id for c in found])
    return [
        Standing(
            by_id[c.list_id],
            c,
            said.get(c.id),
            verdicts.of_candidate(session, c.id),
            moves_of(session, c),
        )
        for c in found
    ]


def _nearest(
    session: AnySession, stored: StoredPaper | None, standings: Sequence[Standing]
) -> list[StoredPaper]:
    """The papers that are most like this one; else, for reviewers, those that the model named."""
    near = likenesses.nearest(session, stored.id, limit=_LIKE) if stored else []
    if near:
        return [paper for paper, _ in near]
    ids = [i for each in standings for i in evidence.nearest_ids(each.proposal)]
    return list(papers.by_ids(session, ids).values())


def _bibtex(wanted: ArxivId, stored: StoredPaper | None, entries: Sequence[StoredEntry]) -> str:
    """Return a BibTeX entry; braces in what others wrote would end a field, so they go."""
    title = stored.record.title if stored else entries[0].record.title
    authors = " and ".join(stored.record.authors) if stored else ""
    fields = {
        "title": title,
        "author": authors,
        "year": str(wanted.month[0]),
        "eprint": str(wanted),
        "archivePrefix": "arXiv",
        "primaryClass": (stored.record.primary_category or "") if stored else "",
    }
    lines = [f"  {name} = {{{_plain(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{arxiv:{wanted},", *lines, "}"])


def _plain(text: str) -> str:
    return " ".join(text.translate({ord("{"): None, ord("}"): None}).split())
