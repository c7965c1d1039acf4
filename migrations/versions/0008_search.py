"""An index of words for search: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Triggers keep it in step with `papers`, whoever writes there. A later migration that lets Alembic copy the
table `papers` on SQLite (batch mode) must make the triggers again.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Names are kept as JSON, which may escape letters: the index gets them as plain text.
_SQLITE = (
    """CREATE VIRTUAL TABLE papers_fts USING fts5(title, abstract, authors, content='papers',
        content_rowid='id', tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')""",
    """INSERT INTO papers_fts(rowid, title, abstract, authors)
        SELECT id, title, abstract, (SELECT group_concat(value, ', ') FROM json_each(authors)) FROM papers""",
    """CREATE TRIGGER papers_fts_insert AFTER INSERT ON papers BEGIN
        INSERT INTO papers_fts(rowid, title, abstract, authors) VALUES (new.id, new.title, new.abstract,
            (SELECT group_concat(value, ', ') FROM json_each(new.authors)));
    END""",
    """CREATE TRIGGER papers_fts_delete AFTER DELETE ON papers BEGIN
        INSERT INTO papers_fts(papers_fts, rowid, title, abstract, authors)
        VALUES ('delete', old.id, old.title, old.abstract,
            (SELECT group_concat(value, ', ') FROM json_each(old.authors)));
    END""",
    """CREATE TRIGGER papers_fts_update AFTER UPDATE OF title, abstract, authors ON papers BEGIN
        INSERT INTO papers_fts(papers_fts, rowid, title, abstract, authors)
        VALUES ('delete', old.id, old.title, old.abstract,
            (SELECT group_concat(value, ', ') FROM json_each(old.authors)));
        INSERT INTO papers_fts(rowid, title, abstract, authors) VALUES (new.id, new.title, new.abstract,
            (SELECT group_concat(value, ', ') FROM json_each(new.authors)));
    END""",
)

_POSTGRES = (
    """CREATE TABLE papers_fts (
        paper_id integer PRIMARY KEY REFERENCES papers (id) ON DELETE CASCADE,
        document tsvector NOT NULL)""",
    """CREATE FUNCTION papers_fts_document(title text, abstract text, authors jsonb) RETURNS tsvector
        LANGUAGE sql IMMUTABLE AS $$
        SELECT setweight(to_tsvector('english', title), 'A')
            || setweight(to_tsvector('english', abstract), 'B')
            || setweight(to_tsvector('simple', authors), 'C') $$""",
    """INSERT INTO papers_fts SELECT id, papers_fts_document(title, abstract, authors) FROM papers""",
    """CREATE INDEX ix_papers_fts_document ON papers_fts USING gin (document)""",
    """CREATE FUNCTION papers_fts_store() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO papers_fts VALUES (new.id, papers_fts_document(new.title, new.abstract, new.authors))
        ON CONFLICT (paper_id) DO UPDATE SET document = excluded.document;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER papers_fts_store AFTER INSERT OR UPDATE OF title, abstract, authors ON papers
        FOR EACH ROW EXECUTE FUNCTION papers_fts_store()""",
)


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRES if is_postgres else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER papers_fts_store ON papers")
        op.execute("DROP FUNCTION papers_fts_store()")
        op.execute("DROP FUNCTION papers_fts_document(text, text, jsonb)")
    else:
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER papers_fts_{event}")
    op.execute("DROP TABLE papers_fts")
