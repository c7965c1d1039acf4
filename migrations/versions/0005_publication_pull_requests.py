"""Every commit that a publication ever was, and its pull request."""

import sqlalchemy as sa
from alembic import op

from service.db.types import Json

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("publications") as batch_op:
        batch_op.add_column(sa.Column("commits", Json, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("request_number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("request_url", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("publications") as batch_op:
        for name in ("request_url", "request_number", "commits"):
            batch_op.drop_column(name)
