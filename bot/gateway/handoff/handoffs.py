"""Hand-offs as the rest of the gateway uses them: each a transaction, after which all who look are woken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.gateway.conversation_rows import Conversation, Page, answer_of, keep_answer, locked, moved, touched, turn_of
from bot.gateway.database import Cursor, Database
from bot.gateway.handoff import notices
from bot.gateway.handoff.arrivals import Arrivals
from bot.gateway.handoff.customer_moves import MAX_WAITING, CustomerMoves
from bot.gateway.handoff.handoff_rows import Handoff, handoff_of
from bot.gateway.handoff.outbox_rows import OutboxRows
from bot.gateway.handoff.people import Person
from bot.gateway.handoff.person_moves import PersonMoves
from bot.gateway.handoff.presses import press
from bot.gateway.handoff.queue_view import Helpdesk, QueueView, queue_view
from bot.gateway.handoff.tickets import MAX_OPEN, insert_ticket, new_ticket, open_tickets
from bot.gateway.message_rows import insert_messages
from bot.gateway.messages import Draft, Message
from bot.gateway.problems import AlreadyTaken, NotAllowed, TooMany, WrongState
from bot.gateway.wakeups import Wakeups
from bot.handoff.states import Move, State, WrongMove

STANDING = "standing"  # the assistant wants who waits to be told how they stand, and to be able to stop
DESK = "desk"  # the key under which the agents' pages listen; no conversation's id is as short
TOO_MANY_FOR = 60 * 60  # seconds
VIEW_LASTS = 2.0  # seconds; several gateways share one queue
REPLY_KEY = "agent/"  # before an agent's client_message_id; a customer's has no slash

Result = TypeVar("Result")


class Handoffs:
    def __init__(
        self,
        database: Database,
        helpdesk: Helpdesk,
        outbox: OutboxRows,
        wakeups: Wakeups,
        most_of_address: int = MAX_WAITING,
    ) -> None:
        self._database = database
        self._helpdesk = helpdesk
        self.arrivals = Arrivals(most_of_address)
        self.customers = CustomerMoves(helpdesk, outbox, self.arrivals)
        self.persons = PersonMoves(outbox)
        self._outbox = outbox
        self._wakeups = wakeups
        self._view: QueueView | None = None
        self._view_until = 0.0
        self._changes = 0
        self._looking = asyncio.Lock()

    async def queue(self) -> QueueView:
        """The queue and who is there, a moment old at most."""
        async with self._looking:  # everybody who waits is woken at once, and shares one look
            now = time.monotonic()
            if self._view and now < self._view_until:
                return self._view
            changes = self._changes
            view = await self._database.transaction(lambda cursor: queue_view(cursor, self._helpdesk, time.time()))
            if changes == self._changes:  # nothing changed while we looked
                self._view, self._view_until = view, now + VIEW_LASTS
            return view

    def follow(self, cursor: Cursor, conversation: Conversation, answer: Sequence[Draft]) -> list[Message]:
        """What follows the assistant's answer, in its transaction: the person it asks for, or how long one takes."""
        view = queue_view(cursor, self._helpdesk, time.time())
        if not view.desk:
            return []
        wanted = next((draft for draft in answer if draft.handoff), None)
        if wanted:
            if conversation.state is State.CLOSED:  # by a person, while the assistant answered
                conversation = moved(cursor, conversation, Move.REOPEN)
            urgent = wanted.handoff == "urgent"
            if (conversation.state is State.WAITING and not urgent) or wanted.handoff == STANDING:
                return self.customers.standing(cursor, conversation)
            return self.customers.request(cursor, conversation, urgent=urgent, topic=wanted.topic)
        if any(draft.offers_person for draft in answer) and conversation.state is State.BOT:
            return self.customers.people_there(cursor, conversation, view)
        return []

    async def press(self, conversation_id: str, payload: str, client_message_id: str | None) -> Page:
        """The answer to a button of a notice, once per client_message_id. Raises `ConversationGone`."""

        def work(cursor: Cursor, conversation: Conversation) -> Page:
            turn = turn_of(cursor, conversation_id, client_message_id) if client_message_id else None
            if turn and (answered := answer_of(cursor, conversation, turn)):
                return answered
            messages = press(self.customers, cursor, conversation, payload)
            if client_message_id and messages:
                keep_answer(cursor, conversation_id, client_message_id, (messages[0].seq, messages[-1].seq))
            return Page(touched(cursor, conversation_id), messages)

        return await self._do(conversation_id, work)

    async def leave_ticket(self, conversation_id: str, text: str, phone: str, client_message_id: str | None) -> Page:
        """Keep a message with a number to call back; who waited waits no longer. `text` is masked already.

        Raises `ConversationGone` and `TooMany`.
        """

        def work(cursor: Cursor, conversation: Conversation) -> Page:
            ticket = new_ticket(conversation, text, phone)
            if not insert_ticket(cursor, ticket, client_message_id):
                return Page(conversation, [])
            if open_tickets(cursor, conversation_id) > MAX_OPEN:
                raise TooMany("Enough messages wait to be called back about here.", TOO_MANY_FOR)
            self.customers.leave_queue_silently(cursor, conversation)
            self._outbox.add(cursor, conversation_id, "ticket", {"ticket": ticket.id})
            notice = notices.plain(conversation.language, "ticket_kept")
            return Page(touched(cursor, conversation_id), insert_messages(cursor, conversation_id, [notice]))

        return await self._do(conversation_id, work)

    async def take(
        self, conversation_id: str, person: Person, over: bool = False, holder_id: str | None = None
    ) -> None:
        """`person` answers from now on; from somebody else only with `over`. The caller knows whether they may.

        `holder_id` is from whom they may; somebody else who took it meanwhile keeps it.

        Raises `AlreadyTaken`, `WrongState`, `ConversationGone`.
        """

        def work(cursor: Cursor, conversation: Conversation) -> None:
            handoff = handoff_of(cursor, conversation_id)
            if conversation.state is State.AGENT and handoff and handoff.person:
                if handoff.person.id == person.id:
                    return
                if not over or holder_id not in (None, handoff.person.id):
                    raise AlreadyTaken("A colleague has this conversation.")
                self.persons.take_over(cursor, conversation, person)
            else:
                self.persons.take(cursor, conversation, person)

        await self._do(conversation_id, work)

    async def join(self, conversation_id: str, person: Person) -> None:
        """`person` of an outside helpdesk answers, whatever the state. Raises `ConversationGone`."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            handoff = handoff_of(cursor, conversation_id)
            if handoff is None:
                self.persons.join(cursor, conversation, person, None)
            elif handoff.person is None:
                self.persons.take(cursor, conversation, person)
            elif handoff.person.id != person.id:
                self.persons.take_over(cursor, conversation, person)

        await self._do(conversation_id, work)

    async def reply(
        self, conversation_id: str, person: Person, text: str, client_message_id: str | None = None
    ) -> Message:
        """What `person` says, once per client_message_id. Raises `NotAllowed`, `WrongState`, `ConversationGone`."""

        def work(cursor: Cursor, conversation: Conversation) -> Message:
            key = REPLY_KEY + client_message_id if client_message_id else None
            turn = turn_of(cursor, conversation_id, key) if key else None
            if turn and (said := answer_of(cursor, conversation, turn)):
                return said.messages[0]
            self._held(cursor, conversation, person)
            draft = Draft("agent", text, conversation.language, details={"agent": person.display_name})
            message = insert_messages(cursor, conversation_id, [draft])[0]
            if key:
                cursor.run("INSERT INTO turns VALUES (?, ?, ?, ?)", (conversation_id, key, message.seq, message.seq))
            return message

        message = await self._transaction(conversation_id, work)
        self.said(conversation_id)
        return message

    async def transfer(
        self,
        conversation_id: str,
        person: Person,
        to: Person | None,
        along: Callable[[Cursor], object] = lambda cursor: None,
    ) -> None:
        """`person` hands it to a colleague, or back to the queue, with what goes `along`. Raises as `reply` does."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            self._held(cursor, conversation, person)
            along(cursor)
            if to:
                self.persons.transfer(cursor, conversation, to)
            else:
                self.persons.to_queue(cursor, conversation)

        await self._do(conversation_id, work)

    async def give_back(self, conversation_id: str, person: Person) -> None:
        """The assistant answers again. Raises as `reply` does."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            self._held(cursor, conversation, person)
            self.persons.give_back(cursor, conversation)

        await self._do(conversation_id, work)

    async def close(self, conversation_id: str, person: Person, reason: str) -> None:
        """The person is done. Raises as `reply` does."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            self._held(cursor, conversation, person)
            self.persons.close(cursor, conversation, reason)

        await self._do(conversation_id, work)

    async def move(self, conversation_id: str, move: Callable[[Cursor, Conversation], list[Message]]) -> None:
        """A move that nobody asked for, such as somebody's leaving; the conversation is kept no longer for it.

        Raises `WrongState`, `ConversationGone`.
        """
        await self._do(conversation_id, move, locked)

    def changed(self, conversation_id: str) -> None:
        """The conversation, the queue or who is there changed: everybody looks again."""
        if self._view:
            for handoff in self._view.waiting:
                self._wakeups.wake(handoff.conversation_id)
        self._view = None
        self._changes += 1
        self.said(conversation_id)

    def said(self, conversation_id: str) -> None:
        """Something was said in the conversation: who looks at it looks again, and nobody else in the queue."""
        self._wakeups.wake(conversation_id)
        self._wakeups.wake(DESK)

    def _held(self, cursor: Cursor, conversation: Conversation, person: Person) -> Handoff:
        handoff = handoff_of(cursor, conversation.id)
        if conversation.state is not State.AGENT or handoff is None or handoff.person is None:
            raise WrongState("Nobody has this conversation now.")
        if handoff.person.id != person.id:
            raise NotAllowed("Somebody else has this conversation.")
        return handoff

    async def _do(
        self,
        conversation_id: str,
        work: Callable[[Cursor, Conversation], Result],
        lock: Callable[[Cursor, str], Conversation] = touched,
    ) -> Result:
        result = await self._transaction(conversation_id, work, lock)
        self.changed(conversation_id)
        return result

    async def _transaction(
        self,
        conversation_id: str,
        work: Callable[[Cursor, Conversation], Result],
        lock: Callable[[Cursor, str], Conversation] = touched,
    ) -> Result:
        def transaction(cursor: Cursor) -> Result:
            try:
                return work(cursor, lock(cursor, conversation_id))
            except WrongMove as error:
                raise WrongState(f"That is not possible now: {error}.") from None

        return await self._database.transaction(transaction)
