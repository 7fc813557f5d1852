"""What came in the conversations that one open desk looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.gateway.database import Cursor, Database
from bot.gateway.desk.access import case_to_read
from bot.gateway.desk.agent_rows import Agent
from bot.gateway.desk.note_rows import notes_of
from bot.gateway.message_rows import select_messages
from bot.gateway.problems import Problem

MAX_WATCHED = 50  # conversations
PAGE = 100  # messages


@dataclass
class _Watch:
    last_seq: int
    state: str = ""
    notes: set[str] = field(default_factory=set)


class Watched:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._watches: dict[str, _Watch] = {}

    @property
    def conversations(self) -> list[str]:
        return list(self._watches)

    def begin(self, conversation_id: str, after: int) -> bool:
        """Look at it from message `after` on; false when that is one too many."""
        if conversation_id not in self._watches and len(self._watches) >= MAX_WATCHED:
            return False
        self._watches[conversation_id] = _Watch(after)
        return True

    def end(self, conversation_id: str) -> None:
        self._watches.pop(conversation_id, None)

    async def news(self, agent: Agent) -> list[dict[str, Any]]:
        """An event for each conversation in which something came; those that are not the agent's any more are left."""
        if not self._watches:
            return []
        return await self._database.transaction(lambda cursor: self._news(cursor, agent))

    def _news(self, cursor: Cursor, agent: Agent) -> list[dict[str, Any]]:
        found = []
        for conversation_id, watch in list(self._watches.items()):
            try:
                event = _event(cursor, conversation_id, watch, agent)
            except Problem:
                self._watches.pop(conversation_id, None)
                continue
            if event:
                found.append(event)
        return found


def _event(cursor: Cursor, conversation_id: str, watch: _Watch, agent: Agent) -> dict[str, Any] | None:
    """Raises `UnknownConversation` or `NotAllowed`."""
    state = case_to_read(cursor, conversation_id, agent).conversation.state.value
    messages = select_messages(cursor, conversation_id, watch.last_seq, limit=PAGE)
    notes = [note for note in notes_of(cursor, conversation_id) if note.id not in watch.notes]
    if not messages and not notes and state == watch.state:
        return None
    watch.last_seq = messages[-1].seq if messages else watch.last_seq
    watch.state = state
    watch.notes |= {note.id for note in notes}
    return {
        "type": "conversation",
        "conversation_id": conversation_id,
        "state": state,
        "messages": [message.wire() for message in messages],
        "notes": [note.wire() for note in notes],
    }
