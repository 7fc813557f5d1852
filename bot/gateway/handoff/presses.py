"""The buttons of hand-off notices: what each does when it is pressed. Rasa never sees them."""

from __future__ import annotations

from bot.gateway.conversation_rows import Conversation
from bot.gateway.database import Cursor
from bot.gateway.handoff.customer_moves import CustomerMoves
from bot.gateway.handoff.notices import CANCEL, KEEP
from bot.gateway.messages import Message
from bot.handoff.queue import Priority, is_priority
from bot.handoff.states import State, WrongMove
from bot.language import Language, is_language

_PREFIX = "handoff/"
TOPIC = "ask_human"


def is_press(payload: str) -> bool:
    """Whether a button belongs to a hand-off."""
    return payload.startswith(_PREFIX)


def press(moves: CustomerMoves, cursor: Cursor, conversation: Conversation, payload: str) -> list[Message]:
    """Do what the button says, and give what was told; a button that came too late tells how things stand."""
    try:
        if payload == CANCEL:
            return moves.cancel(cursor, conversation)
        if payload == KEEP:
            return moves.keep_waiting(cursor, conversation)
    except WrongMove:
        if conversation.state is not State.BOT:
            return []  # a person has it, and reads what was pressed
        if payload == CANCEL:
            return moves.cancelled(cursor, conversation)
    priority, languages = _requested(payload)
    return moves.request(cursor, conversation, priority=priority, topic=TOPIC, languages=languages)


def _requested(payload: str) -> tuple[Priority, tuple[Language, ...]]:
    """What `notices.request_payload` put in."""
    priority, _, listed = payload.removeprefix(f"{_PREFIX}request/").partition("/")
    languages = tuple(one for one in listed.split(",") if is_language(one))
    return priority if is_priority(priority) else "normal", languages
