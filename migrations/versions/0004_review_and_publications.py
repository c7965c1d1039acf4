"""Candidates, proposals, verdicts, publications and digests."""

import sqlalchemy as sa
from alembic import op

from service.db.types import Json, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bundles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column(
            "manifest",
            Json,
            nullable=False,
        ),
        sa.Column("is_in_use", sa.Boolean(), nullable=False),
        sa.Column("trained_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_bundles_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundles")),
    )
    with op.batch_alter_table("bundles") as batch_op:
        batch_op.create_index(batch_op.f("ix_bundles_list_id"), ["list_id"])
    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("relevance", sa.Double(), nullable=False),
        sa.Column("tags", Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("landed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_candidates_list_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_candidates_paper_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint("list_id", "paper_id", name=op.f("uq_candidates_list_id_paper_id")),
    )
    with op.batch_alter_table("candidates") as batch_op:
        batch_op.create_index(batch_op.f("ix_candidates_decided_at"), ["decided_at"])
        batch_op.create_index(batch_op.f("ix_candidates_paper_id"), ["paper_id"])
        batch_op.create_index("ix_candidates_queue", ["list_id", "state", "relevance", "id"])
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("bundle_id", sa.Integer(), nullable=False),
        sa.Column("relevance", sa.Double(), nullable=False),
        sa.Column(
            "scores",
            Json,
            nullable=False,
        ),
        sa.Column(
            "proposed",
            Json,
            nullable=False,
        ),
        sa.Column(
            "abstained",
            Json,
            nullable=False,
        ),
        sa.Column(
            "evidence",
            Json,
            nullable=False,
        ),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["bundles.id"], name=op.f("fk_proposals_bundle_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_proposals_candidate_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("candidate_id", "bundle_id", name=op.f("uq_proposals_candidate_id_bundle_id")),
    )
    with op.batch_alter_table("proposals") as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_bundle_id"), ["bundle_id"])
    op.create_table(
        "verdicts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("tags", Json, nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_verdicts_candidate_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_verdicts_proposal_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["undoes_id"], ["verdicts.id"], name=op.f("fk_verdicts_undoes_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_verdicts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sa.UniqueConstraint("request_key", name=op.f("uq_verdicts_request_key")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_verdicts_undoes_id")),
    )
    with op.batch_alter_table("verdicts") as batch_op:
        batch_op.create_index(batch_op.f("ix_verdicts_candidate_id"), ["candidate_id"])
        batch_op.create_index(batch_op.f("ix_verdicts_given_at"), ["given_at"])
        batch_op.create_index(batch_op.f("ix_verdicts_user_id"), ["user_id"])
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("branch", sa.Text(), nullable=False),
        sa.Column("base_commit", sa.String(length=64), nullable=False),
        sa.Column("commit_id", sa.String(length=64), nullable=True),
        sa.Column("patch_path", sa.Text(), nullable=True),
        sa.Column("pushed_to", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_publications_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    with op.batch_alter_table("publications") as batch_op:
        batch_op.create_index(
            "uq_publications_open",
            ["list_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
    op.create_table(
        "publication_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("entry_text", sa.Text(), nullable=False),
        sa.Column(
            "notes",
            Json,
            nullable=False,
        ),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_publication_items_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name=op.f("fk_publication_items_publication_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_items")),
    )
    with op.batch_alter_table("publication_items") as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_items_publication_id"), ["publication_id"])
        batch_op.create_index(
            "uq_publication_items_live",
            ["candidate_id"],
            unique=True,
            sqlite_where=sa.text("is_live"),
            postgresql_where=sa.text("is_live"),
        )
    op.create_table(
        "digest_issues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column(
            "content",
            Json,
            nullable=False,
        ),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("week BETWEEN 1 AND 53", name=op.f("ck_digest_issues_iso_week")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_digest_issues_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_issues")),
        sa.UniqueConstraint("list_id", "year", "week", name=op.f("uq_digest_issues_list_id_year_week")),
    )


def downgrade() -> None:
    for table in (
        "digest_issues",
        "publication_items",
        "publications",
        "verdicts",
        "proposals",
        "candidates",
        "bundles",
    ):
        op.drop_table(table)
