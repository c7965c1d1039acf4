"""What happened to listed papers that their entries do not say yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base


class EntryUpdateRow(Base):
    """A change that an entry may want: waiting for a verdict, or past it."""

    __tablename__ = "entry_updates"
    __table_args__ = (
        UniqueConstraint("entry_id", "key"),
        Index("ix_entry_updates_list_id_state", "list_id", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id", ondelete="CASCADE"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    value: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    evidence: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int]
    found_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(80))
    landed_at: Mapped[datetime | None]
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publications.id", ondelete="SET NULL"))
