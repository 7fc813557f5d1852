"""Which columns are sealed (encrypted), and the sealing of what older versions stored in plain text.

What stays readable says how the service is used, never what anybody said: times, languages, states, topics, the kind
of danger, stars, and who of the desk did what. Queues, reports and lists by age need them.
"""

from __future__ import annotations

from bot.gateway.db.database import Cursor

# Each table's column that tells its rows of one conversation apart (none where there is one row), and what is sealed.
SEALED: tuple[tuple[str, str | None, tuple[str, ...]], ...] = (
    ("messages", "seq", ("text", "details", "links", "client_message_id")),
    ("buttons", "id", ("title", "payload")),
    ("ratings", None, ("comment",)),
    ("notes", "id", ("text",)),
    ("tickets", "id", ("text", "phone")),
    ("conversations", None, ("situation",)),
)
# What clients call things is looked up, and never shown: a digest under the conversation's key does.
DIGESTED: tuple[tuple[str, str], ...] = (("turns", "client_message_id"), ("tickets", "client_message_id"))
ONLY_ROW = ""
BATCH = 50  # conversations in one transaction


def seal_some(cursor: Cursor) -> int:
    """Seal some conversations that are in plain text; returns how many. Safe while other gateways do the same."""
    plain = cursor.all("SELECT id FROM conversations WHERE sealed IS NULL LIMIT ?", (BATCH,))
    for (conversation_id,) in plain:
        if cursor.run("UPDATE conversations SET sealed = 1 WHERE id = ? AND sealed IS NULL", (conversation_id,)):
            _seal(cursor, conversation_id)
    return len(plain)


def check_keys(cursor: Cursor) -> None:
    """As `check_key_store`, and that a master key for each key is here: looks at all of them, once for a connection."""
    check_key_store(cursor)
    cursor.vault.check_masters()


def check_key_store(cursor: Cursor) -> None:
    """Note which key store seals this store. Raises `UnusableDatabase` if another one did: nothing could be read."""
    noted = cursor.one("SELECT id FROM key_store")
    if not noted:
        ours = cursor.vault.identity()
        cursor.run("INSERT INTO key_store (one, id) VALUES (1, ?) ON CONFLICT (one) DO NOTHING", (ours,))
        noted = cursor.all("SELECT id FROM key_store")[0]  # of whoever was first
    cursor.vault.identity(expected=str(noted[0]))


def _seal(cursor: Cursor, conversation_id: str) -> None:
    cipher = cursor.vault.make(conversation_id)
    for table, row_column, columns in SEALED:
        owner = "id" if table == "conversations" else "conversation_id"
        rows = cursor.all(
            f"SELECT {row_column or owner}, {', '.join(columns)} FROM {table} WHERE {owner} = ?", (conversation_id,)
        )
        assignments = ", ".join(f"{column} = ?" for column in columns)
        for row, *values in rows:
            name = row if row_column else ONLY_ROW
            sealed = [
                cipher.seal(f"{table}.{column}", name, value) for column, value in zip(columns, values, strict=True)
            ]
            cursor.run(
                f"UPDATE {table} SET {assignments} WHERE {owner} = ? AND {row_column or owner} = ?",
                (*sealed, conversation_id, row),
            )
    for table, column in DIGESTED:
        for (value,) in cursor.all(
            f"SELECT {column} FROM {table} WHERE conversation_id = ? AND {column} IS NOT NULL", (conversation_id,)
        ):
            cursor.run(
                f"UPDATE {table} SET {column} = ? WHERE conversation_id = ? AND {column} = ?",
                (cipher.digest(f"{table}.{column}", value), conversation_id, value),
            )
