"""Candidates, what was proposed for them, and what people said."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base

_WAITING = "landed_at IS NULL AND state IN ('pending', 'unsure', 'later')"


_CONFIRMED = "landed_at IS NULL AND state = 'accepted'"


class CandidateRow(Base):
    """A paper waiting for a list's verdict, or past it."""

    __tablename__ = "candidates"
    __table_args__ = (
        UniqueConstraint("list_id", "paper_id"),
        Index("ix_candidates_queue", "list_id", "state", "relevance", "id"),
        Index("ix_candidates_created", "list_id", "created_at", "id"),
        Index(
            "ix_candidates_waiting",
            *("list_id", text("(-relevance)"), "id", "relevance", "state", "due_on", "landed_at"),
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
        Index(
            "ix_candidates_confirmed",
            *("list_id", "state", "landed_at"),
            sqlite_where=text(_CONFIRMED),
            postgresql_where=text(_CONFIRMED),
        ),
        Index("ix_candidates_news", "list_id", "state", "decided_at", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    relevance: Mapped[float]
    tags: Mapped[dict[str, Any]]
    revision: Mapped[int]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    landed_at: Mapped[datetime | None]
    diverse_rank: Mapped[int | None]
    mix_rank: Mapped[int | None]


class ProposalRow(Base):
    """What a bundle said about a candidate."""

    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("candidate_id", "bundle_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    bundle_id: Mapped[int] = mapped_column(ForeignKey("bundles.id", ondelete="CASCADE"), index=True)
    relevance: Mapped[float]
    scores: Mapped[dict[str, Any]]
    proposed: Mapped[dict[str, Any]]
    abstained: Mapped[list[str]]
    evidence: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class VerdictRow(Base):
    """What a person said; never changed, only undone by a later row."""

    __tablename__ = "verdicts"
    __table_args__ = (Index("ix_verdicts_redoes_id", "redoes_id", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(16))
    tags: Mapped[dict[str, Any]]
    reason: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("verdicts.id"), unique=True)
    request_key: Mapped[str] = mapped_column(String(64), unique=True)
    given_at: Mapped[datetime] = mapped_column(index=True)
    batch: Mapped[str | None] = mapped_column(String(64), index=True)
    redoes_id: Mapped[int | None] = mapped_column(ForeignKey("verdicts.id"))


class ClaimRow(Base):
    """Who is looking at a candidate just now; it ends by itself."""

    __tablename__ = "claims"
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]


class OpinionRow(Base):
    """What a second person said without seeing the verdict; it moves nothing."""

    __tablename__ = "opinions"
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdicts.id"))
    kind: Mapped[str] = mapped_column(String(16))
    tags: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class SuggestionRow(Base):
    """A paper that somebody thinks a list might want, until it is in the queue."""

    __tablename__ = "suggestions"
    __table_args__ = (UniqueConstraint("list_id", "arxiv_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    arxiv_id: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    queued_at: Mapped[datetime | None]
