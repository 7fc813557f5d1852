"""Applies what the helpdesk reports to our conversations: each report once, and none that is out of date."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.content import incident
from bot.gateway.conversations.model import Conversation, Message
from bot.gateway.conversations.rows import append_message, get_conversation, note_turn, set_text, turn_of
from bot.gateway.db.database import Cursor, Database
from bot.gateway.errors import ConversationGone
from bot.gateway.handoff import notices
from bot.gateway.handoff.model import Person
from bot.gateway.handoff.rows import handoff_of
from bot.gateway.handoff.service import REPLY_KEY, Handoffs
from bot.gateway.helpdesks.helpdesk import (
    Closed,
    Event,
    HelpdeskAgent,
    Replied,
    Returned,
    Taken,
    TicketRef,
    WebhookReport,
    Withdrawn,
)
from bot.gateway.helpdesks.rows import pending, set_applied, set_changed, ticket_ref_reported, was_applied
from bot.gateway.keyed_lock import KeyedLock
from bot.handoff.states import State

SETTLE, SETTLES = 0.1, 30  # seconds, times: Chatwoot waits 5 s for our answer


@dataclass(frozen=True)
class StateAndHolder:
    """The state of a conversation, and the agent who has it."""

    state: State
    holder: Person | None


class WebhookReports:
    def __init__(
        self, database: Database, handoffs: Handoffs, name: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._handoffs = handoffs
        self._name = name
        self._clock = clock
        self._locks = KeyedLock()

    async def apply(self, report: WebhookReport) -> bool:
        """Apply it; false when it is about no conversation of ours. Raises `DatabaseError`."""
        known = await self._database.transaction(lambda cursor: ticket_ref_reported(cursor, report))
        if known is None:
            return False
        conversation_id, _ = known
        async with self._locks.hold(conversation_id):
            try:
                await self._apply(conversation_id, report)
            except ConversationGone:
                return False
        return True

    async def _apply(self, conversation_id: str, report: WebhookReport) -> None:
        ref = await self._ref(conversation_id, report)
        if ref is None:
            return
        changes = any(not isinstance(event, Replied | Withdrawn) for event in report.events)
        is_known = True
        if changes and ref.ticket:
            is_known = await self._is_all_known(conversation_id)
            ref = await self._ref(conversation_id, report) or ref
        is_late = report.at < ref.changed_at
        for event in report.events:
            if isinstance(event, Replied):
                await self._reply(conversation_id, event, is_late)
            elif isinstance(event, Withdrawn):
                await self._withdraw(conversation_id, event)
            elif is_known and not is_late:
                await self._change(conversation_id, event)

        def applied(cursor: Cursor) -> None:
            if changes:
                set_changed(cursor, conversation_id, report.at)
            set_applied(cursor, conversation_id, report, self._clock())

        await self._database.transaction(applied)

    async def _ref(self, conversation_id: str, report: WebhookReport) -> TicketRef | None:
        """The reference of the report's ticket; null when it was applied already."""

        def work(cursor: Cursor) -> TicketRef | None:
            known = ticket_ref_reported(cursor, report)
            return None if known is None or was_applied(cursor, conversation_id, report) else known[1]

        return await self._database.transaction(work)

    async def _is_all_known(self, conversation_id: str) -> bool:
        """Whether everything that reopens the ticket has been delivered.

        Waits for a delivery under way; after it, the ticket's own clock tells which came first.
        """
        for _ in range(SETTLES):
            if not await self._database.transaction(lambda cursor: _opens_again(cursor, conversation_id)):
                return True
            await asyncio.sleep(SETTLE)
        return False

    async def _reply(self, conversation_id: str, event: Replied, is_late: bool) -> None:
        """Show the reply to the customer, whoever has the conversation; a late one leaves it closed if it was.

        Of a file the customer hears that there is one: it goes to nobody through us.
        """
        key = f"{self._name}.{event.id}"
        if await self._database.transaction(lambda cursor: turn_of(cursor, conversation_id, REPLY_KEY + key)):
            return
        before = await self._state_and_holder(conversation_id)
        person = _person(event.agent)
        late = is_late and before.state in (State.CLOSED, State.BOT)  # it was taken and ended, and the customer knows
        if not late:
            await self._handoffs.join(conversation_id, person)
        if event.text:
            await self._handoffs.reply(conversation_id, person, event.text, key, late=late)
        if event.files:
            await self._handoffs.move(conversation_id, partial(_tell_of_file, person))

    async def _withdraw(self, conversation_id: str, event: Withdrawn) -> None:
        """Take the words of a reply away, and tell the customer; one that did not come yet is not shown later."""
        await self._handoffs.move(
            conversation_id, partial(_take_back, REPLY_KEY + f"{self._name}.{event.id}", event.agent)
        )

    async def _change(self, conversation_id: str, event: Event) -> None:
        """Apply the ticket's change to our conversation."""
        now = await self._state_and_holder(conversation_id)
        if now.state not in (State.WAITING, State.AGENT):
            return
        match event:
            case Taken() if now.holder is None or event.just_now:
                await self._handoffs.join(conversation_id, _person(event.agent))
            case Returned():
                person = await self._holder(conversation_id, now, event.agent)
                await self._handoffs.give_back(conversation_id, person)
            case Closed():
                person = await self._holder(conversation_id, now, event.agent)
                await self._handoffs.close(conversation_id, person, event.reason)

    async def _holder(self, conversation_id: str, now: StateAndHolder, agent: HelpdeskAgent | None) -> Person:
        """The agent who has it. If it still waits, it is taken first, in the company's name if no agent is named."""
        if now.holder:
            return now.holder
        person = _person(agent) if agent else Person(f"{self._name}:", incident().company)
        await self._handoffs.join(conversation_id, person)
        return person

    async def _state_and_holder(self, conversation_id: str) -> StateAndHolder:
        """Raises `ConversationGone`."""

        def work(cursor: Cursor) -> StateAndHolder:
            handoff = handoff_of(cursor, conversation_id)
            state = get_conversation(cursor, conversation_id).state
            return StateAndHolder(state, handoff.person if handoff else None)

        return await self._database.transaction(work)


def _tell_of_file(person: Person, cursor: Cursor, conversation: Conversation) -> list[Message]:
    return append_message(cursor, conversation, notices.with_person(conversation.language, "file", person.display_name))


def _take_back(key: str, agent: HelpdeskAgent | None, cursor: Cursor, conversation: Conversation) -> list[Message]:
    turn = turn_of(cursor, conversation.id, key)
    if turn is None:
        note_turn(cursor, conversation.id, key)
        return []
    seq = turn[0]
    if seq is None:
        return []
    set_text(cursor, conversation.id, seq, notices.taken_back(conversation.language))
    name = agent.name if agent and agent.name else incident().company
    return append_message(cursor, conversation, notices.withdrawn(conversation.language, name, seq))


def _person(agent: HelpdeskAgent) -> Person:
    return Person(agent.id, agent.name or incident().company)


def _opens_again(cursor: Cursor, conversation_id: str) -> bool:
    """Whether something undelivered will reopen the ticket: a request, or a message of the customer."""
    rows = pending(cursor, conversation_id)
    if any(row.kind in ("requested", "ticket") for row in rows):
        return True
    said = [row.body.get("seq") for row in rows if row.kind == "message"]
    return any(
        cursor.one(
            "SELECT 1 FROM messages WHERE conversation_id = ? AND seq = ? AND sender = 'customer'",
            (conversation_id, seq),
        )
        for seq in said
    )
