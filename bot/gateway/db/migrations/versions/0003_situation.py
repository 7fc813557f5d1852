"""What the assistant remembers of a conversation, which Rasa kept before: JSON, see bot/conversation/situation.py.

`erasures`, what Rasa still had to forget, is used no more; it stays for gateways of the version before, which may run
beside this one while they are replaced.
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("ALTER TABLE conversations ADD COLUMN situation TEXT")
