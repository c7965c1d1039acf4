"""The usual order of a queue is read off an index, however many papers wait."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_candidates_likeliest", "candidates", ["list_id", sa.text("(-relevance)"), "id"])


def downgrade() -> None:
    op.drop_index("ix_candidates_likeliest", "candidates")
