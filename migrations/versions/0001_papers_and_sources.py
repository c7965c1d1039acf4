"""Papers, their versions and vectors, and what was read from where."""

import sqlalchemy as sa
from alembic import op

from service.db.types import Json, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("arxiv_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column(
            "authors",
            Json,
            nullable=False,
        ),
        sa.Column(
            "categories",
            Json,
            nullable=False,
        ),
        sa.Column("primary_category", sa.String(length=32), nullable=True),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("journal_ref", sa.Text(), nullable=True),
        sa.Column("doi", sa.Text(), nullable=True),
        sa.Column("learned_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("arxiv_id", name=op.f("uq_papers_arxiv_id")),
    )
    with op.batch_alter_table("papers") as batch_op:
        batch_op.create_index(batch_op.f("ix_papers_learned_at"), ["learned_at"])
        batch_op.create_index(batch_op.f("ix_papers_submitted_at"), ["submitted_at"])
        batch_op.create_index(batch_op.f("ix_papers_title_key"), ["title_key"])
    op.create_table(
        "paper_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=True),
        sa.Column("learned_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_paper_versions_paper_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_versions")),
        sa.UniqueConstraint("paper_id", "version", name=op.f("uq_paper_versions_paper_id_version")),
    )
    op.create_table(
        "embeddings",
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=80), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model", "revision", "text_hash", name=op.f("pk_embeddings")),
    )
    op.create_table(
        "source_windows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("query_hash", sa.String(length=64), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=True),
        sa.Column("fetched", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_windows")),
        sa.UniqueConstraint(
            "source", "query_hash", "day", name=op.f("uq_source_windows_source_query_hash_day")
        ),
    )
    with op.batch_alter_table("source_windows") as batch_op:
        batch_op.create_index(batch_op.f("ix_source_windows_day"), ["day"])
    op.create_table(
        "rate_gates",
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_rate_gates")),
    )


def downgrade() -> None:
    for table in ("rate_gates", "source_windows", "embeddings", "paper_versions", "papers"):
        op.drop_table(table)
