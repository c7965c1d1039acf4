"""What was asked of arXiv and when, and when it may be asked again."""

from datetime import date, datetime

from sqlalchemy import BigInteger, String, Text, UniqueConstraint
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
    """When a service may be asked again, who is asking it now, and how it answered; for all processes."""

    __tablename__ = "rate_gates"
    service: Mapped[str] = mapped_column(String(32), primary_key=True)
    next_at: Mapped[datetime]
    set_at: Mapped[datetime | None]
    holder: Mapped[str] = mapped_column(String(240), default="", server_default="")
    held_until: Mapped[datetime | None]
    requests: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    refusals: Mapped[int] = mapped_column(default=0, server_default="0")
    opened_at: Mapped[datetime | None]
    open_until: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(Text)
    problem_at: Mapped[datetime | None]


class HarvestRow(Base):
    """How far the harvest of a set's changes got: where it goes on, and with which token."""

    __tablename__ = "harvests"
    source: Mapped[str] = mapped_column(String(32), primary_key=True)
    of_set: Mapped[str] = mapped_column(String(80), primary_key=True)
    since: Mapped[date]
    token: Mapped[str | None] = mapped_column(Text)
    begun_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(Text)
