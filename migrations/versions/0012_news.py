"""When subscribers hear of an entry, kept beside it, so that a feed is read off an index."""

import sqlalchemy as sa
from alembic import op

from service.db.types import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# What stood on a list at our first look came in on the day that the list says; the rest when we saw it.
_FILL = """
    UPDATE entries SET news_at = CASE
        WHEN listed_at < learned_at AND learned_at = (
            SELECT min(twin.learned_at) FROM entries AS twin WHERE twin.list_id = entries.list_id
        ) THEN listed_at ELSE learned_at END
"""


def upgrade() -> None:
    op.add_column("entries", sa.Column("news_at", UtcDateTime(), nullable=True))
    op.execute(_FILL)
    with op.batch_alter_table("entries") as batch_op:
        batch_op.alter_column("news_at", existing_type=UtcDateTime(), nullable=False)
        batch_op.create_index("ix_entries_list_id_news_at_id", ["list_id", "news_at", "id"])
    op.create_index("ix_candidates_news", "candidates", ["list_id", "state", "decided_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_candidates_news", "candidates")
    with op.batch_alter_table("entries") as batch_op:
        batch_op.drop_index("ix_entries_list_id_news_at_id")
        batch_op.drop_column("news_at")
