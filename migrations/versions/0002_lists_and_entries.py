"""Lists, their snapshots and entries."""

import sqlalchemy as sa
from alembic import op

from service.db.types import Json, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("spec", Json, nullable=False),
        sa.Column("head", sa.String(length=64), nullable=True),
        sa.Column("synced_at", UtcDateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lists")),
        sa.UniqueConstraint("slug", name=op.f("uq_lists_slug")),
    )
    op.create_table(
        "list_snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("commit_id", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column(
            "problems",
            Json,
            nullable=False,
        ),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_list_snapshots_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_snapshots")),
        sa.UniqueConstraint(
            "list_id", "commit_id", "path", name=op.f("uq_list_snapshots_list_id_commit_id_path")
        ),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("first_byte", sa.Integer(), nullable=False),
        sa.Column("last_byte", sa.Integer(), nullable=False),
        sa.Column(
            "section",
            Json,
            nullable=False,
        ),
        sa.Column("tags", Json, nullable=False),
        sa.Column(
            "links",
            Json,
            nullable=False,
        ),
        sa.Column("authors_text", sa.Text(), nullable=False),
        sa.Column("date_text", sa.Text(), nullable=False),
        sa.Column("venue", sa.Text(), nullable=False),
        sa.Column("listed_at", UtcDateTime(), nullable=False),
        sa.Column("learned_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_entries_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("list_id", "key", name=op.f("uq_entries_list_id_key")),
    )
    with op.batch_alter_table("entries") as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_arxiv_id"), ["arxiv_id"])
        batch_op.create_index("ix_entries_list_id_listed_at_id", ["list_id", "listed_at", "id"])
        batch_op.create_index(batch_op.f("ix_entries_title_key"), ["title_key"])


def downgrade() -> None:
    for table in ("entries", "list_snapshots", "lists"):
        op.drop_table(table)
