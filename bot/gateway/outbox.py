"""The outbox: what an outside helpdesk must be sent, written in the transaction of the change itself."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable
from typing import Any, Literal

from bot.danger.kinds import is_danger_kind
from bot.gateway.conversations.model import Message
from bot.gateway.db.database import Cursor
from bot.gateway.handoff.model import Handoff
from bot.handoff.states import State

Kind = Literal["requested", "message", "cancelled", "ended", "ticket", "erased"]


class OutboxWriter:
    """Writes the table `outbox`; nothing when there is no outside helpdesk."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted

    def add(self, cursor: Cursor, conversation_id: str, kind: Kind, body: dict[str, Any] | None = None) -> None:
        """Append an entry for this conversation. `body` refers to what is kept and never repeats it."""
        if not self._wanted:
            return
        now = time.time()
        # After those before it even when the clock went back, or another gateway's goes before ours.
        last = cursor.one("SELECT MAX(id) FROM outbox WHERE conversation_id = ?", (conversation_id,))
        after = int(last[0].split("-")[0]) + 1 if last and last[0] else 0
        row_id = f"{max(time.time_ns(), after):020d}-{secrets.token_hex(4)}"
        cursor.run(
            "INSERT INTO outbox (id, conversation_id, kind, body, tries, next_at, parked) VALUES (?, ?, ?, ?, 0, ?, 0)",
            (row_id, conversation_id, kind, json.dumps(body or {}), now),
        )

    def request(self, cursor: Cursor, handoff: Handoff) -> None:
        """Append a request for a person: whether it is urgent, and the topic unless that would reveal a danger."""
        topic = None if is_danger_kind(handoff.topic) else handoff.topic
        pressing, defrauded = handoff.priority != "normal", handoff.asked == "urgent"
        body = {"urgent": pressing, "defrauded": defrauded, "topic": topic}
        self.add(cursor, handoff.conversation_id, "requested", body)

    def mirror(self, cursor: Cursor, conversation_id: str, state: State, messages: Iterable[Message]) -> None:
        """Append what customer and assistant say while the conversation waits or an agent has it."""
        if state in (State.WAITING, State.AGENT):
            for message in messages:
                if message.sender in ("customer", "bot"):
                    self.add(cursor, conversation_id, "message", {"seq": message.seq})


def deleted_at_helpdesk(cursor: Cursor) -> set[str]:
    """The handed-off conversations whose ticket is there no more, and for which no other is on its way."""
    rows = cursor.all(
        "SELECT handoffs.conversation_id FROM handoffs JOIN helpdesk_threads "
        "ON helpdesk_threads.conversation_id = handoffs.conversation_id WHERE ticket IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM outbox WHERE parked = 0 AND outbox.conversation_id = handoffs.conversation_id)"
    )
    return {row[0] for row in rows}


def unknown_to_helpdesk(cursor: Cursor) -> set[str]:
    """The waiting conversations that the helpdesk does not know and never will.

    It refused the request, or the conversation was waiting already when this helpdesk was configured.
    """
    rows = cursor.all(
        "SELECT conversation_id, since, "
        "(SELECT ticket FROM helpdesk_threads WHERE helpdesk_threads.conversation_id = handoffs.conversation_id), "
        "(SELECT MAX(id) FROM outbox WHERE parked = 1 AND kind = 'requested' "
        "AND outbox.conversation_id = handoffs.conversation_id) FROM handoffs WHERE NOT EXISTS "
        "(SELECT 1 FROM outbox WHERE parked = 0 AND outbox.conversation_id = handoffs.conversation_id)"
    )
    return {
        conversation_id
        for conversation_id, since, ticket, parked in rows
        if ticket is None or (parked and parked >= f"{int(since * 1e9):020d}")
    }
