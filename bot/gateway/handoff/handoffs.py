"""Hand-offs as the rest of the gateway uses them: each a transaction, after which all who look are woken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.danger.kinds import DangerKind
from bot.gateway.conversation_rows import Conversation, Page, answer_to, found, keep_answer, locked, note_turn, touched
from bot.gateway.database import Cursor, Database
from bot.gateway.handoff.arrivals import Arrivals
from bot.gateway.handoff.customer_moves import MAX_WAITING, CustomerMoves
from bot.gateway.handoff.danger_moves import DangerMoves
from bot.gateway.handoff.following import follow
from bot.gateway.handoff.outbox_rows import OutboxRows
from bot.gateway.handoff.people import Person
from bot.gateway.handoff.person_moves import PersonMoves, check_held
from bot.gateway.handoff.presses import press
from bot.gateway.handoff.queue_view import Helpdesk, QueueView, has_desk
from bot.gateway.handoff.shared_view import SharedView
from bot.gateway.handoff.tickets import new_ticket
from bot.gateway.message_rows import insert_messages
from bot.gateway.messages import Draft, Message
from bot.gateway.problems import WrongState
from bot.gateway.wakeups import Wakeups
from bot.handoff.states import WrongMove

DESK = "desk"  # the key under which the agents' pages listen; no conversation's id is as short
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
        self._danger = DangerMoves(helpdesk, outbox)
        self.customers = CustomerMoves(helpdesk, outbox, self.arrivals, self._danger)
        self.persons = PersonMoves(outbox)
        self._wakeups = wakeups
        self._shared = SharedView(database, helpdesk)

    async def queue(self) -> QueueView:
        """The queue and who is there, a moment old at most."""
        return await self._shared.now()

    def follow(self, cursor: Cursor, conversation: Conversation, answer: Sequence[Draft]) -> list[Message]:
        """What follows the assistant's answer, in its transaction."""
        return follow(self.customers, cursor, conversation, answer) if has_desk(cursor, self._helpdesk) else []

    async def press(self, conversation_id: str, payload: str, client_message_id: str | None) -> Page:
        """The answer to a button of a notice, once per client_message_id. Raises `ConversationGone`."""

        def work(cursor: Cursor, conversation: Conversation) -> Page:
            if answered := answer_to(cursor, conversation, client_message_id):
                return answered
            messages = press(self.customers, cursor, conversation, payload)
            if client_message_id and messages:
                keep_answer(cursor, conversation_id, client_message_id, (messages[0].seq, messages[-1].seq))
            return Page(found(cursor, conversation_id), messages)

        return await self._do(conversation_id, work)

    async def danger_heard(
        self, conversation_id: str, heard: DangerKind, *, tell: bool = False, client_message_id: str | None = None
    ) -> Page:
        """Danger was heard: keep it, let the desk see it, and `tell` who helps where the assistant will not.

        Raises `ConversationGone`.
        """

        def work(cursor: Cursor, conversation: Conversation) -> Page:
            messages = self._danger.heard(cursor, conversation, heard, tell_help=tell)
            if client_message_id and messages:
                keep_answer(cursor, conversation_id, client_message_id, (messages[0].seq, messages[-1].seq))
            return Page(found(cursor, conversation_id), messages)

        return await self._do(conversation_id, work)

    async def leave_ticket(
        self, conversation_id: str, text: str, phone: str, client_message_id: str | None, heard: DangerKind | None
    ) -> Page:
        """Keep a message with a number to call back; who waited waits no longer. `text` is masked already.

        Raises `ConversationGone` and `TooMany`.
        """

        def work(cursor: Cursor, conversation: Conversation) -> Page:
            ticket = new_ticket(conversation, text, phone)
            messages = self.customers.leave_ticket(cursor, conversation, ticket, client_message_id, heard)
            return Page(found(cursor, conversation_id), messages)

        return await self._do(conversation_id, work)

    async def take(
        self, conversation_id: str, person: Person, over: bool = False, holder_id: str | None = None
    ) -> None:
        """`person` answers from now on; from somebody else only with `over`. The caller knows whether they may.

        `holder_id` is from whom they may; somebody else who took it meanwhile keeps it.

        Raises `AlreadyTaken`, `WrongState`, `ConversationGone`.
        """

        await self._do(
            conversation_id, lambda cursor, held: self.persons.take_as_they_may(cursor, held, person, over, holder_id)
        )

    async def join(self, conversation_id: str, person: Person) -> None:
        """`person` of an outside helpdesk answers, whatever the state. Raises `ConversationGone`."""

        await self._do(conversation_id, lambda cursor, joined: self.persons.come(cursor, joined, person))

    async def reply(
        self, conversation_id: str, person: Person, text: str, client_message_id: str | None = None
    ) -> Message:
        """What `person` says, once per client_message_id. Raises `NotAllowed`, `WrongState`, `ConversationGone`."""

        def work(cursor: Cursor, conversation: Conversation) -> Message:
            key = REPLY_KEY + client_message_id if client_message_id else None
            if said := answer_to(cursor, conversation, key):
                return said.messages[0]
            check_held(cursor, conversation, person)
            draft = Draft("agent", text, conversation.language, details={"agent": person.display_name})
            message = insert_messages(cursor, conversation_id, [draft])[0]
            if key:
                note_turn(cursor, conversation_id, key)
                keep_answer(cursor, conversation_id, key, (message.seq, message.seq))
            return message

        return await self._do(conversation_id, work, then=self.said)

    async def transfer(
        self,
        conversation_id: str,
        person: Person,
        to: Person | None,
        along: Callable[[Cursor], object] = lambda cursor: None,
    ) -> None:
        """`person` hands it to a colleague, or back to the queue, with what goes `along`. Raises as `reply` does."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            check_held(cursor, conversation, person)
            along(cursor)
            if to:
                self.persons.transfer(cursor, conversation, to)
            else:
                self.persons.to_queue(cursor, conversation)

        await self._do(conversation_id, work)

    async def give_back(self, conversation_id: str, person: Person) -> None:
        """The assistant answers again. Raises as `reply` does."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            check_held(cursor, conversation, person)
            self.persons.give_back(cursor, conversation)

        await self._do(conversation_id, work)

    async def close(self, conversation_id: str, person: Person, reason: str) -> None:
        """The person is done. Raises as `reply` does."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            check_held(cursor, conversation, person)
            self.persons.close(cursor, conversation, reason)

        await self._do(conversation_id, work)

    async def move(self, conversation_id: str, move: Callable[[Cursor, Conversation], list[Message]]) -> None:
        """A move that nobody asked for, such as somebody's leaving; the conversation is kept no longer for it.

        Raises `WrongState`, `ConversationGone`.
        """
        await self._do(conversation_id, move, locked)

    def changed(self, conversation_id: str) -> None:
        """The conversation, the queue or who is there changed: everybody looks again."""
        for one in self._shared.forget():
            self._wakeups.wake(one)
        self.said(conversation_id)

    def said(self, conversation_id: str) -> None:
        """Something was said in the conversation: who looks at it looks again, and nobody else in the queue."""
        self._wakeups.wake(conversation_id)
        self._wakeups.wake(DESK)

    async def _do(
        self,
        conversation_id: str,
        work: Callable[[Cursor, Conversation], Result],
        lock: Callable[[Cursor, str], Conversation] = touched,
        then: Callable[[str], None] | None = None,
    ) -> Result:
        def transaction(cursor: Cursor) -> Result:
            try:
                return work(cursor, lock(cursor, conversation_id))
            except WrongMove as error:
                raise WrongState(f"That is not possible now: {error}.") from None

        result = await self._database.transaction(transaction)
        (then or self.changed)(conversation_id)
        return result
