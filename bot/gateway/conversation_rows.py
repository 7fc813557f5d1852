"""A conversation's own row, and its turns."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from bot.danger.kinds import DangerKind
from bot.gateway.database import Cursor, Row
from bot.gateway.message_rows import insert_messages, select_messages
from bot.gateway.messages import Draft, Message
from bot.gateway.problems import ConversationGone
from bot.handoff.states import Move, State, after
from bot.language import Language


@dataclass(frozen=True)
class Conversation:
    id: str
    language: Language
    state: State
    danger: DangerKind | None = None  # heard in it, now or earlier


@dataclass(frozen=True)
class Page:
    """Messages in their order, and how the conversation stands."""

    conversation: Conversation
    messages: list[Message]
    more: bool = False


def found(cursor: Cursor, conversation_id: str) -> Conversation:
    """The conversation as it stands. Raises `ConversationGone`."""
    row = cursor.one("SELECT language, state, danger FROM conversations WHERE id = ?", (conversation_id,))
    if not row:
        raise ConversationGone
    return Conversation(conversation_id, row[0], State(row[1]), row[2])


def locked(cursor: Cursor, conversation_id: str) -> Conversation:
    """The same, locked until the transaction ends."""
    cursor.run("UPDATE conversations SET last_at = last_at WHERE id = ?", (conversation_id,))
    return found(cursor, conversation_id)


def touched(cursor: Cursor, conversation_id: str) -> Conversation:
    """The same, locked until the transaction ends, and used just now: it is kept as long as may be from now on."""
    # Two statements: with RETURNING, SQLite takes longer than for both.
    cursor.run("UPDATE conversations SET last_at = ? WHERE id = ?", (time.time(), conversation_id))
    return found(cursor, conversation_id)


def moved(cursor: Cursor, conversation: Conversation, move: Move) -> Conversation:
    """The conversation after `move`. Raises `WrongMove`."""
    state = after(conversation.state, move)
    cursor.run("UPDATE conversations SET state = ? WHERE id = ?", (state.value, conversation.id))
    return replace(conversation, state=state)


def outranks(heard: DangerKind, before: DangerKind | None) -> bool:
    """Whether what was heard is to be kept instead of what was heard before: a life in danger stays above all else."""
    return before is None or (heard == "crisis" and before != "crisis")


def marked(cursor: Cursor, conversation: Conversation, heard: DangerKind) -> Conversation:
    """The conversation in which danger was heard; it stays so for as long as it is kept."""
    if not outranks(heard, conversation.danger):
        return conversation
    cursor.run("UPDATE conversations SET danger = ? WHERE id = ?", (heard, conversation.id))
    return replace(conversation, danger=heard)


def turn_of(cursor: Cursor, conversation_id: str, client_message_id: str) -> Row | None:
    """The numbers of the first and the last message that answered; null while none did."""
    return cursor.one(
        "SELECT answer_seq, last_seq FROM turns WHERE conversation_id = ? AND client_message_id = ?",
        (conversation_id, client_message_id),
    )


def note_turn(cursor: Cursor, conversation_id: str, client_message_id: str) -> None:
    """Note that something was said under this id; nothing has answered it yet."""
    cursor.run(
        "INSERT INTO turns (conversation_id, client_message_id) VALUES (?, ?)", (conversation_id, client_message_id)
    )


def keep_answer(cursor: Cursor, conversation_id: str, client_message_id: str, answer: tuple[int, int]) -> None:
    """Keep which messages answered, the first and the last, so that a repeat gets the same."""
    cursor.run(
        "UPDATE turns SET answer_seq = ?, last_seq = ? WHERE conversation_id = ? AND client_message_id = ?",
        (*answer, conversation_id, client_message_id),
    )


def answer_of(cursor: Cursor, conversation: Conversation, turn: Row) -> Page | None:
    """The answer that a turn got, if it got one."""
    first, last = turn
    return Page(conversation, select_messages(cursor, conversation.id, first - 1, last)) if last else None


def answer_to(cursor: Cursor, conversation: Conversation, client_message_id: str | None) -> Page | None:
    """What was answered under this id before; null when nothing was, or when it has none."""
    turn = turn_of(cursor, conversation.id, client_message_id) if client_message_id else None
    return answer_of(cursor, conversation, turn) if turn else None


def tell(cursor: Cursor, conversation: Conversation, draft: Draft) -> list[Message]:
    """Add one message at the end."""
    return insert_messages(cursor, conversation.id, [draft])
