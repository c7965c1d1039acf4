"""Indexes of the candidates that wait, in the queue's usual order, and of those that are to be published.

The one before held the decided ones, too: the more a list had judged, the longer its queue took to open.
All that their counts ask for stands in them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_CONFIRMED = sa.text("landed_at IS NULL AND state = 'accepted'")
_WAITING = sa.text("landed_at IS NULL AND state IN ('pending', 'unsure', 'later')")


def upgrade() -> None:
    op.drop_index("ix_candidates_likeliest", "candidates")
    op.create_index(
        "ix_candidates_waiting",
        "candidates",
        ["list_id", sa.text("(-relevance)"), "id", "relevance", "state", "due_on", "landed_at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index(
        "ix_candidates_confirmed",
        "candidates",
        ["list_id", "state", "landed_at"],
        sqlite_where=_CONFIRMED,
        postgresql_where=_CONFIRMED,
    )


def downgrade() -> None:
    op.drop_index("ix_candidates_confirmed", "candidates")
    op.drop_index("ix_candidates_waiting", "candidates")
    op.create_index("ix_candidates_likeliest", "candidates", ["list_id", sa.text("(-relevance)"), "id"])
