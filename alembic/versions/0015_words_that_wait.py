"""A short list of words that wait to go into the index: it is read anew for each phrase of a topic"""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_text_words SET (gin_pending_list_limit = 64)")
        op.execute("SELECT gin_clean_pending_list('ix_text_words')")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_text_words RESET (gin_pending_list_limit)")
