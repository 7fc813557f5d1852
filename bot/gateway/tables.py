"""The gateway's tables, in words that SQLite and PostgreSQL both read.

Times are seconds since 1970. Everything of a customer hangs on the conversation's row and goes with it.
"""

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
)
