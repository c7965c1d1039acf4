"""Small valid things for tests: a test states only what matters to it."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from service.db import bundles, candidates, lists, papers, people, proposals
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.db.lists import StoredList
from service.domain.lists import ListSpec
from service.domain.papers import ArxivId, PaperRecord
from service.domain.people import User
from service.domain.review import CandidateSource, VerdictGiven, VerdictKind
from service.domain.taxonomy import Facet, Tag, Taxonomy

NOW = datetime(2025, 11, 5, 9, 30, tzinfo=UTC)
METHOD = Facet(name="method", title="Method", tags=(Tag(name="prune"), Tag(name="merge")))
STAGE = Facet(name="stage", title="Stage", tags=(Tag(name="encoder"), Tag(name="llm")), exclusive=True)
_keys = count(1)


def make_record(arxiv_id: str = "2510.00001", **facts: Any) -> PaperRecord:
    """Return what a source says of a paper."""
    said: dict[str, Any] = {
        "title": f"Paper {arxiv_id}",
        "abstract": "We write.",
        "authors": ("Ada Lovelace",),
        "categories": ("cs.CV",),
        "primary_category": "cs.CV",
        "submitted_at": datetime(2025, 10, 1, 12, tzinfo=UTC),
    }
    return PaperRecord(arxiv_id=ArxivId.parse(arxiv_id), **(said | facts))


def make_list(session: WriteSession, slug: str = "some-list", **facts: Any) -> StoredList:
    """Follow a list with two facets."""
    said: dict[str, Any] = {"query": "cat:cs.CV", "taxonomy": Taxonomy(facets=(STAGE, METHOD))}
    spec = ListSpec(slug=slug, name=f"List {slug}", repository="/nowhere", source_name=slug, **(said | facts))
    return lists.ensure(session, spec, now=NOW)


def make_user(session: WriteSession, name: str = "ada", role: str = "admin") -> User:
    """Make an account whose password nobody knows."""
    return people.add(session, name=name, password_hash="-", role=role, now=NOW)


def make_candidate(
    session: WriteSession, found: StoredList, arxiv_id: str = "2510.00001", relevance: float = 0.9
) -> Candidate:
    """Store a paper and put it into a list's queue."""
    papers.store(session, [make_record(arxiv_id)], now=NOW)
    paper = papers.by_ids(session, [arxiv_id])[arxiv_id]
    made = candidates.add(
        session,
        list_id=found.id,
        paper_id=paper.id,
        source=CandidateSource.CRAWL,
        relevance=relevance,
        now=NOW,
    )
    return candidates.by_id(session, made)


def make_proposal(session: WriteSession, candidate: Candidate, *, relevance: float = 0.8) -> int:
    """Let a new bundle say something about a candidate; return the bundle's id."""
    bundle_id = bundles.add(session, list_id=candidate.list_id, folder="bundles/x", manifest={}, now=NOW)
    proposals.add(
        session,
        candidate_id=candidate.id,
        bundle_id=bundle_id,
        relevance=relevance,
        scores={"method": {"prune": 0.9}},
        proposed={"method": ("prune",)},
        abstained=["stage"],
        evidence={},
        now=NOW,
    )
    return bundle_id


def make_given(candidate: Candidate, kind: VerdictKind = VerdictKind.ACCEPT, **facts: Any) -> VerdictGiven:
    """Return what a form sends for a candidate as it is now, with a key of its own."""
    said: dict[str, Any] = {"revision": candidate.revision, "request_key": f"key-{next(_keys)}"}
    return VerdictGiven(kind=kind, **(said | facts))
