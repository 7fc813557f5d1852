"""What danger was heard in a conversation: "crisis" or "in_danger", for as long as it is kept; null where none was."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("ALTER TABLE conversations ADD COLUMN danger TEXT")
