"""What was asked of arXiv and when, and when it may be asked again."""

from datetime import date, datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base


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
