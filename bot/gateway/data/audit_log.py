"""What was done with kept data, when and how much of it; never whose.

A conversation is named by a hash of its id: a customer who has the id can be shown that its erasure is logged, and the
hash leads to nothing else.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Literal

from bot.gateway.db.database import Cursor
from bot.observability.request import conversation_hash

Action = Literal[
    "retention",
    "erased by customer",
    "erased by operator",
    "erased again",  # or the line of an erasure that a restore had taken away
    "removed without a key",
    "access",
    "list",
    "restored",
]
ERASED = "erased%"  # the actions that show an erasure


def without_line(cursor: Cursor, conversation_ids: Sequence[str]) -> list[str]:
    """Those of the conversations whose erasure has no line."""
    if not conversation_ids:
        return []
    hashes = {conversation_hash(one): one for one in conversation_ids}
    places = ", ".join("?" * len(hashes))
    rows = cursor.all(
        f"SELECT DISTINCT conversation_hash FROM audit_log WHERE action LIKE ? AND conversation_hash IN ({places})",
        (ERASED, *hashes),
    )
    written = {row[0] for row in rows}
    return [one for each, one in hashes.items() if each not in written]


def write_down(
    cursor: Cursor, action: Action, conversation_id: str | None = None, counts: Mapping[str, int] | None = None
) -> None:
    """Insert one line, in the transaction of the action itself."""
    cursor.run(
        "INSERT INTO audit_log (id, at, action, conversation_hash, counts) VALUES (?, ?, ?, ?, ?)",
        (
            secrets.token_urlsafe(12),
            time.time(),
            action,
            conversation_hash(conversation_id) if conversation_id else None,
            json.dumps(counts or {}),
        ),
    )
