"""Runs of jobs, and who changed what."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base


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
