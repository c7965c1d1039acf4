"""Harvests, a circuit for all processes, what versions there are, and updates of listed entries."""

import sqlalchemy as sa
from alembic import op

from service.db.types import Json, UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


# Columns are added one by one: making `papers` anew on SQLite would lose the triggers of the search index.
def _gate_columns() -> list[sa.Column]:
    return [
        sa.Column("set_at", UtcDateTime(), nullable=True),
        sa.Column("holder", sa.String(length=240), nullable=False, server_default=""),
        sa.Column("held_until", UtcDateTime(), nullable=True),
        sa.Column("requests", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("refusals", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("open_until", UtcDateTime(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("problem_at", UtcDateTime(), nullable=True),
    ]


def _paper_columns() -> list[sa.Column]:
    return [
        sa.Column("latest_version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("deleted_on", sa.Date(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
    ]


def upgrade() -> None:
    for column in _gate_columns():
        op.add_column("rate_gates", column)
    for column in _paper_columns():
        op.add_column("papers", column)
    op.add_column(
        "paper_versions", sa.Column("is_withdrawal", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "harvests",
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("of_set", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("begun_at", UtcDateTime(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("source", "of_set", name=op.f("pk_harvests")),
    )
    op.create_table(
        "entry_updates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("landed_at", UtcDateTime(), nullable=True),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_entry_updates_list_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_entry_updates_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_entry_updates_paper_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_entry_updates_publication_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_updates")),
        sa.UniqueConstraint("entry_id", "key", name=op.f("uq_entry_updates_entry_id_key")),
    )
    op.create_index("ix_entry_updates_list_id_state", "entry_updates", ["list_id", "state"])
    op.create_index(op.f("ix_entry_updates_paper_id"), "entry_updates", ["paper_id"])


def downgrade() -> None:
    op.drop_table("entry_updates")
    op.drop_table("harvests")
    op.drop_column("paper_versions", "is_withdrawal")
    for column in _paper_columns():
        op.drop_column("papers", column.name)
    for column in _gate_columns():
        op.drop_column("rate_gates", column.name)
