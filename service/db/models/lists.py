"""Lists, what they held at each synchronisation, and what was learned from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base


class ListRow(Base):
    """A list that we follow, or did until `removed_at`: its catalog entry, and what was changed since."""

    __tablename__ = "lists"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(Text)
    spec: Mapped[dict[str, Any]]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    head: Mapped[str | None] = mapped_column(String(64))
    synced_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


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
    """A paper's block of text in a list; `key` stays when the block moves.

    `news_at` is when subscribers hear of it: the moment we saw it, and for what stood on the list at our
    first look the day that the list says. A list's own dates may lie weeks back (a branch merged late):
    taken later on, they would put papers behind what subscribers have read already.
    """

    __tablename__ = "entries"
    __table_args__ = (
        UniqueConstraint("list_id", "key"),
        Index("ix_entries_list_id_listed_at_id", "list_id", "listed_at", "id"),
        Index("ix_entries_list_id_news_at_id", "list_id", "news_at", "id"),
        Index("ix_entries_list_id_removed_at", "list_id", "removed_at"),
        Index("ix_entries_title_key", "title_key", postgresql_ops={"title_key": "text_pattern_ops"}),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Text)
    arxiv_id: Mapped[str | None] = mapped_column(String(32), index=True)
    title: Mapped[str] = mapped_column(Text)
    title_key: Mapped[str] = mapped_column(Text)
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
    news_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class ListMarkRow(Base):
    """A mark that is another one as soon as any of a list's entries is; triggers set it."""

    __tablename__ = "list_marks"
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(36))


class SavedSelectionRow(Base):
    """A selection of a list that somebody has named; `query` is that of the list's page."""

    __tablename__ = "saved_selections"
    __table_args__ = (UniqueConstraint("list_id", "slug"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    slug: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(String(80))
    saved_at: Mapped[datetime]


class BundleRow(Base):
    """A trained model on disk."""

    __tablename__ = "bundles"
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"), index=True)
    folder: Mapped[str] = mapped_column(Text)
    manifest: Mapped[dict[str, Any]]
    is_in_use: Mapped[bool]
    trained_at: Mapped[datetime]
