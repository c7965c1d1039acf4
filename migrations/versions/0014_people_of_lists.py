"""Roles on single lists, browsers that can be told apart, GitHub accounts, and keys of one's own."""

import sqlalchemy as sa
from alembic import op

from service.db.types import Json

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "memberships",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_memberships_user_id_users", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name="fk_memberships_list_id_lists", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "list_id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_list_id", "memberships", ["list_id"])
    op.add_column("users", sa.Column("github_id", sa.BigInteger(), nullable=True))
    op.add_column("users", sa.Column("keys", Json, nullable=False, server_default="{}"))
    op.create_index("ix_users_github_id", "users", ["github_id"], unique=True)
    op.add_column("sessions", sa.Column("agent", sa.String(200), nullable=False, server_default=""))
    op.add_column("sign_in_links", sa.Column("made_by", sa.String(80), nullable=False, server_default=""))
    op.add_column(
        "sign_in_links",
        sa.Column("list_id", sa.Integer(), sa.ForeignKey("lists.id"), nullable=True),
        inline_references=True,
    )


def downgrade() -> None:
    op.drop_column("sign_in_links", "list_id")
    op.drop_column("sign_in_links", "made_by")
    op.drop_column("sessions", "agent")
    op.drop_index("ix_users_github_id", "users")
    op.drop_column("users", "keys")
    op.drop_column("users", "github_id")
    op.drop_table("memberships")
