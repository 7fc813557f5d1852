"""Which turn is under way in a conversation, and which gateways use the store."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("ALTER TABLE conversations ADD COLUMN turn TEXT")
    op.execute("ALTER TABLE conversations ADD COLUMN turn_at DOUBLE PRECISION")
    op.execute(
        "CREATE TABLE gateways (id TEXT PRIMARY KEY, since BIGINT NOT NULL, shares BIGINT NOT NULL, "
        "seen_at DOUBLE PRECISION NOT NULL)"
    )
