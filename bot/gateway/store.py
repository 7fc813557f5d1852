"""Conversations as they are kept: the one truth about what was said, behind one interface.

Each method is one transaction, and raises `bot.gateway.database.DatabaseError` when there is no database. Customers'
words arrive here masked already.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.danger.kinds import is_danger_kind
from bot.gateway.conversation_rows import (
    Conversation,
    Page,
    answer_of,
    answer_to,
    found,
    keep_answer,
    marked,
    moved,
    note_turn,
    touched,
    turn_of,
)
from bot.gateway.database import Cursor, Database
from bot.gateway.handoff.handoff_rows import answer_in
from bot.gateway.handoff.log_rows import was_helped
from bot.gateway.handoff.outbox_rows import OutboxRows
from bot.gateway.message_rows import insert_messages, select_messages
from bot.gateway.messages import Draft, Message
from bot.handoff.states import Move, State
from bot.language import Language


@dataclass(frozen=True)
class Begun:
    """A turn that has begun. `answer` is there when it was answered before, under the same client_message_id."""

    conversation: Conversation
    answer: Page | None = None
    helped: bool = False  # by a person, earlier


@dataclass(frozen=True)
class KeptButton:
    title: str
    payload: str
    expired: bool


Follow = Callable[[Cursor, Conversation, Sequence[Draft]], list[Message]]


class Store:
    def __init__(self, database: Database, outbox: OutboxRows) -> None:
        self._database = database
        self._outbox = outbox

    async def ping(self) -> None:
        """Ask the database for a sign of life."""
        await self._database.transaction(lambda cursor: cursor.one("SELECT 1"))

    async def begin(self, language: Language, client: str) -> Conversation:
        """Make a conversation; its id is made here and can be guessed by nobody."""
        conversation = Conversation(secrets.token_urlsafe(18), language, State.BOT)
        now = time.time()
        values = (conversation.id, language, client, conversation.state.value, 0, now, now)
        await self._database.transaction(
            lambda cursor: cursor.run(
                "INSERT INTO conversations (id, language, client, state, last_seq, started_at, last_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        )
        return conversation

    async def conversation(self, conversation_id: str) -> Conversation:
        """The conversation as it stands. Raises `ConversationGone`."""
        return await self._database.transaction(lambda cursor: found(cursor, conversation_id))

    async def begin_turn(self, conversation_id: str, text: str, client_message_id: str | None) -> Begun:
        """Keep what the customer said, once per `client_message_id`. Raises `ConversationGone`."""

        def work(cursor: Cursor) -> Begun:
            conversation = touched(cursor, conversation_id)
            turn = turn_of(cursor, conversation_id, client_message_id) if client_message_id else None
            if turn and (answer := answer_of(cursor, conversation, turn)):
                return Begun(conversation, answer)
            if conversation.state is State.CLOSED:
                conversation = moved(cursor, conversation, Move.REOPEN)
            if not turn:
                said = Draft("customer", text, conversation.language, client_message_id=client_message_id)
                messages = insert_messages(cursor, conversation_id, [said])
                self._outbox.mirror(cursor, conversation_id, conversation.state, messages)
                if client_message_id:
                    note_turn(cursor, conversation_id, client_message_id)
            return Begun(conversation, helped=was_helped(cursor, conversation_id))

        return await self._database.transaction(work)

    async def add_answer(
        self,
        conversation_id: str,
        drafts: Sequence[Draft],
        client_message_id: str | None = None,
        follow: Follow | None = None,
    ) -> Page:
        """Keep the assistant's answer, and what must `follow` it; the conversation is in its language from now on.

        Should a person have taken the conversation meanwhile, the assistant is silent and the page empty.

        Should another gateway have answered the same `client_message_id` meanwhile (one that is being replaced, say),
        its answer stands. Raises `ConversationGone`.
        """
        language = drafts[-1].language

        def work(cursor: Cursor) -> Page:
            cursor.run("UPDATE conversations SET language = ? WHERE id = ?", (language, conversation_id))
            conversation = found(cursor, conversation_id)
            if conversation.state is State.AGENT:
                return Page(conversation, [])
            if answered := answer_to(cursor, conversation, client_message_id):
                return answered
            if conversation.state is State.WAITING:
                answer_in(cursor, conversation_id, language)
            for draft in drafts:
                if is_danger_kind(draft.topic):  # the assistant heard it, too
                    conversation = marked(cursor, conversation, draft.topic)
            messages = insert_messages(cursor, conversation_id, drafts)
            self._outbox.mirror(cursor, conversation_id, conversation.state, messages)
            if follow:
                messages += follow(cursor, conversation, drafts)
                conversation = found(cursor, conversation_id)
            if client_message_id:
                keep_answer(cursor, conversation_id, client_message_id, (messages[0].seq, messages[-1].seq))
            return Page(conversation, messages)

        return await self._database.transaction(work)

    async def read(self, conversation_id: str, after: int, limit: int) -> Page:
        """At most `limit` messages that came after message `after`. Raises `ConversationGone`."""

        def work(cursor: Cursor) -> Page:
            conversation = found(cursor, conversation_id)
            messages = select_messages(cursor, conversation_id, after, limit=limit + 1)
            return Page(conversation, messages[:limit], more=len(messages) > limit)

        return await self._database.transaction(work)

    async def button(self, conversation_id: str, button_id: str) -> KeptButton | None:
        """A button of this conversation; another's is none. Raises `ConversationGone`."""

        def work(cursor: Cursor) -> KeptButton | None:
            found(cursor, conversation_id)
            row = cursor.one(
                "SELECT title, payload, expires_at FROM buttons WHERE conversation_id = ? AND id = ?",
                (conversation_id, button_id),
            )
            return KeptButton(row[0], row[1], row[2] < time.time()) if row else None

        return await self._database.transaction(work)

    async def rate(self, conversation_id: str, stars: int, comment: str | None) -> None:
        """Keep the customer's rating; a later one replaces it. Raises `ConversationGone`."""

        def work(cursor: Cursor) -> None:
            touched(cursor, conversation_id)
            cursor.run(
                "INSERT INTO ratings (conversation_id, stars, comment, at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (conversation_id) "
                "DO UPDATE SET stars = excluded.stars, comment = excluded.comment, at = excluded.at",
                (conversation_id, stars, comment, time.time()),
            )

        await self._database.transaction(work)
