"""Conversations as they are kept: the one truth about what was said, behind one interface.

Each method is one transaction, and raises `bot.gateway.db.database.DatabaseError` when there is no database. Customers'
words arrive here masked already.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from bot.danger.kinds import is_danger_kind
from bot.gateway.conversations.model import Begun, Conversation, Draft, KeptButton, Message, Page
from bot.gateway.conversations.rows import (
    answer_in_language,
    answer_of,
    answer_to,
    apply_move,
    get_conversation,
    hidden_before,
    insert_conversation,
    insert_messages,
    keep_answer,
    keep_rating,
    kept_button,
    last_said,
    lock_conversation,
    mark_danger,
    note_turn,
    select_messages,
    set_text,
    touch_conversation,
    turn_of,
)
from bot.gateway.conversations.turns import Turn, TurnLost, claim_turn
from bot.gateway.db.database import Cursor, Database
from bot.gateway.handoff.rows import answer_in, was_helped
from bot.gateway.outbox import OutboxWriter
from bot.handoff.states import Move, State
from bot.language import Language
from bot.privacy.masking import MaskedTurn, PersonalKind

Masked = Callable[[Sequence[str]], MaskedTurn]  # given the customer's last messages as they are kept
Follow = Callable[[Cursor, Conversation, Sequence[Draft]], list[Message]]


class ConversationRepository:
    def __init__(self, database: Database, outbox: OutboxWriter) -> None:
        self._database = database
        self._outbox = outbox

    async def begin(self, language: Language, client: str) -> Conversation:
        """Make a conversation, with an id that nobody can guess."""
        conversation = Conversation(secrets.token_urlsafe(18), language, State.BOT)
        await self._database.transaction(lambda cursor: insert_conversation(cursor, conversation, client))
        return conversation

    async def conversation(self, conversation_id: str) -> Conversation:
        """The conversation as it stands. Raises `ConversationGone`."""
        return await self._database.transaction(lambda cursor: get_conversation(cursor, conversation_id))

    async def begin_turn(
        self, conversation_id: str, masked: Masked, client_message_id: str | None, turn: Turn | None = None
    ) -> Begun:
        """Keep what the customer said, once per `client_message_id`, and claim the `turn`.

        Earlier messages are masked again with it, in case a secret was split over several messages. Raises
        `ConversationGone` and `TurnUnderWay`.
        """

        def work(cursor: Cursor) -> Begun:
            if turn:
                claim_turn(cursor, turn)
            conversation = touch_conversation(cursor, conversation_id)
            earlier_turn = turn_of(cursor, conversation_id, client_message_id) if client_message_id else None
            if earlier_turn and (answer := answer_of(cursor, conversation, earlier_turn)):
                return Begun(conversation, answer)
            if conversation.state is State.CLOSED:
                conversation = apply_move(cursor, conversation, Move.REOPEN)
            hidden: frozenset[PersonalKind] = frozenset()
            if not earlier_turn:
                earlier = last_said(cursor, conversation_id)
                now = masked([text for _, text in earlier])
                for (seq, before), after in zip(earlier, now.earlier, strict=True):
                    if after != before:
                        set_text(cursor, conversation_id, seq, after)
                hidden = now.kinds - hidden_before(cursor, conversation_id) if now.kinds else now.kinds
                said = Draft("customer", now.text, conversation.language, client_message_id=client_message_id)
                messages = insert_messages(cursor, conversation_id, [said])
                self._outbox.mirror(cursor, conversation_id, conversation.state, messages)
                if client_message_id:
                    note_turn(cursor, conversation_id, client_message_id)
            return Begun(conversation, helped=was_helped(cursor, conversation_id), hidden=hidden)

        return await self._database.transaction(work)

    async def add_answer(
        self,
        conversation_id: str,
        drafts: Sequence[Draft],
        client_message_id: str | None = None,
        follow: Follow | None = None,
        situation: str | None = None,
        *,
        turn: Turn | None = None,
    ) -> Page:
        """Keep the assistant's answer, and do what must `follow` it; the conversation takes on the answer's language.

        `situation` is what the assistant remembers from now on; null leaves it as it was. If an agent took the
        conversation meanwhile, nothing is kept and the page is empty. If another gateway answered the same
        `client_message_id` meanwhile, its answer stands. Ends the `turn`. Raises `ConversationGone` and `TurnLost`.
        """
        language = drafts[-1].language

        def work(cursor: Cursor) -> Page:
            ended = answer_in_language(cursor, conversation_id, language, situation, turn.id if turn else None)
            conversation = get_conversation(cursor, conversation_id)
            if ended and conversation.state is State.AGENT:
                return Page(conversation, [])
            if answered := answer_to(cursor, conversation, client_message_id):
                return answered
            if not ended:
                raise TurnLost
            if conversation.state is State.WAITING:
                answer_in(cursor, conversation_id, language)
            for draft in drafts:
                if is_danger_kind(draft.topic):  # the assistant heard it, too
                    conversation = mark_danger(cursor, conversation, draft.topic)
            messages = insert_messages(cursor, conversation_id, drafts)
            self._outbox.mirror(cursor, conversation_id, conversation.state, messages)
            if follow:
                messages += follow(cursor, conversation, drafts)
                conversation = get_conversation(cursor, conversation_id)
            if client_message_id:
                keep_answer(cursor, conversation_id, client_message_id, (messages[0].seq, messages[-1].seq))
            return Page(conversation, messages)

        page = await self._database.transaction(work)
        if turn:
            turn.is_claimed = False
        return page

    async def tell(self, conversation_id: str, drafts: Sequence[Draft], client_message_id: str | None) -> Page:
        """Keep the notices that answer a message while a person has the conversation. Raises `ConversationGone`."""

        def work(cursor: Cursor) -> Page:
            conversation = lock_conversation(cursor, conversation_id)
            messages = insert_messages(cursor, conversation_id, drafts) if drafts else []
            if client_message_id and messages:
                keep_answer(cursor, conversation_id, client_message_id, (messages[0].seq, messages[-1].seq))
            return Page(conversation, messages)

        return await self._database.transaction(work)

    async def read(self, conversation_id: str, after: int, limit: int) -> Page:
        """At most `limit` messages that came after message `after`. Raises `ConversationGone`."""

        def work(cursor: Cursor) -> Page:
            conversation = get_conversation(cursor, conversation_id)
            messages = select_messages(cursor, conversation_id, after, limit=limit + 1)
            return Page(conversation, messages[:limit], more=len(messages) > limit)

        return await self._database.transaction(work)

    async def button(self, conversation_id: str, button_id: str) -> KeptButton | None:
        """A button of this conversation; null when it has none of this id. Raises `ConversationGone`."""

        def work(cursor: Cursor) -> KeptButton | None:
            get_conversation(cursor, conversation_id)
            return kept_button(cursor, conversation_id, button_id)

        return await self._database.transaction(work)

    async def rate(self, conversation_id: str, stars: int, comment: str | None) -> None:
        """Keep the customer's rating; a later one replaces it. Raises `ConversationGone`."""

        def work(cursor: Cursor) -> None:
            touch_conversation(cursor, conversation_id)
            keep_rating(cursor, conversation_id, stars, comment)

        await self._database.transaction(work)
