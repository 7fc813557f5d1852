"""The hand-off service: each method is one transaction, after which subscribers are notified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.danger.kinds import DangerKind
from bot.gateway.conversations.model import Conversation, Draft, Message, Page
from bot.gateway.conversations.rows import (
    answer_to,
    get_conversation,
    insert_messages,
    keep_answer,
    lock_conversation,
    note_turn,
    touch_conversation,
)
from bot.gateway.db.database import Cursor, Database
from bot.gateway.errors import WrongState
from bot.gateway.handoff.agent import AgentMoves, check_held
from bot.gateway.handoff.customer import MAX_WAITING, CustomerMoves, DangerMoves
from bot.gateway.handoff.model import ClosingReason, Person
from bot.gateway.handoff.queue import QueueView, SharedQueue, WaitingLimit, has_desk
from bot.gateway.handoff.rows import MoveLog
from bot.gateway.handoff.tickets import new_ticket, phones_left
from bot.gateway.notifier import DESK, QUEUE, Notifier
from bot.gateway.outbox import OutboxWriter
from bot.handoff.states import Move, WrongMove
from bot.privacy.masking import mask

REPLY_KEY = "agent/"  # before an agent's client_message_id; a customer's has no slash
Result = TypeVar("Result")
Check = Callable[[Cursor, Conversation], object]  # raises a `Problem` where the move may not be made
Receiver = Callable[[Cursor, Conversation], Person | None]  # who gets it; null for the queue


def _anybody(cursor: Cursor, conversation: Conversation) -> None:
    """No further check: an outside helpdesk decides by itself who may act."""


class Handoffs:
    def __init__(
        self,
        database: Database,
        helpdesk: str,
        outbox: OutboxWriter,
        notifier: Notifier,
        most_of_address: int = MAX_WAITING,
        *,
        moved: Callable[[Move, float | None], object] = lambda move, seconds: None,
    ) -> None:
        log = MoveLog(moved)
        self._database = database
        self._helpdesk = helpdesk
        self._waiting_limit = WaitingLimit(most_of_address)
        self._danger = DangerMoves(helpdesk, outbox)
        self.customers = CustomerMoves(helpdesk, outbox, self._waiting_limit, self._danger, log)
        self.agents = AgentMoves(outbox, log)
        self._notifier = notifier
        self._shared = SharedQueue(database, helpdesk)
        notifier.call(QUEUE, self._queue_changed)

    async def queue(self) -> QueueView:
        """The queue and the agents who are there, at most a moment ago."""
        return await self._shared.now()

    async def read_queue(self) -> QueueView:
        """The same for measurements: read anew, so that the snapshot shared by customers does not get older by it."""
        return await self._shared.read()

    def came_from(self, conversation_id: str, address: str) -> None:
        """Note the address of the conversation's latest message, for the limit of waiting conversations per address."""
        self._waiting_limit.remember(conversation_id, address)

    def follow(self, cursor: Cursor, conversation: Conversation, answer: Sequence[Draft]) -> list[Message]:
        """What follows the assistant's answer, in its transaction."""
        return self.customers.follow(cursor, conversation, answer) if has_desk(cursor, self._helpdesk) else []

    async def press(self, conversation_id: str, payload: str, client_message_id: str | None) -> Page:
        """The answer to a button of a notice, once per client_message_id. Raises `ConversationGone`."""

        def work(cursor: Cursor, conversation: Conversation) -> Page:
            if answered := answer_to(cursor, conversation, client_message_id):
                return answered
            messages = self.customers.press(cursor, conversation, payload)
            if client_message_id and messages:
                keep_answer(cursor, conversation_id, client_message_id, (messages[0].seq, messages[-1].seq))
            return Page(get_conversation(cursor, conversation_id), messages)

        return await self._do(conversation_id, work)

    async def danger_heard(
        self, conversation_id: str, heard: DangerKind, *, tell: bool = False, client_message_id: str | None = None
    ) -> Page:
        """Keep the danger that was detected, show it to the desk and, with `tell`, tell the customer who helps.

        Raises `ConversationGone`.
        """

        def work(cursor: Cursor, conversation: Conversation) -> Page:
            messages = self._danger.keep_danger(cursor, conversation, heard, tell_help=tell)
            if client_message_id and messages:
                keep_answer(cursor, conversation_id, client_message_id, (messages[0].seq, messages[-1].seq))
            return Page(get_conversation(cursor, conversation_id), messages)

        return await self._do(conversation_id, work)

    async def leave_ticket(
        self, conversation_id: str, text: str, phone: str, client_message_id: str | None, heard: DangerKind | None
    ) -> Page:
        """Keep a message with a number to call back, and end the wait. `text` is masked already.

        Raises `ConversationGone` and `TooMany`.
        """

        def work(cursor: Cursor, conversation: Conversation) -> Page:
            ticket = new_ticket(conversation, text, phone)
            messages = self.customers.leave_ticket(cursor, conversation, ticket, client_message_id, heard)
            return Page(get_conversation(cursor, conversation_id), messages)

        return await self._do(conversation_id, work)

    async def take(self, conversation_id: str, person: Person, over: bool = False, check: Check = _anybody) -> None:
        """`person` answers from now on; from somebody else only with `over`.

        `check` may refuse; it runs in the same transaction. Raises `AlreadyTaken`, `WrongState`, `ConversationGone`.
        """

        def work(cursor: Cursor, conversation: Conversation) -> None:
            check(cursor, conversation)
            self.agents.take_from(cursor, conversation, person, over)

        await self._do(conversation_id, work)

    async def join(self, conversation_id: str, person: Person) -> None:
        """`person` of an outside helpdesk answers, whatever the state. Raises `ConversationGone`."""

        await self._do(conversation_id, lambda cursor, joined: self.agents.take_or_join(cursor, joined, person))

    async def reply(
        self,
        conversation_id: str,
        person: Person,
        text: str,
        client_message_id: str | None = None,
        check: Check = _anybody,
        *,
        late: bool = False,
    ) -> Message:
        """What `person` says, masked, once per client_message_id; `late`: said before the hand-off was over.

        Raises `NotAllowed`, `WrongState`, `ConversationGone`.
        """

        def work(cursor: Cursor, conversation: Conversation) -> Message:
            check(cursor, conversation)
            key = REPLY_KEY + client_message_id if client_message_id else None
            if said := answer_to(cursor, conversation, key):
                return said.messages[0]
            if not late:
                check_held(cursor, conversation, person)
            kept = mask(text, phones_left(cursor, conversation_id))
            draft = Draft("agent", kept, conversation.language, details={"agent": person.display_name})
            message = insert_messages(cursor, conversation_id, [draft])[0]
            if key:
                note_turn(cursor, conversation_id, key)
                keep_answer(cursor, conversation_id, key, (message.seq, message.seq))
            return message

        return await self._do(conversation_id, work, then=self.said)

    async def transfer(self, conversation_id: str, person: Person, to: Receiver) -> None:
        """`person` hands it to a colleague, or back to the queue. Raises as `reply` does, and what `to` raises."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            receiver = to(cursor, conversation)
            check_held(cursor, conversation, person)
            if receiver:
                self.agents.transfer(cursor, conversation, receiver)
            else:
                self.agents.to_queue(cursor, conversation)

        await self._do(conversation_id, work)

    async def give_back(self, conversation_id: str, person: Person, check: Check = _anybody) -> None:
        """The assistant answers again. Raises as `reply` does."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            check(cursor, conversation)
            check_held(cursor, conversation, person)
            self.agents.give_back(cursor, conversation)

        await self._do(conversation_id, work)

    async def close(self, conversation_id: str, person: Person, reason: ClosingReason, check: Check = _anybody) -> None:
        """End the conversation. Raises as `reply` does."""

        def work(cursor: Cursor, conversation: Conversation) -> None:
            check(cursor, conversation)
            check_held(cursor, conversation, person)
            self.agents.close(cursor, conversation, reason)

        await self._do(conversation_id, work)

    async def move(self, conversation_id: str, move: Callable[[Cursor, Conversation], list[Message]]) -> None:
        """Make a move that nobody asked for, such as when an agent left; it does not prolong retention.

        Raises `WrongState`, `ConversationGone`.
        """
        await self._do(conversation_id, move, lock_conversation)

    def changed(self, conversation_id: str) -> None:
        """Notify all subscribers: the conversation, the queue or the agents changed."""
        self._notifier.notify(QUEUE)
        self.said(conversation_id)

    def said(self, conversation_id: str) -> None:
        """Notify the conversation's subscribers of a message; the queue has not changed."""
        self._notifier.notify(conversation_id)
        self._notifier.notify(DESK)

    def _queue_changed(self) -> None:
        """Notify those of this gateway who wait: each gateway does so for its own."""
        for one in self._shared.invalidate():
            self._notifier.wake(one)

    async def _do(
        self,
        conversation_id: str,
        work: Callable[[Cursor, Conversation], Result],
        lock: Callable[[Cursor, str], Conversation] = touch_conversation,
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
