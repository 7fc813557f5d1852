"""One conversation as the desk shows it: all that was said, and what helps to understand it quickly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.gateway.database import Cursor
from bot.gateway.desk.access import Case
from bot.gateway.desk.help_at_hand import help_at_hand
from bot.gateway.desk.note_rows import notes_of
from bot.gateway.handoff.handoff_rows import Handoff
from bot.gateway.handoff.log_rows import was_helped
from bot.gateway.message_rows import select_messages
from bot.gateway.messages import Message, iso, message_id
from bot.language import Language

MAX_MESSAGES = 2_000  # the latest; nobody reads more
UNSURE = ("clarify", "fallback", "nlu_fallback")  # topics of answers to what the assistant did not understand
NO_TOPICS = (*UNSURE, "handoff", "greet", "goodbye", "thank", "affirm", "deny")


def conversation_view(cursor: Cursor, case: Case, agents_language: Language) -> dict[str, Any]:
    """The conversation as JSON, but for its `messages`, which make it long, at the end."""
    conversation, handoff, danger = case.conversation, case.handoff, case.conversation.danger
    client, started_at, last_seq = cursor.all(
        "SELECT client, started_at, last_seq FROM conversations WHERE id = ?", (conversation.id,)
    )[0]
    messages = select_messages(cursor, conversation.id, max(0, last_seq - MAX_MESSAGES), limit=MAX_MESSAGES)
    rating = cursor.one("SELECT stars, comment FROM ratings WHERE conversation_id = ?", (conversation.id,))
    return {
        "conversation_id": conversation.id,
        "state": conversation.state.value,
        "language": conversation.language,
        "client": client,
        "started_at": iso(started_at),
        "priority": handoff.priority if handoff else "normal",
        "danger": conversation.danger,
        **({"help": help_at_hand(danger, conversation.language, agents_language)} if danger else {}),
        "since": iso(handoff.since) if handoff else None,
        "agent": holder(handoff),
        "topics": topics(messages),
        "unsure": unsure(messages),
        "helped_before": was_helped(cursor, conversation.id),
        "rating": {"stars": rating[0], "comment": rating[1]} if rating else None,
        "notes": [note.wire() for note in notes_of(cursor, conversation.id)],
        "messages": [message.wire() for message in messages],
    }


def holder(handoff: Handoff | None) -> dict[str, str] | None:
    person = handoff.person if handoff else None
    return {"id": person.id, "display_name": person.display_name} if person else None


def topics(messages: Sequence[Message]) -> list[str]:
    """What the assistant spoke about, in order, each once."""
    spoken = (message.topic for message in messages if message.sender == "bot")
    return list(dict.fromkeys(topic for topic in spoken if topic and topic not in NO_TOPICS))


def unsure(messages: Sequence[Message]) -> list[str]:
    """The customer's messages after which the assistant could only ask back or give up."""
    found: list[str] = []
    said: Message | None = None
    for message in messages:
        if message.sender == "customer":
            said = message
        elif message.sender == "bot" and message.topic in UNSURE and said:
            found.append(message_id(said.seq))
            said = None
    return found
