"""Words of all texts, for searches"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("records", sa.Column("dated", sa.Date(), nullable=True))
    op.execute("UPDATE records SET dated = date(happens_at)")
    op.create_index("ix_records_dated", "records", ["dated"])
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("content_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["content_id"], ["contents.id"], name=op.f("fk_texts_content_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["part_id"], ["parts.id"], name=op.f("fk_texts_part_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_texts_record_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
        sqlite_autoincrement=True,
    )
    for column in ("record_id", "part_id", "content_id"):
        op.create_index(f"ix_texts_{column.removesuffix('_id')}", "texts", [column])
    if op.get_bind().dialect.name == "sqlite":
        # The tokenizer that splits at spaces and full stops only, as the normal form does: it takes all beyond ASCII for letters.
        op.execute("CREATE VIRTUAL TABLE text_words USING fts5(words, content='', detail=none, tokenize='ascii')")
    else:
        op.execute("CREATE TABLE text_words (text_id integer PRIMARY KEY REFERENCES texts(id) ON DELETE CASCADE, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_text_words ON text_words USING gin (words)")
