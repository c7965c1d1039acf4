"""What was written beside an entry (a News line, a second place), so that it can be taken out with it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("publication_extras", sa.Column("path", sa.Text(), nullable=True))
    op.add_column("publication_extras", sa.Column("text", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("publication_extras", "text")
    op.drop_column("publication_extras", "path")
