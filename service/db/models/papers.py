"""Papers, what their versions said, and their vectors."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base


class PaperRow(Base):
    """An arXiv work, as last told."""

    __tablename__ = "papers"
    __table_args__ = (
        Index("ix_papers_title_key", "title_key", postgresql_ops={"title_key": "text_pattern_ops"}),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    arxiv_id: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = mapped_column(Text)
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
    latest_version: Mapped[int] = mapped_column(default=0, server_default="0")
    deleted_on: Mapped[date | None]
    asked_at: Mapped[datetime | None]


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
    learned_at: Mapped[datetime] = mapped_column(index=True)
    is_withdrawal: Mapped[bool] = mapped_column(default=False, server_default=false())


class LikenessRow(Base):
    """How much one paper is like another one; only the nearest are kept."""

    __tablename__ = "likenesses"
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(
        ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    score: Mapped[float]


class EmbeddingRow(Base):
    """A vector, known by model, revision and text: float32, little-endian."""

    __tablename__ = "embeddings"
    model: Mapped[str] = mapped_column(String(200), primary_key=True)
    revision: Mapped[str] = mapped_column(String(80), primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes]


class PaperVectorRow(Base):
    """The vector of a paper that is compared with others: float32, little-endian, all of one encoder."""

    __tablename__ = "paper_vectors"
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str] = mapped_column(String(200))
    revision: Mapped[str] = mapped_column(String(80))
    vector: Mapped[bytes]
