"""What follows an answer of the assistant: the person it asks for, where the customer stands, or how long one takes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.gateway.conversation_rows import Conversation, moved
from bot.gateway.database import Cursor
from bot.gateway.handoff.customer_moves import CustomerMoves
from bot.gateway.messages import Draft, Message
from bot.handoff.queue import Priority, is_priority
from bot.handoff.states import Move, State

STANDING = "standing"  # the assistant wants who waits to be told how they stand, and to be able to stop


def follow(moves: CustomerMoves, cursor: Cursor, conversation: Conversation, answer: Sequence[Draft]) -> list[Message]:
    """Do it, in the answer's transaction where there is a desk, and give what was told."""
    wanted = next((draft for draft in answer if draft.handoff), None)
    if wanted:
        if conversation.state is State.CLOSED:  # by a person, while the assistant answered
            conversation = moved(cursor, conversation, Move.REOPEN)
        priority: Priority = wanted.handoff if is_priority(wanted.handoff) else "normal"
        if (conversation.state is State.WAITING and priority == "normal") or wanted.handoff == STANDING:
            return moves.standing(cursor, conversation)
        return moves.request(cursor, conversation, priority=priority, topic=wanted.topic)
    if any(draft.offers_person for draft in answer) and conversation.state is State.BOT:
        return moves.people_there(cursor, conversation)
    return []
