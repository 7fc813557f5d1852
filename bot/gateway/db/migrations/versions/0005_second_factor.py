"""The second factor of agents: the salt of their app's key, and the last step whose code was used; none before."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE agents ADD COLUMN totp_salt TEXT")
    op.execute("ALTER TABLE agents ADD COLUMN totp_step BIGINT")
