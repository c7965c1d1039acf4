"""How a list's queue is read: the maintainer's mix of orders, and random samples of what waits."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base


class QueueMixRow(Base):
    """The parts that each order has in a list's mix."""

    __tablename__ = "queue_mixes"
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True)
    parts: Mapped[dict[str, Any]]


class AuditSampleRow(Base):
    """A random sample of what waited, and what the model expected of all of it then."""

    __tablename__ = "audit_samples"
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"), index=True)
    waiting: Mapped[int]
    expected: Mapped[float]
    spread: Mapped[float]
    drawn_at: Mapped[datetime]


class AuditPaperRow(Base):
    """A candidate of a sample, in the order in which it was drawn."""

    __tablename__ = "audit_papers"
    sample_id: Mapped[int] = mapped_column(
        ForeignKey("audit_samples.id", ondelete="CASCADE"), primary_key=True
    )
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
