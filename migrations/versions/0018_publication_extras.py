"""What people chose of the things that may come with an entry: a News line, a second place, and so on."""

import sqlalchemy as sa
from alembic import op

from service.db.types import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication_extras",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("chosen_by", sa.Text(), nullable=False),
        sa.Column("chosen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_publication_extras_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_extras")),
        sa.UniqueConstraint("candidate_id", "kind", name=op.f("uq_publication_extras_candidate_id_kind")),
    )


def downgrade() -> None:
    op.drop_table("publication_extras")
