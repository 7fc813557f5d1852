"""The tables as they were before they had revisions; a database that has them already keeps them as they are.

In words that SQLite and PostgreSQL both read. Times are seconds since 1970. Everything of a customer hangs on the
conversation's row and goes with it.
"""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE IF NOT EXISTS conversations (
        id TEXT PRIMARY KEY,
        language TEXT NOT NULL,
        client TEXT NOT NULL,
        state TEXT NOT NULL,
        last_seq BIGINT NOT NULL,
        started_at DOUBLE PRECISION NOT NULL,
        last_at DOUBLE PRECISION NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS conversations_by_age ON conversations (last_at)",
    """
    CREATE TABLE IF NOT EXISTS messages (
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        seq BIGINT NOT NULL,
        sender TEXT NOT NULL,
        text TEXT NOT NULL,
        language TEXT NOT NULL,
        topic TEXT,
        details TEXT,
        links TEXT,
        client_message_id TEXT,
        at DOUBLE PRECISION NOT NULL,
        PRIMARY KEY (conversation_id, seq)
    )
    """,
    # What a client sent under an id of its own, and which messages answered it; none yet while these are null.
    """
    CREATE TABLE IF NOT EXISTS turns (
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        client_message_id TEXT NOT NULL,
        answer_seq BIGINT,
        last_seq BIGINT,
        PRIMARY KEY (conversation_id, client_message_id)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS buttons (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        seq BIGINT NOT NULL,
        place BIGINT NOT NULL,
        title TEXT NOT NULL,
        payload TEXT NOT NULL,
        expires_at DOUBLE PRECISION NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS buttons_of_message ON buttons (conversation_id, seq)",
    """
    CREATE TABLE IF NOT EXISTS ratings (
        conversation_id TEXT PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
        stars BIGINT NOT NULL,
        comment TEXT,
        at DOUBLE PRECISION NOT NULL
    )
    """,
    # Conversations erased here that Rasa must still forget.
    """
    CREATE TABLE IF NOT EXISTS erasures (
        conversation_id TEXT PRIMARY KEY,
        tries BIGINT NOT NULL,
        next_at DOUBLE PRECISION NOT NULL
    )
    """,
    # Who is being handed over: one row while a conversation waits for a person or a person has it.
    """
    CREATE TABLE IF NOT EXISTS handoffs (
        conversation_id TEXT PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
        urgent BIGINT NOT NULL,
        topic TEXT,
        languages TEXT NOT NULL,
        since DOUBLE PRECISION NOT NULL,
        place BIGINT NOT NULL,
        limit_told BIGINT NOT NULL,
        person_id TEXT,
        person_name TEXT,
        taken_at DOUBLE PRECISION
    )
    """,
    "CREATE INDEX IF NOT EXISTS handoffs_of_person ON handoffs (person_id)",
    # What happened to hand-offs: expected waits, reports, and whether a person has helped before are read from it.
    """
    CREATE TABLE IF NOT EXISTS handoff_log (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        at DOUBLE PRECISION NOT NULL,
        move TEXT NOT NULL,
        person_id TEXT,
        seconds DOUBLE PRECISION,
        place BIGINT,
        reason TEXT
    )
    """,
    "CREATE INDEX IF NOT EXISTS handoff_log_by_age ON handoff_log (at)",
    "CREATE INDEX IF NOT EXISTS handoff_log_of_conversation ON handoff_log (conversation_id)",
    # What agents note for each other; customers never see it.
    """
    CREATE TABLE IF NOT EXISTS notes (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        person_id TEXT NOT NULL,
        person_name TEXT NOT NULL,
        text TEXT NOT NULL,
        at DOUBLE PRECISION NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS notes_of_conversation ON notes (conversation_id)",
    """
    CREATE TABLE IF NOT EXISTS tickets (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        client_message_id TEXT,
        language TEXT NOT NULL,
        text TEXT NOT NULL,
        phone TEXT NOT NULL,
        at DOUBLE PRECISION NOT NULL,
        done_at DOUBLE PRECISION,
        done_by TEXT
    )
    """,
    "CREATE UNIQUE INDEX IF NOT EXISTS tickets_once ON tickets (conversation_id, client_message_id)",
    # The people of the desk. Languages are a JSON list; a name is kept folded, as it is compared.
    """
    CREATE TABLE IF NOT EXISTS agents (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        display_name TEXT NOT NULL,
        password_hash TEXT,
        role TEXT NOT NULL,
        languages TEXT NOT NULL,
        disabled BIGINT NOT NULL,
        openid_subject TEXT
    )
    """,
    "CREATE UNIQUE INDEX IF NOT EXISTS agents_by_subject ON agents (openid_subject)",
    # Who is signed in at the desk; the token itself is only in the browser.
    """
    CREATE TABLE IF NOT EXISTS desk_sessions (
        token_hash TEXT PRIMARY KEY,
        agent_id TEXT NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
        expires_at DOUBLE PRECISION NOT NULL,
        last_at DOUBLE PRECISION NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS desk_sessions_of_agent ON desk_sessions (agent_id)",
    # When somebody last tried to sign in under a name, whether there is such an agent or not: a JSON list.
    """
    CREATE TABLE IF NOT EXISTS desk_attempts (
        name_hash TEXT PRIMARY KEY,
        times TEXT NOT NULL,
        last_at DOUBLE PRECISION NOT NULL
    )
    """,
    # Whether an agent wants conversations, and when their desk was last seen open.
    """
    CREATE TABLE IF NOT EXISTS agent_presence (
        agent_id TEXT PRIMARY KEY REFERENCES agents (id) ON DELETE CASCADE,
        wants BIGINT NOT NULL,
        seen_at DOUBLE PRECISION NOT NULL
    )
    """,
    # What an outside helpdesk must still be told, in the order of the ids; conversations may be erased meanwhile.
    """
    CREATE TABLE IF NOT EXISTS outbox (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        tries BIGINT NOT NULL,
        next_at DOUBLE PRECISION NOT NULL,
        parked BIGINT NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS outbox_due ON outbox (parked, next_at)",
    "CREATE INDEX IF NOT EXISTS outbox_of_conversation ON outbox (conversation_id, id)",
    # What a conversation is called in an outside helpdesk; kept until that was told of its end.
    """
    CREATE TABLE IF NOT EXISTS helpdesk_threads (
        conversation_id TEXT PRIMARY KEY,
        reference TEXT NOT NULL UNIQUE,
        customer TEXT,
        ticket TEXT,
        told BIGINT NOT NULL,
        changed_at DOUBLE PRECISION NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS helpdesk_threads_by_ticket ON helpdesk_threads (ticket)",
    # Which webhooks of the helpdesk were applied.
    """
    CREATE TABLE IF NOT EXISTS helpdesk_receipts (
        id TEXT PRIMARY KEY,
        at DOUBLE PRECISION NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS helpdesk_receipts_by_age ON helpdesk_receipts (at)",
)


def upgrade() -> None:
    for table in TABLES:
        op.execute(table)
