"""What the review looks like on the wire: candidates, proposals, verdicts."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from service.api.paging import Page
from service.api.schemas import Out, Tags
from service.db.candidates import Candidate
from service.db.proposals import Proposal
from service.db.verdicts import Verdict
from service.domain.review import CandidateSource, CandidateState, VerdictKind


class ProposalOut(Out):
    """What a model said about a candidate."""

    id: int = Field(examples=[31])
    candidate: int = Field(default=0, examples=[17])
    paper: str = Field(default="", description="arXiv id.", examples=["2510.02912"])
    bundle: int = Field(default=0, description="The trained model that said it.", examples=[4])
    relevance: float = Field(default=0, description="How likely the list wants the paper.", examples=[0.93])
    scores: dict[str, dict[str, float]] = Field(
        default={}, examples=[{"stage": {"in-llm": 0.91, "encoder": 0.2}}]
    )
    proposed: Tags = Field(default={}, examples=[{"stage": ["in-llm"]}])
    abstained: list[str] = Field(
        default=[], description="Facets about which the model cannot say.", examples=[["ratio"]]
    )
    evidence: dict[str, Any] = Field(default={}, description="Nearest listed papers and the like.")
    made_at: datetime | None = None


class ProposalsOut(Page):
    """A page of proposals."""

    items: list[ProposalOut]


class CandidateOut(Out):
    """A paper that waits for a list's verdict, or is past it."""

    id: int = Field(examples=[17])
    list: str = Field(default="", examples=["mllm-token-compression"])
    paper: str = Field(default="", description="arXiv id.", examples=["2510.02912"])
    title: str = Field(default="", examples=["Fewer tokens, the same answers"])
    state: CandidateState = Field(default=CandidateState.PENDING)
    source: CandidateSource = Field(default=CandidateSource.CRAWL)
    relevance: float = Field(default=0, examples=[0.93])
    tags: Tags = Field(default={}, description="Confirmed tags.", examples=[{}])
    revision: int = Field(default=1, description="To be sent with a verdict.", examples=[1])
    due_on: date | None = None
    created_at: datetime | None = None
    decided_at: datetime | None = None
    landed_at: datetime | None = None


class CandidatesOut(Page):
    """A page of candidates."""

    items: list[CandidateOut]


class VerdictOut(Out):
    """What a person said."""

    id: int = Field(examples=[5])
    candidate: int = Field(default=0, examples=[17])
    proposal: int | None = Field(
        default=None, description="What the person had before their eyes.", examples=[31]
    )
    user: str = Field(default="", examples=["ada"])
    kind: VerdictKind = VerdictKind.ACCEPT
    tags: Tags = Field(default={}, examples=[{"stage": ["in-llm"]}])
    reason: str | None = Field(default=None, examples=["out of scope"])
    note: str = ""
    due_on: date | None = None
    given_at: datetime | None = None
    is_undone: bool = False


class VerdictsOut(Page):
    """A page of verdicts."""

    items: list[VerdictOut]


class CandidateDetailOut(CandidateOut):
    """A candidate with what models and people said about it."""

    proposal: ProposalOut | None = None
    verdicts: list[VerdictOut] = Field(default=[])


def candidate_fields(candidate: Candidate, slug: str) -> dict[str, Any]:
    """Return a candidate's fields on the wire."""
    names = (
        "id",
        "state",
        "source",
        "relevance",
        "revision",
        "due_on",
        "created_at",
        "decided_at",
        "landed_at",
    )
    return {
        **{name: getattr(candidate, name) for name in names},
        "list": slug,
        "paper": str(candidate.paper.record.arxiv_id),
        "title": candidate.paper.record.title,
        "tags": {facet: list(tags) for facet, tags in candidate.tags.items()},
    }


def proposal_out(proposal: Proposal, candidate_id: int, arxiv_id: str) -> ProposalOut:
    """Return a proposal as it goes out."""
    return ProposalOut(
        id=proposal.id,
        candidate=candidate_id,
        paper=arxiv_id,
        bundle=proposal.bundle_id,
        relevance=proposal.relevance,
        scores={facet: dict(tags) for facet, tags in proposal.scores.items()},
        proposed={facet: list(tags) for facet, tags in proposal.proposed.items()},
        abstained=list(proposal.abstained),
        evidence=dict(proposal.evidence),
        made_at=proposal.made_at,
    )


def verdict_out(verdict: Verdict) -> VerdictOut:
    """Return a verdict as it goes out."""
    names = ("id", "user", "kind", "reason", "note", "due_on", "given_at", "is_undone")
    return VerdictOut(
        **{name: getattr(verdict, name) for name in names},
        candidate=verdict.candidate_id,
        proposal=verdict.proposal_id,
        tags={facet: list(tags) for facet, tags in verdict.tags.items()},
    )
