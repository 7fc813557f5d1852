"""What is personal is sealed; the gateway does that itself, see bot/gateway/db/sealing.py.

The one revision that older gateways cannot do with: they would show what is sealed, and keep what is plain. Stop them
first.
"""

import time

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # 1 once everything of a conversation is sealed; null is what an older version kept.
    op.execute("ALTER TABLE conversations ADD COLUMN sealed BIGINT")
    op.execute("CREATE INDEX conversations_plain ON conversations (id) WHERE sealed IS NULL")
    # Which key store has the keys.
    op.execute("CREATE TABLE key_store (one BIGINT PRIMARY KEY, id TEXT NOT NULL)")
    # When the clock was last believed, and for how many seconds it was watched since it jumped.
    op.execute(
        "CREATE TABLE clock_anchor (one BIGINT PRIMARY KEY, at DOUBLE PRECISION NOT NULL, "
        "watched DOUBLE PRECISION NOT NULL)"
    )
    # What was done with kept data, by an operator or by itself; it names nobody. The counts are JSON.
    op.execute(
        "CREATE TABLE audit_log (id TEXT PRIMARY KEY, at DOUBLE PRECISION NOT NULL, action TEXT NOT NULL, "
        "conversation_hash TEXT, counts TEXT NOT NULL)"
    )
    op.execute("CREATE INDEX audit_log_by_age ON audit_log (at)")
    op.execute("ALTER TABLE agents ADD COLUMN closed_at DOUBLE PRECISION")
    op.execute(f"UPDATE agents SET closed_at = {time.time()!r} WHERE disabled = 1")
