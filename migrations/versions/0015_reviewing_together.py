"""Claims, second opinions, verdicts in one stroke, redo, suggestions, and lists changed in the browser."""

import sqlalchemy as sa
from alembic import op

from service.db.types import Json, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lists", sa.Column("changes", Json, nullable=False, server_default="{}"))
    op.add_column("verdicts", sa.Column("batch", sa.String(64), nullable=True))
    op.create_index("ix_verdicts_batch", "verdicts", ["batch"])
    op.add_column(
        "verdicts",
        sa.Column("redoes_id", sa.Integer(), sa.ForeignKey("verdicts.id"), nullable=True),
        inline_references=True,
    )
    op.create_index("ix_verdicts_redoes_id", "verdicts", ["redoes_id"], unique=True)
    op.create_table(
        "claims",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name="fk_claims_candidate_id_candidates", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_claims_user_id_users", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("candidate_id", name="pk_claims"),
    )
    op.create_index("ix_claims_user_id", "claims", ["user_id"])
    op.create_table(
        "opinions",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("tags", Json, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name="fk_opinions_candidate_id_candidates",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_opinions_user_id_users"),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdicts.id"], name="fk_opinions_verdict_id_verdicts"),
        sa.PrimaryKeyConstraint("candidate_id", name="pk_opinions"),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("arxiv_id", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name="fk_suggestions_list_id_lists", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
        sa.UniqueConstraint("list_id", "arxiv_id", name="uq_suggestions_list_id_arxiv_id"),
    )
    op.create_index("ix_suggestions_asked_at", "suggestions", ["asked_at"])
    if op.get_bind().dialect.name == "postgresql":  # lets the beginning of a title be looked up
        for table in ("papers", "entries"):
            op.drop_index(f"ix_{table}_title_key", table)
            ops = {"title_key": "text_pattern_ops"}
            op.create_index(f"ix_{table}_title_key", table, ["title_key"], postgresql_ops=ops)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("papers", "entries"):
            op.drop_index(f"ix_{table}_title_key", table)
            op.create_index(f"ix_{table}_title_key", table, ["title_key"])
    for name in ("suggestions", "opinions", "claims"):
        op.drop_table(name)
    op.drop_index("ix_verdicts_redoes_id", "verdicts")
    op.drop_column("verdicts", "redoes_id")
    op.drop_index("ix_verdicts_batch", "verdicts")
    op.drop_column("verdicts", "batch")
    op.drop_column("lists", "changes")
