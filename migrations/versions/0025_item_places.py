"""Where we put an entry and where it stands in the list by now, so that a move is noticed."""

import sqlalchemy as sa
from alembic import op

from service.db.types import Json

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("publication_items", sa.Column("section", Json, nullable=True))
    op.add_column("publication_items", sa.Column("stands_path", sa.Text(), nullable=True))
    op.add_column("publication_items", sa.Column("stands_section", Json, nullable=True))


def downgrade() -> None:
    op.drop_column("publication_items", "stands_section")
    op.drop_column("publication_items", "stands_path")
    op.drop_column("publication_items", "section")
