"""The moves of an agent, of our desk or an outside helpdesk, within a transaction that holds the conversation's row.

Each returns the messages it told the customer. Raises `WrongMove` where the state does not allow it.
"""

from __future__ import annotations

import time

from bot.gateway.conversations.model import Conversation, Message
from bot.gateway.conversations.rows import append_message, apply_move
from bot.gateway.db.database import Cursor
from bot.gateway.errors import AlreadyTaken, NotAllowed, WrongState
from bot.gateway.handoff import notices
from bot.gateway.handoff.model import ClosingReason, Handoff, Person
from bot.gateway.handoff.rows import (
    MoveLog,
    delete_handoff,
    had_person,
    handoff_of,
    insert_handoff,
    queued_again_at,
    set_limit_told,
    set_person,
)
from bot.gateway.outbox import OutboxWriter
from bot.handoff.states import Move, State


class AgentMoves:
    def __init__(self, outbox: OutboxWriter, log: MoveLog) -> None:
        self._log = log
        self._outbox = outbox

    def take(self, cursor: Cursor, conversation: Conversation, person: Person) -> list[Message]:
        """`person` answers from now on."""
        now = time.time()
        handoff = handoff_of(cursor, conversation.id)
        changed = apply_move(cursor, conversation, Move.TAKE)
        set_person(cursor, conversation.id, person, now)
        seconds, place = _wait_of(cursor, handoff, now) if handoff else (None, None)
        self._log.add(cursor, conversation.id, Move.TAKE, now, person_id=person.id, seconds=seconds, place=place)
        return append_message(cursor, changed, notices.with_person(changed.language, "taken", person.display_name))

    def take_from(self, cursor: Cursor, conversation: Conversation, person: Person, over: bool) -> list[Message]:
        """As `take`, from the queue or, with `over`, from another agent. Raises `AlreadyTaken`."""
        handoff = handoff_of(cursor, conversation.id)
        if conversation.state is not State.AGENT or handoff is None or handoff.person is None:
            return self.take(cursor, conversation, person)
        if handoff.person.id == person.id:
            return []
        if not over:
            raise AlreadyTaken("A colleague has this conversation.")
        return self.take_over(cursor, conversation, person)

    def take_or_join(self, cursor: Cursor, conversation: Conversation, person: Person) -> list[Message]:
        """An agent of an outside helpdesk answers: they take it, take it over or join it, as its state allows."""
        handoff = handoff_of(cursor, conversation.id)
        if handoff is None:
            return self.join(cursor, conversation, person)
        if handoff.person is None:
            return self.take(cursor, conversation, person)
        return [] if handoff.person.id == person.id else self.take_over(cursor, conversation, person)

    def join(self, cursor: Cursor, conversation: Conversation, person: Person) -> list[Message]:
        """An agent of an outside helpdesk answers in a conversation that was not handed over, or was closed."""
        now = time.time()
        changed = apply_move(cursor, conversation, Move.JOIN)
        insert_handoff(
            cursor,
            Handoff(conversation.id, "normal", None, (conversation.language,), now, 1, 0, person=person, taken_at=now),
        )
        self._log.add(cursor, conversation.id, Move.JOIN, now, person_id=person.id)
        return append_message(cursor, changed, notices.with_person(changed.language, "taken", person.display_name))

    def take_over(self, cursor: Cursor, conversation: Conversation, person: Person) -> list[Message]:
        """`person` answers instead of the agent who did."""
        return self._to_person(cursor, conversation, Move.TAKE_OVER, "taken_over", person)

    def transfer(self, cursor: Cursor, conversation: Conversation, person: Person) -> list[Message]:
        """The agent who has it hands it to `person`."""
        return self._to_person(cursor, conversation, Move.TRANSFER, "transferred", person)

    def to_queue(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The agent puts it back into the queue, where the customer's first wait counts."""
        return self._back_to_queue(cursor, conversation, Move.QUEUE, "transferred_queue")

    def agent_left(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The agent who has it has left the desk."""
        return self._back_to_queue(cursor, conversation, Move.AGENT_LEFT, "agent_left")

    def give_back(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """The assistant answers again."""
        changed = self._ended(cursor, conversation, Move.GIVE_BACK, None)
        return append_message(cursor, changed, notices.plain(changed.language, "returned"))

    def cut_off(self, cursor: Cursor, conversation: Conversation) -> list[Message]:
        """Nobody reads it any more where the agent was: the assistant answers again, and says so."""
        changed = self._ended(cursor, conversation, Move.GIVE_BACK, None)
        return append_message(cursor, changed, notices.cut_off(changed.language))

    def close(self, cursor: Cursor, conversation: Conversation, reason: ClosingReason) -> list[Message]:
        """The agent ends the conversation."""
        changed = self._ended(cursor, conversation, Move.CLOSE, reason)
        return append_message(cursor, changed, notices.closed(changed.language))

    def _to_person(
        self, cursor: Cursor, conversation: Conversation, move: Move, what: str, person: Person
    ) -> list[Message]:
        now = time.time()
        changed = apply_move(cursor, conversation, move)
        set_person(cursor, conversation.id, person, now)
        self._log.add(cursor, conversation.id, move, now, person_id=person.id)
        return append_message(cursor, changed, notices.with_person(changed.language, what, person.display_name))

    def _back_to_queue(self, cursor: Cursor, conversation: Conversation, move: Move, what: str) -> list[Message]:
        handoff = handoff_of(cursor, conversation.id)
        changed = apply_move(cursor, conversation, move)
        set_person(cursor, conversation.id, None, None)
        now = time.time()
        if handoff:
            set_limit_told(cursor, conversation.id, handoff.limits_passed(now))
        person = handoff.person if handoff else None
        self._log.add(cursor, conversation.id, move, now, person_id=person.id if person else None)
        return append_message(cursor, changed, notices.waits_again(changed.language, what))

    def _ended(
        self, cursor: Cursor, conversation: Conversation, move: Move, reason: ClosingReason | None
    ) -> Conversation:
        now = time.time()
        handoff = handoff_of(cursor, conversation.id)
        changed = apply_move(cursor, conversation, move)
        delete_handoff(cursor, conversation.id)
        self._log.add(
            cursor,
            conversation.id,
            move,
            now,
            person_id=handoff.person.id if handoff and handoff.person else None,
            seconds=now - handoff.taken_at if handoff and handoff.taken_at else None,
            reason=reason,
        )
        self._outbox.add(cursor, conversation.id, "ended", {"move": move.value})
        return changed


def check_held(cursor: Cursor, conversation: Conversation, person: Person) -> None:
    """Check that `person` has the conversation. Raises `NotAllowed` or `WrongState`."""
    handoff = handoff_of(cursor, conversation.id)
    if conversation.state is not State.AGENT or handoff is None or handoff.person is None:
        raise WrongState("Nobody has this conversation now.")
    if handoff.person.id != person.id:
        raise NotAllowed("Somebody else has this conversation.")


def _wait_of(cursor: Cursor, handoff: Handoff, now: float) -> tuple[float, int | None]:
    """How long the customer has waited, and from which place.

    Who came back to the queue waits since then, and from no place: their wait is no measure of anybody else's.
    """
    again = queued_again_at(cursor, handoff.conversation_id, handoff.since)
    if again is not None:
        return now - again, None
    return now - handoff.since, None if had_person(cursor, handoff.conversation_id, handoff.since) else handoff.place
