"""Subscribers and their letters, webhooks and their deliveries, and what the hub was told."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db.base import Base


class SubscriberRow(Base):
    """Somebody who wants a list's digest by mail; gone, with the address, as soon as they leave."""

    __tablename__ = "subscribers"
    __table_args__ = (
        UniqueConstraint("list_id", "address_key"),
        CheckConstraint("state IN ('waiting', 'active')", name="state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(Text)
    address_key: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    asked_from: Mapped[str] = mapped_column(String(64), index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    soft_bounces: Mapped[int]


class LetterRow(Base):
    """A letter to a subscriber: an issue, or the question whether the address is theirs (no issue)."""

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "issue_id"),
        Index(
            "uq_letters_question",
            "subscriber_id",
            unique=True,
            sqlite_where=text("issue_id IS NULL"),
            postgresql_where=text("issue_id IS NULL"),
        ),
        CheckConstraint("state IN ('planned', 'sent', 'failed')", name="state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id", ondelete="CASCADE"))
    issue_id: Mapped[int | None] = mapped_column(
        ForeignKey("digest_issues.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime] = mapped_column(index=True)
    problem: Mapped[str | None] = mapped_column(Text)


class WebhookRow(Base):
    """An address that is told of events; without a list, of those of all lists."""

    __tablename__ = "webhooks"
    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int | None] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    url: Mapped[str] = mapped_column(Text)
    events: Mapped[list[str]]
    salt: Mapped[str] = mapped_column(String(64))
    seen: Mapped[dict[str, Any]]
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    failing_since: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_because: Mapped[str | None] = mapped_column(Text)


class DeliveryRow(Base):
    """One event on its way to a webhook."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event"),
        CheckConstraint("state IN ('planned', 'sent', 'failed')", name="state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    problem: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]


class AttemptRow(Base):
    """One attempt to deliver, and what the receiver said."""

    __tablename__ = "webhook_attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    delivery_id: Mapped[int] = mapped_column(
        ForeignKey("webhook_deliveries.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    status: Mapped[int | None]
    said: Mapped[str] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(Text)
    milliseconds: Mapped[int]


class HubNoticeRow(Base):
    """What stood in a list's feeds when the hub was last told."""

    __tablename__ = "hub_notices"
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64))
    told_at: Mapped[datetime]
