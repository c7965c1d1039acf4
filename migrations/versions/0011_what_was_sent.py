"""When a paper first went out to its list, and how it stands there."""

import sqlalchemy as sa
from alembic import op

from service.db.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("publication_items") as batch_op:
        batch_op.add_column(sa.Column("sent_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("landed_text", sa.Text(), nullable=True))
    op.execute(
        "UPDATE publication_items SET sent_at = (SELECT made_at FROM publications WHERE "
        "publications.id = publication_items.publication_id AND publications.pushed_to IS NOT NULL) "
        "WHERE refused IS NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("publication_items") as batch_op:
        batch_op.drop_column("landed_text")
        batch_op.drop_column("sent_at")
