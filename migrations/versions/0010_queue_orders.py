"""Places of candidates in orders that a database cannot sort by, mixes, and random samples."""

import sqlalchemy as sa
from alembic import op

from service.db.types import Json, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("candidates", sa.Column("diverse_rank", sa.Integer(), nullable=True))
    op.add_column("candidates", sa.Column("mix_rank", sa.Integer(), nullable=True))
    op.create_table(
        "queue_mixes",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("parts", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_queue_mixes_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_queue_mixes")),
    )
    op.create_table(
        "audit_samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("spread", sa.Double(), nullable=False),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_audit_samples_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_samples")),
    )
    op.create_index(op.f("ix_audit_samples_list_id"), "audit_samples", ["list_id"])
    op.create_table(
        "audit_papers",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["audit_samples.id"], name=op.f("fk_audit_papers_sample_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_audit_papers_candidate_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sample_id", "candidate_id", name=op.f("pk_audit_papers")),
    )
    op.create_index(op.f("ix_audit_papers_candidate_id"), "audit_papers", ["candidate_id"])


def downgrade() -> None:
    op.drop_table("audit_papers")
    op.drop_table("audit_samples")
    op.drop_table("queue_mixes")
    op.drop_column("candidates", "mix_rank")
    op.drop_column("candidates", "diverse_rank")
