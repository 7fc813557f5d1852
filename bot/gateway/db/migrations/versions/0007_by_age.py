"""Finds call-backs and ratings by their age without looking at all of them."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("CREATE INDEX tickets_by_state ON tickets (done_at, at)")
    op.execute("CREATE INDEX tickets_by_age ON tickets (at)")
    op.execute("CREATE INDEX ratings_by_age ON ratings (at)")
