"""A mark for each list that is another one as soon as any of its entries is.

Triggers set it, whoever writes: what was made of a list's entries can be kept for as long as the mark stays.
A later migration that lets Alembic copy the table `entries` on SQLite must make the triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# A mark is drawn, not counted: one that was seen once never comes back, not even from a backup.
# Where entries go because their list goes, the list must not get a new row here: so DELETE only updates.
_SQLITE = (
    """CREATE TRIGGER list_marks_insert AFTER INSERT ON entries BEGIN
        INSERT INTO list_marks(list_id, mark) VALUES (new.list_id, lower(hex(randomblob(16))))
        ON CONFLICT (list_id) DO UPDATE SET mark = excluded.mark;
    END""",
    """CREATE TRIGGER list_marks_update AFTER UPDATE ON entries BEGIN
        UPDATE list_marks SET mark = lower(hex(randomblob(16))) WHERE list_id IN (old.list_id, new.list_id);
    END""",
    """CREATE TRIGGER list_marks_delete AFTER DELETE ON entries BEGIN
        UPDATE list_marks SET mark = lower(hex(randomblob(16))) WHERE list_id = old.list_id;
    END""",
    "INSERT INTO list_marks SELECT id, lower(hex(randomblob(16))) FROM lists",
)
_POSTGRES = (
    """CREATE FUNCTION list_marks_add() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO list_marks SELECT list_id, gen_random_uuid()::text
            FROM (SELECT DISTINCT list_id FROM changed ORDER BY list_id) AS theirs
        ON CONFLICT (list_id) DO UPDATE SET mark = excluded.mark;
        RETURN NULL;
    END $$""",
    """CREATE FUNCTION list_marks_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE list_marks SET mark = gen_random_uuid()::text
            WHERE list_id IN (SELECT list_id FROM changed);
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER list_marks_insert AFTER INSERT ON entries
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION list_marks_add()""",
    """CREATE TRIGGER list_marks_update AFTER UPDATE ON entries
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION list_marks_add()""",
    """CREATE TRIGGER list_marks_delete AFTER DELETE ON entries
        REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION list_marks_change()""",
    "INSERT INTO list_marks SELECT id, gen_random_uuid()::text FROM lists",
)


def upgrade() -> None:
    op.create_table(
        "list_marks",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lists.id"], name=op.f("fk_list_marks_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_list_marks")),
    )
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRES if is_postgres else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER list_marks_{event}{' ON entries' if is_postgres else ''}")
    if is_postgres:
        op.execute("DROP FUNCTION list_marks_add()")
        op.execute("DROP FUNCTION list_marks_change()")
    op.drop_table("list_marks")
