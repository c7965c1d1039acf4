"""Confirmed entries on their way to a list, and what subscribers were told."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base


class PublicationRow(Base):
    """A set of confirmed entries on its way to the list's repository; or, `asked_by` somebody, a revert."""

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
    asked_by: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)


class PublicationItemRow(Base):
    """One paper in a publication, with the text it adds (a revert: takes out), or why it stays behind."""

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
    sent_at: Mapped[datetime | None]
    landed_text: Mapped[str | None] = mapped_column(Text)
    section: Mapped[list[str] | None]
    stands_path: Mapped[str | None] = mapped_column(Text)
    stands_section: Mapped[list[str] | None]


class PublicationExtraRow(Base):
    """Whether a person wants something that may come with a paper's entry, and what was written of it."""

    __tablename__ = "publication_extras"
    __table_args__ = (UniqueConstraint("candidate_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    is_wanted: Mapped[bool]
    chosen_by: Mapped[str] = mapped_column(Text)
    chosen_at: Mapped[datetime]
    path: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)


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
