"""The tables. Facts live in constraints; rows do not leave `service.db`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base
from service.db.token_rows import AnsweredRequestRow, ApiTokenRow

__all__ = ["AnsweredRequestRow", "ApiTokenRow", "Base"]  # tables of other files, made known with these

# ------------------------------------------------------------------ papers


class PaperRow(Base):
    """An arXiv work, as last told."""

    __tablename__ = "papers"
    id: Mapped[int] = mapped_column(primary_key=True)
    arxiv_id: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = mapped_column(Text, index=True)
    abstract: Mapped[str] = mapped_column(Text)
    authors: Mapped[list[str]]
    categories: Mapped[list[str]]
    primary_category: Mapped[str | None] = mapped_column(String(32))
    submitted_at: Mapped[datetime | None] = mapped_column(index=True)
    updated_at: Mapped[datetime | None]
    version: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    journal_ref: Mapped[str | None] = mapped_column(Text)
    doi: Mapped[str | None] = mapped_column(Text)
    learned_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime]


class PaperVersionRow(Base):
    """What one version of a paper said."""

    __tablename__ = "paper_versions"
    __table_args__ = (UniqueConstraint("paper_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="CASCADE"))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    abstract: Mapped[str] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    updated_at: Mapped[datetime | None]
    learned_at: Mapped[datetime]


class EmbeddingRow(Base):
    """A vector, known by model, revision and text: float32, little-endian."""

    __tablename__ = "embeddings"
    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    revision: Mapped[str] = mapped_column(String(80), primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes]


class SourceWindowRow(Base):
    """One day of one query at one source: what it said there is, and what we have."""

    __tablename__ = "source_windows"
    __table_args__ = (UniqueConstraint("source", "query_hash", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(32))
    query_hash: Mapped[str] = mapped_column(String(64))
    query: Mapped[str] = mapped_column(Text)
    day: Mapped[date] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(16))
    expected: Mapped[int | None]
    fetched: Mapped[int]
    stored: Mapped[int]
    attempts: Mapped[int]
    problem: Mapped[str | None] = mapped_column(Text)
    read_at: Mapped[datetime | None]
    next_attempt_at: Mapped[datetime | None]


class RateGateRow(Base):
    """When the next request to a service may start, for all processes that share this database."""

    __tablename__ = "rate_gates"
    service: Mapped[str] = mapped_column(String(32), primary_key=True)
    next_at: Mapped[datetime]


# ------------------------------------------------------------------ lists


class ListRow(Base):
    """A list that we follow; its catalog entry is kept whole in `spec`."""

    __tablename__ = "lists"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(Text)
    spec: Mapped[dict[str, Any]]
    head: Mapped[str | None] = mapped_column(String(64))
    synced_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[datetime]


class ListSnapshotRow(Base):
    """The bytes of a list's file at a commit."""

    __tablename__ = "list_snapshots"
    __table_args__ = (UniqueConstraint("list_id", "commit_id", "path"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    commit_id: Mapped[str] = mapped_column(String(64))
    path: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes]
    problems: Mapped[list[str]]
    taken_at: Mapped[datetime]


class EntryRow(Base):
    """A paper's block of text in a list; `key` stays when the block moves."""

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("list_id", "key"),
        Index("ix_entries_list_id_listed_at_id", "list_id", "listed_at", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Text)
    arxiv_id: Mapped[str | None] = mapped_column(String(32), index=True)
    title: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = mapped_column(Text, index=True)
    path: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    first_byte: Mapped[int]
    last_byte: Mapped[int]
    section: Mapped[list[str]]
    tags: Mapped[dict[str, Any]]
    links: Mapped[dict[str, Any]]
    authors_text: Mapped[str] = mapped_column(Text)
    date_text: Mapped[str] = mapped_column(Text)
    venue: Mapped[str] = mapped_column(Text)
    listed_at: Mapped[datetime]
    learned_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


# ------------------------------------------------------------------ review


class BundleRow(Base):
    """A trained model on disk."""

    __tablename__ = "bundles"
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"), index=True)
    folder: Mapped[str] = mapped_column(Text)
    manifest: Mapped[dict[str, Any]]
    is_in_use: Mapped[bool]
    trained_at: Mapped[datetime]


class CandidateRow(Base):
    """A paper waiting for a list's verdict, or past it."""

    __tablename__ = "candidates"
    __table_args__ = (
        UniqueConstraint("list_id", "paper_id"),
        Index("ix_candidates_queue", "list_id", "state", "relevance", "id"),
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


# ------------------------------------------------------------------ publications and digests


class PublicationRow(Base):
    """A set of confirmed entries on its way to the list's repository."""

    __tablename__ = "publications"
    __table_args__ = (
        Index(
            "uq_publications_open",
            "list_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    branch: Mapped[str] = mapped_column(Text)
    base_commit: Mapped[str] = mapped_column(String(64))
    commit_id: Mapped[str | None] = mapped_column(String(64))
    commits: Mapped[list[str]]
    request_number: Mapped[int | None]
    request_url: Mapped[str | None] = mapped_column(Text)
    patch_path: Mapped[str | None] = mapped_column(Text)
    pushed_to: Mapped[str | None] = mapped_column(Text)
    problem: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class PublicationItemRow(Base):
    """One confirmed paper in a publication, with the text it adds, or why it stays behind."""

    __tablename__ = "publication_items"
    __table_args__ = (
        Index(
            "uq_publication_items_live",
            "candidate_id",
            unique=True,
            sqlite_where=text("is_live"),
            postgresql_where=text("is_live"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id", ondelete="CASCADE"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    is_live: Mapped[bool]
    path: Mapped[str] = mapped_column(Text)
    line: Mapped[int | None]
    entry_text: Mapped[str] = mapped_column(Text)
    notes: Mapped[list[str]]
    refused: Mapped[str | None] = mapped_column(Text)


class DigestIssueRow(Base):
    """One week's digest of one list; never changed once it is made."""

    __tablename__ = "digest_issues"
    __table_args__ = (
        UniqueConstraint("list_id", "year", "week"),
        CheckConstraint("week BETWEEN 1 AND 53", name="iso_week"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    year: Mapped[int]
    week: Mapped[int]
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


# ------------------------------------------------------------------ people and records


class UserRow(Base):
    """A person who may sign in."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]


class SignInLinkRow(Base):
    """A link that lets one person make an account, once."""

    __tablename__ = "sign_in_links"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class UserSessionRow(Base):
    """A signed-in browser, known by the digest of its cookie."""

    __tablename__ = "sessions"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class RunRow(Base):
    """One execution of a job."""

    __tablename__ = "runs"
    __table_args__ = (
        Index(
            "uq_runs_active",
            "job",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(16))
    detail: Mapped[dict[str, Any]]
    problem: Mapped[str | None] = mapped_column(Text)
    process: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class LedgerRow(Base):
    """The append-only audit: who did what to which thing, before and after."""

    __tablename__ = "ledger"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200), index=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
