"""Indexes for what the public asks: what changed lately on a list, and what came into its queue."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_paper_versions_learned_at", "paper_versions", ["learned_at"])
    op.create_index("ix_entries_list_id_removed_at", "entries", ["list_id", "removed_at"])
    op.create_index("ix_candidates_created", "candidates", ["list_id", "created_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_candidates_created", "candidates")
    op.drop_index("ix_entries_list_id_removed_at", "entries")
    op.drop_index("ix_paper_versions_learned_at", "paper_versions")
