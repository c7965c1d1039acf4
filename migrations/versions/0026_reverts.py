"""Who asked for a revert, and why; what has neither is no revert."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("publications", sa.Column("asked_by", sa.Text(), nullable=True))
    op.add_column("publications", sa.Column("reason", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("publications", "reason")
    op.drop_column("publications", "asked_by")
